package org.skipconv.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.TestSessions;
import org.skipconv.core.VideoSession;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.Results;
import org.skipconv.core.testing.TestKernels;

/** Sessions of whole frames alone, whose maps lie in the same memory at different times. */
class SharedMapsTest {
  private static final int LAYERS = 12;
  private static final int SIDE = 40;
  private static final KeyframePolicy ONCE = KeyframePolicy.first().withoutCuts();

  @Test
  void manyMapsTakeTheMemoryOfFew() {
    SkipNetwork network = Networks.deep(LAYERS, SIDE);
    try (VideoSession dense = network.open(SessionOptions.dense());
        VideoSession exact = network.open(SessionOptions.exact())) {
      long map = 4L * 32 * SIDE * SIDE;
      long saved = exact.memoryBytes() - dense.memoryBytes();
      // Three are needed at once, and the output is nobody's but the user's.
      assertThat(saved).isBetween((LAYERS - 4) * map, LAYERS * map * 13 / 10);
    }
  }

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void framesHaveTheBitsOfMapsThatAreKept(TestKernels kernels) {
    List<SkipNetwork> networks = new ArrayList<>(Networks.all());
    networks.add(Networks.deep(6, 14));
    for (SkipNetwork network : networks) {
      List<Tensor> video = Frames.mixed(network.inputShape(), 3);
      for (int threads = 1; threads <= 3; threads += 2) {
        SessionOptions kept = SessionOptions.exact().withKeyframes(ONCE).withThreads(threads);
        SessionOptions shared = SessionOptions.dense().withThreads(threads);
        Results.checkSameBits(
            network + " on " + kernels + ", " + threads + " threads",
            Results.all(TestSessions.open(network, shared, kernels.require()), video),
            Results.all(TestSessions.open(network, kept, kernels.require()), video));
      }
    }
  }

  @Test
  void aSessionThatSlidesComputesTheNextFrameAfresh() {
    SkipNetwork network = Networks.deep(LAYERS, SIDE);
    List<Tensor> video = Frames.mixed(network.inputShape(), 2);
    try (VideoSession slid = network.open(SessionOptions.dense());
        VideoSession fresh = network.open(SessionOptions.dense())) {
      slid.next(video.get(0));
      slid.slide(3, -2);
      float[] got = Results.values(slid, slid.next(video.get(1)));
      Results.checkSameBits("after a slide", got, Results.values(fresh, fresh.next(video.get(1))));
    }
  }
}

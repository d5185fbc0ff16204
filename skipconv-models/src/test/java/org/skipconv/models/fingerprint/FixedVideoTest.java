package org.skipconv.models.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.VideoSession;
import org.skipconv.core.testing.Networks;

/** The video shows what fingerprints are taken for. */
class FixedVideoTest {
  private static final Shape SHAPE = new Shape(3, 40, 30);

  private static double meanChange(int frame) {
    float[] now = FixedVideo.frame(SHAPE, frame).values();
    float[] before = FixedVideo.frame(SHAPE, frame - 1).values();
    double sum = 0;
    for (int i = 0; i < now.length; i++) {
      sum += Math.abs(now[i] - before[i]);
    }
    return sum / SHAPE.elements();
  }

  @Test
  void someFramesAreStill() {
    List<Integer> still = new ArrayList<>();
    for (int frame = 1; frame < FixedVideo.FRAMES; frame++) {
      if (meanChange(frame) == 0) {
        still.add(frame);
      }
    }
    assertThat(still).containsExactly(4, 5, 10, 15);
  }

  @Test
  void noiseIsBelowAndAboveTheInputThreshold() {
    double threshold = SessionOptions.DEFAULT_INPUT_THRESHOLD;
    assertThat(meanChange(6)).isPositive().isLessThan(threshold);
    assertThat(meanChange(9)).isGreaterThan(threshold);
  }

  @Test
  void theSessionSeesOneCut() {
    SkipNetwork network = Networks.residual();
    List<Integer> keyframes = new ArrayList<>();
    try (VideoSession session = network.open(SessionOptions.exact())) {
      for (int frame = 0; frame < FixedVideo.FRAMES; frame++) {
        if (session.next(FixedVideo.frame(network.inputShape(), frame)).report().keyframe()) {
          keyframes.add(frame);
        }
      }
    }
    assertThat(keyframes).containsExactly(0, FixedVideo.CUT);
  }
}

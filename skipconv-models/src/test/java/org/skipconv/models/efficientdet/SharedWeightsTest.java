package org.skipconv.models.efficientdet;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.VideoSession;

/** What a second stream costs. */
class SharedWeightsTest {

  @Test
  void streamsShareOneCopyOfTheWeights() {
    SkipNetwork network = EfficientDet.d0().withSize(128, 128).seeded(1);
    SessionOptions options = SessionOptions.exact();
    // Blocks are aligned, and kernels keep some bytes of their own that are not counted.
    long unaccounted = Float.BYTES * network.parameters() / 20;
    try (VideoSession first = network.open(options)) {
      // Garbage that is freed meanwhile can only make the difference smaller.
      long before = Pointer.totalBytes();
      try (VideoSession second = network.open(options)) {
        long grown = Pointer.totalBytes() - before;
        assertThat(second.memoryBytes()).isEqualTo(first.memoryBytes());
        assertThat(grown).isLessThan(second.memoryBytes() + unaccounted);
      }
      assertThat(Pointer.totalBytes()).isLessThan(before + unaccounted);
    }
  }
}

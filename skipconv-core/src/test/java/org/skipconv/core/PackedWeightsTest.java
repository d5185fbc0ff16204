package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.Results;

/** What sessions share is counted, and freed when it is released and no session uses it. */
class PackedWeightsTest {
  private final SkipNetwork network = Networks.heads();
  private final List<Tensor> video = Frames.mixed(network.inputShape(), 1);

  private VideoSession open() {
    return network.open(SessionOptions.exact());
  }

  @Test
  void theFirstSessionPacksForAll() {
    assertThat(network.packedBytes()).isZero();
    long before = Pointer.totalBytes();
    try (VideoSession first = open()) {
      long packed = network.packedBytes();
      assertThat(packed).isPositive().isLessThan(8 * network.parameters());
      assertThat(Pointer.totalBytes() - before).isGreaterThanOrEqualTo(packed);
      try (VideoSession second = open()) {
        assertThat(second.memoryBytes()).isEqualTo(first.memoryBytes());
        assertThat(network.packedBytes()).isEqualTo(packed);
      }
    }
    assertThat(network.packedBytes()).as("for sessions to come").isPositive();
    network.releasePacked();
    assertThat(network.packedBytes()).isZero();
  }

  @Test
  void aSessionKeepsWhatWasReleased() {
    List<float[]> expected = Results.all(open(), video);
    network.releasePacked();
    VideoSession session = open();
    session.next(video.get(0));
    long packed = network.packedBytes();
    network.releasePacked();
    network.releasePacked();
    assertThat(network.packedBytes()).isZero();
    Results.checkSameBits("again", Results.all(open(), video), expected);
    for (int i = 1; i < video.size(); i++) {
      float[] values = Results.values(session, session.next(video.get(i)));
      Results.checkSameBits("frame " + i, values, expected.get(i));
    }
    long bytes = session.memoryBytes();
    long before = Pointer.totalBytes();
    session.close();
    assertThat(before - Pointer.totalBytes())
        .as("the last session that used them frees the weights")
        .isGreaterThan(bytes / 4 + packed);
  }

  @Test
  void aSessionThatCannotOpenUsesNothing() {
    SessionOptions gateless = SessionOptions.perLayer(layer -> null);
    assertThatThrownBy(() -> network.open(gateless)).isInstanceOf(IllegalArgumentException.class);
    long packed = network.packedBytes();
    long before = Pointer.totalBytes();
    network.releasePacked();
    assertThat(before - Pointer.totalBytes()).isGreaterThanOrEqualTo(packed).isPositive();
  }
}

package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;

class DetectionAgreementTest {
  private final DetectionAgreement agreement = new DetectionAgreement();

  private static Detection dog(float x, float score) {
    return Detection.of(new Box(x, 10, x + 100, 60), 18, score);
  }

  @Test
  void nothingIsKnownBeforeTheFirstFrame() {
    assertThat(agreement.objects()).isZero();
    assertThat(agreement.apAt05()).isEmpty();
    assertThat(agreement.ap()).isEmpty();
    assertThat(agreement.meanAbsError()).isEmpty();
  }

  @Test
  void whatTheDensePathIsSureOfIsToBeFoundWithAnyScore() {
    agreement.add(List.of(dog(0, 0.9f), dog(200, 0.3f), dog(400, 0.29f)), List.of(dog(0, 0.8f)));
    assertThat(agreement.objects()).isEqualTo(2);
    // Recall 0.5 at precision 1: 51 of 101 points.
    assertThat(agreement.apAt05().orElseThrow()).isEqualTo(51 / 101.0, within(1e-9));

    agreement.add(List.of(dog(0, 0.9f)), List.of(dog(0, 0.01f)));
    assertThat(agreement.objects()).isEqualTo(3);
    assertThat(agreement.apAt05().orElseThrow()).isEqualTo(67 / 101.0, within(1e-9));
  }

  @Test
  void apAsksForCloserBoxes() {
    // Shifted by a fifth of its width: IoU 0.667, enough for 4 thresholds of 10.
    agreement.add(List.of(dog(0, 0.9f)), List.of(dog(20, 0.9f)));
    assertThat(agreement.apAt05().orElseThrow()).isEqualTo(1);
    assertThat(agreement.ap().orElseThrow()).isEqualTo(0.4, within(1e-9));
  }

  @Test
  void meansTheErrorOverAllOutputs() {
    SkipNetwork.Builder b = SkipNetwork.builder("two");
    Node image = b.input(1, 3, 4);
    Node two = b.conv("a", image, ConvSpec.of(1), Tensor.of(new float[] {1, -3}, 2, 1, 1, 1), null);
    Node one = b.conv("b", image, ConvSpec.of(1), Tensor.of(new float[] {2}, 1, 1, 1, 1), null);
    SkipNetwork network = b.output("two", two).output("one", one).build();
    INDArray zero = Nd4j.zeros(1, 3, 4);
    try (VideoSession dense = network.open(SessionOptions.dense());
        VideoSession skip = network.open(SessionOptions.dense())) {
      agreement.addOutputs(network, dense.next(zero), skip.next(zero));
      assertThat(agreement.meanAbsError().orElseThrow()).isZero();
      // 12 pixels of 3 values, in two frames; one pixel differs by 1, 3 and 2, halved.
      agreement.addOutputs(
          network, dense.next(zero), skip.next(zero.dup().putScalar(new int[] {0, 1, 2}, 0.5)));
      assertThat(agreement.meanAbsError().orElseThrow()).isEqualTo(3.0 / 72, within(1e-9));
    }
  }
}

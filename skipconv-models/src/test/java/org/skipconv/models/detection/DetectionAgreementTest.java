package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

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
}

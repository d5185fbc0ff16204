package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationTest {
  private static final RgbImage PIXEL =
      new RgbImage(1, 1, new byte[] {(byte) 200, (byte) 100, (byte) 50});

  private static float[] input(Normalization normalization) {
    return LetterboxTest.sample(new Letterbox(1, 1, 1, 1), normalization, PIXEL);
  }

  @Test
  void leavesLevelsAsTheyAre() {
    assertThat(input(Normalization.LEVELS)).containsExactly(200, 100, 50);
    assertThat(input(Normalization.LEVELS.withBgr(true))).containsExactly(50, 100, 200);
  }

  @Test
  void scalesFirst() {
    assertThat(input(Normalization.UNIT_RANGE))
        .containsExactly(new float[] {200 / 255f, 100 / 255f, 50 / 255f}, within(1e-7f));
    // (200 * 0.01 - 1) / 2, (100 * 0.01 - 0) / 1, (50 * 0.01 - 0.25) / 0.5.
    Normalization own =
        new Normalization(List.of(1f, 0f, 0.25f), List.of(2f, 1f, 0.5f)).withScale(0.01);
    assertThat(input(own)).containsExactly(new float[] {0.5f, 1, 0.5f}, within(1e-6f));
  }

  @Test
  void meansAreRedGreenBlueInEitherOrder() {
    Normalization nanoDet =
        Normalization.ofLevels(
            List.of(123.675f, 116.28f, 103.53f), List.of(58.395f, 57.12f, 57.375f));
    float red = (200 - 123.675f) / 58.395f;
    float green = (100 - 116.28f) / 57.12f;
    float blue = (50 - 103.53f) / 57.375f;
    assertThat(input(nanoDet)).containsExactly(new float[] {red, green, blue}, within(1e-6f));
    assertThat(input(nanoDet.withBgr(true)))
        .containsExactly(new float[] {blue, green, red}, within(1e-6f));
  }

  @Test
  void keepsTheBitsOfTheUsualOnes() {
    for (Normalization usual : List.of(Normalization.IMAGENET, Normalization.HALF)) {
      for (int c = 0; c < 3; c++) {
        assertThat(usual.factor(c)).isEqualTo((float) (1 / (255.0 * usual.std().get(c))));
      }
    }
  }

  @Test
  void tellsWhatAChangeOfLevelsIsInTheInput() {
    assertThat(Normalization.LEVELS.change(3)).isEqualTo(3f);
    assertThat(Normalization.UNIT_RANGE.change(51)).isEqualTo(0.2f, within(1e-7f));
    assertThat(Normalization.IMAGENET.change(57.6)).isEqualTo(1f, within(0.01f));
  }

  @Test
  void refusesScalesThatTellNothing() {
    for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Normalization.LEVELS.withScale(scale))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the scale must be more than 0, but is " + scale);
    }
  }
}

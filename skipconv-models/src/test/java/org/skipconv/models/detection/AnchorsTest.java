package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.models.efficientdet.EfficientDet;

/** Against the values that effdet's anchor generator gives (its order is y1, x1, y2, x2). */
class AnchorsTest {

  @Test
  void firstCellOfD0() {
    double[][] expected = {
      {-12, -12, 20, 20},
      {-7.2, -18.4, 15.2, 26.4},
      {-18.4, -7.2, 26.4, 15.2},
      {-16.15874, -16.15874, 24.15874, 24.15874},
      {-10.11112, -24.22223, 18.11112, 32.22223},
      {-24.22223, -10.11112, 32.22223, 18.11112},
      {-21.39842, -21.39842, 29.39842, 29.39842},
      {-13.77889, -31.55778, 21.77889, 39.55779},
      {-31.55778, -13.77889, 39.55779, 21.77889}
    };
    for (int anchor = 0; anchor < Anchors.PER_CELL; anchor++) {
      assertBox(EfficientDet.d0().anchors(), 0, 0, 0, anchor, expected[anchor]);
    }
  }

  @Test
  void lastOfD0() {
    assertBox(
        EfficientDet.d0().anchors(), 4, 3, 3, 8, -120.92454, 163.53773, 1016.92456, 732.46228);
  }

  @Test
  void firstOfOthers() {
    assertBox(EfficientDet.d7().anchors(), 0, 0, 0, 0, -16, -16, 24, 24);
    assertBox(EfficientDet.lite0().anchors(), 0, 0, 0, 0, -8, -8, 16, 16);
    assertBox(
        EfficientDet.lite0().anchors(), 4, 0, 0, 0, -106.66666, -106.66666, 213.33333, 213.33333);
  }

  @Test
  void axesAreApart() {
    Anchors anchors = EfficientDet.lite0().withSize(160, 96).anchors();
    assertThat(anchors.levels().get(4)).isEqualTo(new Anchors.Level(7, 2, 1, 80.0, 96.0, 3));
    assertBox(anchors, 4, 1, 0, 2, 120 - 168, 48 - 100.8, 120 + 168, 48 + 100.8);
  }

  private static void assertBox(
      Anchors anchors, int level, int y, int x, int anchor, double... yxyx) {
    Box box = anchors.levels().get(level).box(y, x, anchor);
    assertThat((double) box.y1()).isCloseTo(yxyx[0], within(1e-4));
    assertThat((double) box.x1()).isCloseTo(yxyx[1], within(1e-4));
    assertThat((double) box.y2()).isCloseTo(yxyx[2], within(1e-4));
    assertThat((double) box.x2()).isCloseTo(yxyx[3], within(1e-4));
  }

  @ParameterizedTest
  @CsvSource({
    "d0, 49104",
    "d1, 76725",
    "d2, 110484",
    "d3, 150381",
    "d4, 196416",
    "d5, 306900",
    "d6, 306900",
    "d7, 441936",
    "d7x, 442260",
    "lite0, 19206",
    "lite1, 27621",
    "lite2, 37629",
    "lite3, 49104",
    "lite3x, 76725",
    "lite4, 76725"
  })
  void countsOfAllVariants(String variant, int count) {
    assertThat(EfficientDet.of(variant).anchors().count()).isEqualTo(count);
  }
}

package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterboxFormTest {
  private static final LetterboxForm ULTRALYTICS =
      LetterboxForm.UPPER_LEFT.withCentred(true).withBorder(LetterboxForm.YOLO_GREY);

  @Test
  void fillsTheBorderWithGreyBeforeNormalisation() {
    // One red pixel at the left of a 1x2 input.
    RgbImage red = new RgbImage(1, 1, new byte[] {(byte) 255, 0, 0});
    Letterbox letterbox = new Letterbox(1, 1, 1, 2, LetterboxForm.UPPER_LEFT.withBorder(114));

    assertThat(LetterboxTest.sample(letterbox, Normalization.LEVELS.withBgr(true), red))
        .containsExactly(0, 0, 255, 114, 114, 114);
    assertThat(LetterboxTest.sample(letterbox, Normalization.HALF, red))
        .containsExactly(
            new float[] {1, -1, -1, 114 / 127.5f - 1, 114 / 127.5f - 1, 114 / 127.5f - 1},
            within(1e-6f));
  }

  @Test
  void centresWithTheLargerHalfOfTheBorderBehind() {
    RgbImage white = new RgbImage(1, 2, new byte[] {-1, -1, -1, -1, -1, -1});
    // 2 columns of 2, 1 row of 4: one row above, two below.
    Letterbox wide = new Letterbox(1, 2, 4, 2, ULTRALYTICS);
    assertThat(wide.top()).isEqualTo(1);
    assertThat(wide.left()).isZero();
    float[] input = LetterboxTest.sample(wide, Normalization.LEVELS, white);
    for (int i = 0; i < input.length; i++) {
      assertThat(input[i]).isEqualTo(i / 6 == 1 ? 255 : 114);
    }
    // Columns as well.
    RgbImage tall = new RgbImage(2, 1, white.rgb());
    float[] columns =
        LetterboxTest.sample(new Letterbox(2, 1, 2, 4, ULTRALYTICS), Normalization.LEVELS, tall);
    for (int i = 0; i < columns.length; i++) {
      assertThat(columns[i]).isEqualTo(i / 3 % 4 == 1 ? 255 : 114);
    }
  }

  /** As Ultralytics' LetterBox does it for an input of 640x640. */
  @ParameterizedTest
  @CsvSource({
    "576, 768, 480, 640, 80, 0",
    "720, 1280, 360, 640, 140, 0",
    "100, 33, 640, 211, 0, 214"
  })
  void roundsAsUltralyticsDoes(int h, int w, int height, int width, int top, int left) {
    Letterbox letterbox = new Letterbox(h, w, 640, 640, ULTRALYTICS);
    assertThat(letterbox.resizedHeight()).isEqualTo(height);
    assertThat(letterbox.resizedWidth()).isEqualTo(width);
    assertThat(letterbox.top()).isEqualTo(top);
    assertThat(letterbox.left()).isEqualTo(left);
  }

  @Test
  void findsTheWayBack() {
    Letterbox letterbox = new Letterbox(720, 1280, 640, 640, ULTRALYTICS);
    assertThat(letterbox.imageEdgeY(140)).isEqualTo(0f);
    assertThat(letterbox.imageEdgeY(500)).isEqualTo(720f);
    assertThat(letterbox.imageEdgeX(320)).isEqualTo(640f);
    assertThat(letterbox.imageY(139.5, 640)).isEqualTo(-0.5f);
    assertThat(letterbox.window()).isEqualTo(new CropWindow(0, -280, 1280, 1280));
  }

  @Test
  void refusesOtherGreys() {
    assertThatThrownBy(() -> LetterboxForm.UPPER_LEFT.withBorder(256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("grey is 0 to 255, but the border is 256");
  }
}

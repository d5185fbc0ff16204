package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewTest {

  /** Both axes of a letterbox are rounded to whole pixels, each by itself. */
  @ParameterizedTest
  @CsvSource({
    "1520, 2688, 512, 512",
    "2688, 1520, 512, 512",
    "1080, 1920, 300, 300",
    "7, 3, 65, 9"
  })
  void theFarEdgeOfALetterboxIsThatOfThePicture(int height, int width, int rows, int columns) {
    Letterbox box = new Letterbox(height, width, rows, columns);
    assertThat(box.imageEdgeX(box.resizedWidth())).isEqualTo(width);
    assertThat(box.imageEdgeY(box.resizedHeight())).isEqualTo(height);
    assertThat(box.imageEdgeX(0)).isZero();
    assertThat(box.imageEdgeY(0)).isZero();
  }

  @Test
  void pointsOfALetterboxAreCentresOfPixels() {
    Placement view = View.letterboxed().place(100, 400, 50, 100);
    // Shrunk by 4: input pixel 0 covers 0 to 4, its centre is at 2, which is 1.5 from pixel 0's.
    assertThat(view.imageX(0, 100)).isEqualTo(1.5f);
    assertThat(view.imageY(24, 50)).isEqualTo(97.5f);
    // A grid of half the resolution starts at input pixel 0.
    assertThat(view.imageX(3, 50)).isEqualTo(25.5f);
    assertThat(view.window()).isEqualTo(new CropWindow(0, 0, 400, 200));
  }

  @Test
  void aCropPutsPointsWhereItsWindowDoes() {
    CropWindow window = new CropWindow(10.5f, -7, 60, 80);
    Placement view = View.crop(window).place(100, 200, 64, 48);
    assertThat(view.window()).isEqualTo(window);
    assertThat(view.imageX(3.25, 12)).isEqualTo(window.imageX(3.25, 12));
    assertThat(view.imageY(3.25, 16)).isEqualTo(window.imageY(3.25, 16));
    // Input pixel 4's left edge is half an input pixel before its centre.
    assertThat(view.imageEdgeX(4)).isEqualTo(10.5f + 3.5f * 1.25f + 0.5f, within(1e-5f));
    assertThat(view.imageEdgeY(4)).isEqualTo(-7 + 3.5f * 1.25f + 0.5f, within(1e-5f));
    assertThat(view.imageHeight()).isEqualTo(100);
    assertThat(view.imageWidth()).isEqualTo(200);
  }

  @Test
  void theWholePictureIsStretchedToTheInput() {
    Placement view = View.stretched().place(100, 200, 20, 20);
    assertThat(view.window()).isEqualTo(new CropWindow(0, 0, 200, 100));
    assertThat(view.imageX(10, 20)).isEqualTo(100);
    assertThat(view.imageY(10, 20)).isEqualTo(50);
  }

  @Test
  void aFittedPictureLiesInTheMiddleOfTheInputWithItsAspect() {
    Placement wide = View.fitted().place(100, 200, 20, 10);
    assertThat(wide.window()).isEqualTo(new CropWindow(0, -150, 200, 400));
    Placement same = View.fitted().place(100, 200, 20, 40);
    assertThat(same.window()).isEqualTo(new CropWindow(0, 0, 200, 100));
  }

  @Test
  void samplersFillTheWholeInput() {
    RgbImage picture = RgbImageTest.noise(10, 20, 3);
    for (View view : new View[] {View.stretched(), View.fitted(), View.letterboxed()}) {
      PixelSampler sampler = view.place(10, 20, 8, 12).sampler(Normalization.HALF);
      assertThat(sampler.inputLength()).isEqualTo(8 * 12 * 3);
      sampler.sample(picture, FloatBuffer.allocate(8 * 12 * 3));
    }
  }

  /** By hand: mmpose's scale is (n - 1) / width, of the input and of the heatmaps. */
  @Test
  void anUnbiasedViewHasCentresOfCellsOnItsEdges() {
    CropWindow window = new CropWindow(10, 20, 96, 384);
    Placement view = View.crop(window).unbiased().place(500, 300, 33, 9);
    assertThat(view.window()).isEqualTo(window);
    assertThat(view.imageX(0, 9)).isEqualTo(10);
    assertThat(view.imageX(8, 9)).isEqualTo(106);
    assertThat(view.imageY(32, 33)).isEqualTo(404);
    assertThat(view.imageX(2, 3)).isEqualTo(106);
    assertThat(view.imageY(1, 9)).isEqualTo(20 + 48);
    assertThat(view.imageEdgeX(1)).isEqualTo(10 + 6 + 0.5f);
    assertThat(view.imageEdgeY(1)).isEqualTo(20 + 6 + 0.5f);
  }

  @Test
  void anUnbiasedViewSamplesWhereItsCellsLie() {
    RgbImage ramp = new RgbImage(40, 60);
    for (int y = 0; y < 40; y++) {
      for (int x = 0; x < 60; x++) {
        ramp.rgb()[(y * 60 + x) * 3] = (byte) (4 * x);
        ramp.rgb()[(y * 60 + x) * 3 + 1] = (byte) (6 * y);
      }
    }
    Placement view = View.crop(new CropWindow(8, 4, 48, 32)).unbiased().place(40, 60, 9, 17);
    Normalization plain = Normalization.ofLevels(List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));
    FloatBuffer input = FloatBuffer.allocate(9 * 17 * 3);
    view.sampler(plain).sample(ramp, input);
    for (int v = 0; v < 9; v++) {
      for (int u = 0; u < 17; u++) {
        int at = (v * 17 + u) * 3;
        assertThat(input.get(at)).isEqualTo(4 * view.imageX(u, 17), within(0.01f));
        assertThat(input.get(at + 1)).isEqualTo(6 * view.imageY(v, 9), within(0.01f));
      }
    }
  }
}

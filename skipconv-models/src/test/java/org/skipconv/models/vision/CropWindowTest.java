package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CropWindowTest {
  /** Leaves values as they are, 0 to 255. */
  static final Normalization NONE =
      new Normalization(List.of(0f, 0f, 0f), List.of(1 / 255f, 1 / 255f, 1 / 255f));

  private static float[] sample(PixelSampler sampler, RgbImage image) {
    FloatBuffer buffer = FloatBuffer.allocate(sampler.inputLength());
    sampler.sample(image, buffer);
    return buffer.array();
  }

  /** The definition, point by point: bilinear, black outside. */
  private static double definition(RgbImage image, double x, double y, int channel) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double sum = 0;
    for (int dy = 0; dy < 2; dy++) {
      for (int dx = 0; dx < 2; dx++) {
        int px = left + dx;
        int py = top + dy;
        boolean inside = px >= 0 && px < image.width() && py >= 0 && py < image.height();
        double weight = (1 - Math.abs(x - px)) * (1 - Math.abs(y - py));
        sum += inside ? weight * image.get(py, px, channel) : 0;
      }
    }
    return sum;
  }

  @Test
  void readsTheWindowsOfTheClip() {
    assertThat(CropWindow.parse("274,-48,360,480")).isEqualTo(new CropWindow(274, -48, 360, 480));
    assertThat(CropWindow.parse(" 1.5, 2 ,3.25,4")).isEqualTo(new CropWindow(1.5f, 2, 3.25f, 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"274,-48,360,480", "0.5,-1.25,3,1.0E9"})
  void writesWhatItReads(String text) {
    CropWindow window = CropWindow.parse(text);
    assertThat(CropWindow.parse(window.toString())).isEqualTo(window);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,2,3 | 3 numbers",
        "1,2,3,4,5 | 5 numbers",
        "1,2,three,4 | three",
        "1,2,,4 | no number",
        "1,2,0,4 | more than 0",
        "1,2,3,-4 | more than 0",
        "NaN,2,3,4 | finite",
        "1,Infinity,3,4 | finite"
      })
  void saysWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> CropWindow.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void enlargesABoxAsHrnetDoes() {
    CropWindow narrow = CropWindow.forBox(100, 50, 80, 200, 0.75f, 1.25f);
    assertThat(narrow).isEqualTo(new CropWindow(46.25f, 25, 187.5f, 250));
    // r = 192 / 187.5 = 1.024; picture (0, 0) lies at input (-47.36, -25.6).
    assertThat(-narrow.x() * 192 / narrow.width()).isEqualTo(-47.36f, within(1e-4f));
    assertThat(-narrow.y() * 256 / narrow.height()).isEqualTo(-25.6f, within(1e-4f));

    CropWindow wide = CropWindow.forBox(0, 0, 300, 100, 0.75f, 1);
    assertThat(wide).isEqualTo(new CropWindow(0, -150, 300, 400));
    assertThatThrownBy(() -> CropWindow.forBox(0, 0, 0, 1, 0.75f, 1))
        .hasMessageContaining("more than 0");
  }

  @Test
  void cropsByHand() {
    // One row 10, 20, 30; window from -1 to 3, eight columns: positions -1, -0.5, 0 ... 2.5.
    RgbImage image = new RgbImage(1, 3, new byte[] {10, 10, 10, 20, 20, 20, 30, 30, 30});
    float[] input = sample(new CropWindow(-1, 0, 4, 1).sampler(1, 3, 1, 8, NONE), image);

    float[] red = new float[8];
    for (int u = 0; u < 8; u++) {
      red[u] = input[3 * u];
    }
    assertThat(red).containsExactly(new float[] {0, 5, 10, 15, 20, 25, 30, 15}, within(1e-4f));
  }

  @ParameterizedTest
  @CsvSource({
    "-12, -20, 48, 64, 64, 48", // both sides outside
    "3.25, 2.5, 21, 28, 32, 24", // inside, fractional
    "-5, 4, 90, 120, 16, 12", // shrunk
    "10, 10, 4, 4, 32, 64", // enlarged, aspect not kept
    "200, 200, 10, 10, 4, 4" // wholly outside
  })
  void followsTheDefinition(float x, float y, float w, float h, int inputHeight, int inputWidth) {
    RgbImage image = RgbImageTest.noise(37, 41, 7);
    CropWindow window = new CropWindow(x, y, w, h);
    PixelSampler sampler = window.sampler(37, 41, inputHeight, inputWidth, Normalization.IMAGENET);

    float[] input = sample(sampler, image);

    double[] mean = {0.485, 0.456, 0.406};
    double[] std = {0.229, 0.224, 0.225};
    double cx = x + w / 2.0;
    double cy = y + h / 2.0;
    int i = 0;
    for (int v = 0; v < inputHeight; v++) {
      for (int u = 0; u < inputWidth; u++) {
        double px = (u - inputWidth / 2.0) / (inputWidth / (double) w) + cx;
        double py = (v - inputHeight / 2.0) / (inputHeight / (double) h) + cy;
        for (int c = 0; c < 3; c++) {
          double expected = (definition(image, px, py, c) / 255 - mean[c]) / std[c];
          assertThat((double) input[i++]).isEqualTo(expected, within(2e-5));
        }
      }
    }
  }

  @Test
  void mapsPointsBackToThePicture() {
    CropWindow window = new CropWindow(274, -48, 360, 480);
    // From the golden joints: heatmap column 24.75 of 48.
    assertThat(window.imageX(24.75, 48)).isEqualTo(459.625f);
    assertThat(window.imageY(0, 64)).isEqualTo(-48);
    assertThat(window.longerSide()).isEqualTo(480);
  }

  @Test
  void keepsNothingOfTheFrameBefore() {
    RgbImage first = RgbImageTest.noise(2, 9, 1);
    RgbImage second = RgbImageTest.noise(2, 9, 2);
    CropWindow window = new CropWindow(0, 0, 9, 2);
    PixelSampler sampler = window.sampler(2, 9, 4, 9, NONE);
    sample(sampler, first);

    assertThat(sample(sampler, second)).isEqualTo(sample(window.sampler(2, 9, 4, 9, NONE), second));
  }

  @Test
  void refusesAnotherSizeAndASmallBuffer() {
    PixelSampler sampler = new CropWindow(0, 0, 4, 4).sampler(4, 4, 8, 8, NONE);
    assertThatThrownBy(() -> sampler.sample(new RgbImage(4, 5), FloatBuffer.allocate(192)))
        .hasMessageContaining("4x4")
        .hasMessageContaining("4x5");
    assertThatThrownBy(() -> sampler.sample(new RgbImage(4, 4), FloatBuffer.allocate(191)))
        .hasMessageContaining("192 floats");
  }

  @Test
  void writesFromIndexZeroWhateverThePosition() {
    PixelSampler sampler = new CropWindow(0, 0, 1, 1).sampler(1, 1, 1, 1, NONE);
    FloatBuffer buffer = FloatBuffer.allocate(5);
    buffer.position(1).limit(2);
    sampler.sample(new RgbImage(1, 1, new byte[] {7, 8, 9}), buffer);

    assertThat(buffer.array()).containsExactly(new float[] {7, 8, 9, 0, 0}, within(1e-4f));
    assertThat(buffer.position()).isEqualTo(1);
    assertThat(buffer.limit()).isEqualTo(2);
  }
}

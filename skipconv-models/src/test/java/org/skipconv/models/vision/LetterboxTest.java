package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.core.testing.TestData;

class LetterboxTest {

  static float[] sample(Letterbox letterbox, Normalization normalization, RgbImage image) {
    PixelSampler sampler = letterbox.sampler(normalization);
    FloatBuffer buffer = FloatBuffer.allocate(sampler.inputLength());
    sampler.sample(image, buffer);
    return buffer.array();
  }

  @ParameterizedTest
  @CsvSource({
    "360, 480, 512, 512, 384, 512",
    "432, 768, 512, 512, 288, 512",
    "425, 640, 512, 512, 340, 512",
    "640, 425, 512, 512, 512, 340",
    "100, 333, 64, 128, 38, 128", // 38.4 is cut, not rounded
    "1, 5000, 64, 64, 1, 64" // never nothing at all
  })
  void keepsTheAspect(int h, int w, int inputHeight, int inputWidth, int newHeight, int newWidth) {
    Letterbox letterbox = new Letterbox(h, w, inputHeight, inputWidth);

    assertThat(letterbox.resizedHeight()).isEqualTo(newHeight);
    assertThat(letterbox.resizedWidth()).isEqualTo(newWidth);
    assertThat(letterbox.scale())
        .isEqualTo(Math.min(inputHeight / (double) h, inputWidth / (double) w));
  }

  @Test
  void resamplesByHand() {
    // Half-pixel centres: outputs of a doubled pair lie at -0.25 (edge), 0.25, 0.75, 1.25 (edge).
    RgbImage image = new RgbImage(1, 2, new byte[] {100, 0, 0, 60, 0, 0});
    float[] input = sample(new Letterbox(1, 2, 3, 4), CropWindowTest.NONE, image);

    float[] red = new float[12];
    for (int i = 0; i < 12; i++) {
      red[i] = input[3 * i];
    }
    assertThat(red)
        .containsExactly(new float[] {100, 90, 70, 60, 100, 90, 70, 60, 0, 0, 0, 0}, within(1e-4f));
  }

  @Test
  void doesNotAntialias() {
    // Shrunk to a third, each output is the middle one of three pixels alone.
    RgbImage image = new RgbImage(3, 3);
    image.rgb()[3 * 4] = 90;
    assertThat(sample(new Letterbox(3, 3, 1, 1), CropWindowTest.NONE, image)[0])
        .isEqualTo(90f, within(1e-4f));
  }

  @Test
  void padsWithExactlyZeroAfterNormalisation() {
    RgbImage image = RgbImageTest.noise(10, 20, 4);
    float[] input = sample(new Letterbox(10, 20, 16, 16), Normalization.IMAGENET, image);

    for (int i = 0; i < input.length; i++) {
      boolean padding = i / (3 * 16) >= 8;
      assertThat(input[i] == 0).isEqualTo(padding);
    }
    float[] tall =
        sample(
            new Letterbox(20, 10, 16, 16),
            Normalization.IMAGENET,
            new RgbImage(20, 10, image.rgb()));
    for (int i = 0; i < tall.length; i++) {
      assertThat(tall[i] == 0).isEqualTo(i / 3 % 16 >= 8);
    }
  }

  @Test
  void normalises() {
    RgbImage image = new RgbImage(1, 1, new byte[] {0, (byte) 128, (byte) 255});

    assertThat(sample(new Letterbox(1, 1, 1, 1), Normalization.IMAGENET, image))
        .containsExactly(
            new float[] {-0.485f / 0.229f, (128 / 255f - 0.456f) / 0.224f, (1 - 0.406f) / 0.225f},
            within(1e-6f));
    assertThat(sample(new Letterbox(1, 1, 1, 1), Normalization.HALF, image))
        .containsExactly(new float[] {-1, 1 / 255f, 1}, within(1e-6f));
  }

  @ParameterizedTest
  @CsvSource({
    "vtest.avi, 30, input_vtest_0030_letterbox.png",
    "vtest.avi, 700, input_vtest_0700_letterbox.png",
    "one-by-one-person-detection.mp4, 1262, input_obo_1262_letterbox.png"
  })
  void agreesWithOpenCv(String clip, int number, String name) throws IOException {
    RgbImage expected = RgbImage.read(TestData.require("images/exact-inputs/" + name));
    try (VideoSource video = VideoSource.open(TestData.require("video/" + clip))) {
      video.skip(number);
      Letterbox letterbox = new Letterbox(video.height(), video.width(), 512, 512);
      assertThat(expected.height()).isEqualTo(letterbox.resizedHeight());
      assertThat(expected.width()).isEqualTo(letterbox.resizedWidth());

      float[] input = sample(letterbox, CropWindowTest.NONE, video.read());

      // OpenCV rounds its weights to 1/2048 and the result to whole grey levels.
      double sum = 0;
      for (int i = 0; i < expected.rgb().length; i++) {
        sum += Math.abs(input[i] - (expected.rgb()[i] & 0xff));
      }
      assertThat(sum / expected.rgb().length).isLessThan(0.3);
    }
  }

  @Test
  void refusesSizesOfNothing() {
    assertThatThrownBy(() -> new Letterbox(0, 1, 1, 1)).hasMessageContaining("1 or more");
  }
}

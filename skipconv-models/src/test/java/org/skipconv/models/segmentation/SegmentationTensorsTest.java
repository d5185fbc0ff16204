package org.skipconv.models.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skipconv.core.Tensor;
import org.skipconv.core.testing.TestData;
import org.skipconv.models.onnx.ForeignModel;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.Placement;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.View;

/** Classes of hand-made tensors; the input is 2 high and 4 wide. */
class SegmentationTensorsTest {
  private static final Placement SAME = View.stretched().place(2, 4, 2, 4);

  private static Map<String, Tensor> output(float[] values, int... shape) {
    return Map.of("out", Tensor.of(values, shape));
  }

  private static int[] cells(Segmentation found) {
    int[] cells = new int[found.height() * found.width()];
    Arrays.setAll(cells, i -> found.cell(i / found.width(), i % found.width()));
    return cells;
  }

  @Test
  void theFirstLargestScoreCounts() {
    float[] planes = {
      1, 1, 0, 0, 0, 0, 0, 2,
      0, 1, 1, 0, 0, 0, 3, 2,
      0, 0, 2, 1, 0, 0, 0, 2,
    };
    float[] pixels = new float[24];
    for (int i = 0; i < 24; i++) {
      pixels[i % 8 * 3 + i / 8] = planes[i];
    }
    for (Segmentation found :
        List.of(
            SegmentationTensors.of().decode(output(planes, 1, 3, 2, 4), SAME),
            SegmentationTensors.of().decode(output(pixels, 1, 2, 4, 3), SAME))) {
      assertThat(cells(found)).containsExactly(0, 0, 2, 2, 0, 0, 1, 0);
      assertThat(found.classes()).containsExactly("class 0", "class 1", "class 2");
      assertThat(found.share(0)).isEqualTo(5 / 8.0);
      assertThat(found.share(2)).isEqualTo(2 / 8.0);
    }
  }

  @Test
  void aSingleChannelIsComparedWithAThreshold() {
    float[] scores = {0, 0.25f, 0.5f, 0.75f, -1, 1, 0.4375f, 0};
    SegmentationTensors decoder = SegmentationTensors.of().withClasses(List.of("paper", "text"));

    Segmentation found = decoder.decode(output(scores, 1, 1, 2, 4), SAME);
    assertThat(cells(found)).containsExactly(0, 0, 1, 1, 0, 1, 0, 0);
    assertThat(found.classes()).containsExactly("paper", "text");
    assertThat(cells(decoder.withThreshold(0).decode(output(scores, 1, 2, 4, 1), SAME)))
        .containsExactly(1, 1, 1, 1, 0, 1, 1, 1);
  }

  @Test
  void numbersOfClassesAreTakenAsTheyAre() {
    float[] numbers = {0, 1, 2, 3, 3, 2, 1, 0};

    Segmentation found = SegmentationTensors.of().decode(output(numbers, 1, 2, 4), SAME);
    assertThat(cells(found)).containsExactly(0, 1, 2, 3, 3, 2, 1, 0);
    assertThat(found.classes()).hasSize(4);
    SegmentationTensors two = SegmentationTensors.of().withClasses(List.of("a", "b"));
    assertThatThrownBy(() -> two.decode(output(numbers, 1, 2, 4), SAME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("class 3");
  }

  @Test
  void paddingIsOfNoClass() {
    // The picture fills the left half of the input.
    Placement letterbox = View.letterboxed().place(4, 4, 2, 4);
    float[] planes = {1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1};

    Segmentation found = SegmentationTensors.of().decode(output(planes, 1, 2, 2, 4), letterbox);

    assertThat(cells(found)).containsExactly(0, 1, -1, -1, 0, 0, -1, -1);
    assertThat(found.share(1)).isEqualTo(0.25);
  }

  @Test
  void coloursCoverTheCells() {
    Placement large = View.stretched().place(40, 80, 2, 4);
    float[] numbers = {0, 0, 0, 1, 0, 0, 0, 0};
    Segmentation found = SegmentationTensors.of().decode(output(numbers, 1, 2, 4), large);
    Overlay overlay = Overlay.on(new RgbImage(40, 80));

    SegmentationTensors.of().paint(overlay, found, false);

    RgbImage drawn = overlay.toImage();
    assertThat(drawn.get(5, 75, 0)).isBetween(100, 160); // half of 255
    assertThat(drawn.get(35, 75, 0)).isZero();
    assertThat(drawn.get(5, 5, 0)).isZero();
  }

  @Test
  void agreementIsTheMeanOverClassesThatAnyFound() {
    Segmentation dense =
        SegmentationTensors.of()
            .decode(output(new float[] {0, 0, 0, 0, 1, 1, 1, 1}, 1, 2, 4), SAME);
    Segmentation skip =
        SegmentationTensors.of()
            .decode(output(new float[] {0, 0, 0, 1, 1, 1, 2, 2}, 1, 2, 4), SAME);
    SegmentationAgreement agreement = new SegmentationAgreement();

    assertThat(agreement.meanIou()).isEmpty();
    assertThat(agreement.text()).isEmpty();
    agreement.add(dense, skip);

    // 3 of 4, 2 of 5, 0 of 2.
    assertThat(agreement.meanIou().orElseThrow()).isEqualTo((0.75 + 0.4) / 3);
    assertThat(agreement.pixelAccuracy().orElseThrow()).isEqualTo(5 / 8.0);
    assertThat(agreement.values()).containsOnlyKeys("meanIou", "pixelAccuracy");
    assertThat(agreement.text()).startsWith("mean IoU 0.3833, 62.50 %");
  }

  @Test
  void outputsOfAnotherAspectOrUnclearOnesAreRefused() {
    SegmentationTensors decoder = SegmentationTensors.of();

    decoder.requireFit(Map.of("out", new int[] {1, 21, 16, 32}), 128, 256);
    assertThatThrownBy(() -> decoder.requireFit(Map.of("out", new int[] {1, 21, 16, 16}), 128, 256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("128x256");
    assertThatThrownBy(() -> decoder.requireFit(Map.of("out", new int[] {1, 8, 8, 8}), 64, 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("told apart");
    assertThatThrownBy(
            () ->
                decoder
                    .withClasses(List.of("a", "b"))
                    .requireFit(Map.of("out", new int[] {1, 21, 16, 32}), 128, 256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("21 classes");
  }

  /** Pascal VOC's class 15 is a person; the skier is annotated as a fifteenth of the photo. */
  @Test
  void deeplabFindsTheSkier() throws IOException {
    RgbImage photo = RgbImage.read(TestData.require("images/coco-people/000000000785.jpg"));
    Placement placement = View.stretched().place(photo.height(), photo.width(), 257, 257);
    try (ForeignModel model =
        new ForeignModel(
            "deeplabv3_mnv2.onnx",
            257,
            257,
            false,
            ForeignModel.bytes(List.of(127.5f, 127.5f, 127.5f), List.of(127.5f, 127.5f, 127.5f)))) {
      Segmentation found = SegmentationTensors.of().decode(model.run(photo, placement), placement);

      assertThat(found.share(15)).isBetween(0.05, 0.15);
      assertThat(found.share(0) + found.share(15)).isGreaterThan(0.97);
      // Her jacket, and the snow beside her.
      assertThat(found.cell(140 * 257 / 427, 390 * 257 / 640)).isEqualTo(15);
      assertThat(found.cell(140 * 257 / 427, 100 * 257 / 640)).isZero();
    }
  }
}

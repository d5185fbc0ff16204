package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.Tensor;
import org.skipconv.models.vision.Placement;
import org.skipconv.models.vision.View;

/** Boxes of hand-made tensors, worked out by hand; the input and the picture have 64x64 pixels. */
class YoloTensorsTest {
  private static final int SIZE = 64;

  /** Cells of strides 8, 16 and 32: 64 + 16 + 4. */
  private static final int CELLS = 84;

  private static final Placement SAME = View.stretched().place(SIZE, SIZE, SIZE, SIZE);
  private static final List<String> TWO = List.of("cat", "dog");

  private static Map<String, Tensor> output(float[] values, int... shape) {
    return Map.of("output", Tensor.of(values, shape));
  }

  private static void put(float[] values, int at, float... some) {
    System.arraycopy(some, 0, values, at, some.length);
  }

  private static Detection found(
      double x1, double y1, double x2, double y2, String name, float score) {
    return new Detection(
        (float) x1, (float) y1, (float) x2, (float) y2, TWO.indexOf(name) + 1, name, score);
  }

  @Test
  void objectnessTimesTheBestClass() {
    float[] rows = new float[3 * 7];
    put(rows, 0, 20, 30, 10, 20, 0.5f, 0.25f, 1);
    put(rows, 7, 20, 30, 10, 18, 0.5f, 0.25f, 0.875f); // covered by the first
    put(rows, 14, 60, 60, 20, 20, 0.875f, 1, 0.25f); // reaches beyond the picture

    DetectionTensors decoder = DetectionTensors.yolo(YoloForm.OBJECTNESS).withClasses(TWO);

    assertThat(decoder.decode(output(rows, 1, 3, 7), SAME))
        .containsExactly(found(50, 50, 64, 64, "cat", 0.875f), found(15, 20, 25, 40, "dog", 0.5f));
  }

  @Test
  void whatIsBelowTheThresholdIsLeftOut() {
    float[] rows = new float[2 * 7];
    put(rows, 0, 10, 10, 10, 10, 0.5f, 0.5f, 0); // 0.25
    put(rows, 7, 40, 40, 10, 10, 0.25f, 1, 0); // 0.25 by its objectness
    DetectionTensors decoder = DetectionTensors.yolo(YoloForm.OBJECTNESS).withClasses(TWO);
    Map<String, Tensor> outputs = output(rows, 1, 2, 7);

    assertThat(decoder.decode(outputs, SAME)).isEmpty();
    assertThat(decoder.unfiltered().decode(outputs, SAME)).hasSize(2);
    assertThat(
            decoder
                .withOptions(DecoderOptions.DEFAULT.withScoreThreshold(0.25f))
                .decode(outputs, SAME))
        .hasSize(2);
  }

  @Test
  void theGridOfYoloxGoesStrideByStrideAndRowByRow() {
    float[] rows = new float[CELLS * 7];
    float log2 = (float) Math.log(2);
    // Stride 8, row 1, column 2: centre (2.5 + 0.5) * 8.
    put(rows, 7 * 10, 0.5f, 0.25f, 0, log2, 1, 1, 0);
    // Stride 16, row 2, column 3.
    put(rows, 7 * (64 + 11), 0, 0, log2, 0, 1, 0, 0.75f);
    // Stride 32, row 1, column 0.
    put(rows, 7 * (80 + 2), 0.5f, 0.5f, 0, 0, 0.5f, 1, 0);

    DetectionTensors decoder = DetectionTensors.yolo(YoloForm.GRID).withClasses(TWO);

    List<Detection> found = decoder.decode(output(rows, 1, CELLS, 7), SAME);
    assertThat(found).hasSize(3);
    near(found.get(0), 16, 2, 24, 18);
    near(found.get(1), 32, 24, 64, 40);
    near(found.get(2), 0, 32, 32, 64);
  }

  private static void near(Detection found, float... edges) {
    float[] got = {found.x1(), found.y1(), found.x2(), found.y2()};
    for (int i = 0; i < edges.length; i++) {
      assertThat(got[i]).isCloseTo(edges[i], within(1e-4f));
    }
  }

  @Test
  void pixelsWhereLogarithmsShouldBeAreNoticed() {
    float[] rows = new float[CELLS * 7];
    put(rows, 0, 20, 30, 13, 20, 1, 1, 0);

    assertThatThrownBy(
            () -> DetectionTensors.yolo(YoloForm.GRID).decode(output(rows, 1, CELLS, 7), SAME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in pixels already")
        .hasMessageContaining("OBJECTNESS");
  }

  @Test
  void columnsOfVersion8AndLater() {
    int boxes = 3;
    float[] columns = new float[6 * boxes];
    put(columns, 0, 20, 30, 40); // x
    put(columns, 3, 30, 20, 40); // y
    put(columns, 6, 10, 4, 2); // width
    put(columns, 9, 20, 8, 2); // height
    put(columns, 12, 0.5f, 0.25f, Float.NaN); // cat
    put(columns, 15, 0.25f, 0.75f, 0.5f); // dog

    DetectionTensors decoder = DetectionTensors.yolo(YoloForm.TRANSPOSED).withClasses(TWO);

    assertThat(decoder.decode(output(columns, 1, 6, boxes), SAME))
        .containsExactly(
            found(28, 16, 32, 24, "dog", 0.75f),
            found(15, 20, 25, 40, "cat", 0.5f),
            found(39, 39, 41, 41, "dog", 0.5f));
  }

  @Test
  void coefficientsOfMasksAreNoClasses() {
    float[] columns = new float[4 + 2 + 32];
    put(columns, 0, 20, 30, 10, 20, 0.5f, 0.25f, 3);
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("output0", Tensor.of(columns, 1, 38, 1));
    outputs.put("output1", Tensor.of(new float[32 * 4], 1, 32, 2, 2));

    assertThat(DetectionTensors.yolo(YoloForm.TRANSPOSED).withClasses(TWO).decode(outputs, SAME))
        .containsExactly(found(15, 20, 25, 40, "cat", 0.5f));
  }

  @Test
  void finishedBoxesStayEvenWhereTheyOverlap() {
    float[] rows = new float[4 * 6];
    put(rows, 0, 10, 10, 30, 30, 0.5f, 1);
    put(rows, 6, 10, 10, 30, 30, 0.75f, 1);
    put(rows, 12, 10, 10, 30, 30, 0.75f, 5); // has no name
    put(rows, 18, 10, 10, 30, 30, 0.875f, -1); // filler

    assertThat(
            DetectionTensors.yolo(YoloForm.END_TO_END)
                .withClasses(TWO)
                .decode(output(rows, 1, 4, 6), SAME))
        .containsExactly(
            found(10, 10, 30, 30, "dog", 0.75f),
            new Detection(10, 10, 30, 30, 6, "class 5", 0.75f),
            found(10, 10, 30, 30, "dog", 0.5f));
  }

  @Test
  void boxesThatAreNoNumbersOrOutsideThePictureAreLeftOut() {
    float[] rows = new float[4 * 6];
    put(rows, 0, Float.NaN, 10, 30, 30, 1, 0);
    put(rows, 6, 30, 10, 10, 30, 1, 0);
    put(rows, 12, 70, 10, 90, 30, 1, 0);
    put(rows, 18, 0, 0, 10, 10, Float.NaN, 0);

    assertThat(DetectionTensors.yolo(YoloForm.END_TO_END).decode(output(rows, 1, 4, 6), SAME))
        .isEmpty();
  }

  @Test
  void boxesGoBackThroughTheLetterbox() {
    // 128x64 into 64x64: the picture fills the left half.
    Placement letterbox = View.letterboxed().place(128, 64, SIZE, SIZE);
    float[] rows = {20, 30, 10, 20, 1, 1, 0};

    assertThat(
            DetectionTensors.yolo(YoloForm.OBJECTNESS)
                .withClasses(TWO)
                .decode(output(rows, 1, 1, 7), letterbox))
        .containsExactly(found(30, 40, 50, 80, "cat", 1));
  }

  @Test
  void classesWithoutNamesAreCocosOrNumbered() {
    float[] coco = new float[85];
    put(coco, 0, 20, 30, 10, 20, 1);
    coco[84] = 1;
    float[] three = {20, 30, 10, 20, 1, 0, 0, 1};
    DetectionTensors decoder = DetectionTensors.yolo(YoloForm.OBJECTNESS);

    assertThat(decoder.decode(output(coco, 1, 1, 85), SAME).get(0).className())
        .isEqualTo("toothbrush");
    assertThat(decoder.decode(output(coco, 1, 1, 85), SAME).get(0).classId()).isEqualTo(80);
    assertThat(decoder.decode(output(three, 1, 1, 8), SAME).get(0).className())
        .isEqualTo("class 2");
  }

  @ParameterizedTest
  @EnumSource(YoloForm.class)
  void anotherShapeIsRefused(YoloForm form) {
    Map<String, int[]> maps = Map.of("heat", new int[] {1, 17, 8, 8});

    assertThatThrownBy(() -> DetectionTensors.yolo(form).requireFit(maps, SIZE, SIZE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(form.toString())
        .hasMessageContaining("heat [1, 17, 8, 8]");
  }

  @Test
  void aGridOfAnotherSizeIsRefused() {
    Map<String, int[]> outputs = Map.of("output", new int[] {1, CELLS, 85});
    DetectionTensors decoder = DetectionTensors.yolo(YoloForm.GRID);

    decoder.requireFit(outputs, SIZE, SIZE);
    assertThatThrownBy(() -> decoder.requireFit(outputs, 96, 96))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("96x96");
  }

  @Test
  void twoOutputsThatFitAreAQuestion() {
    Map<String, int[]> outputs = new LinkedHashMap<>();
    outputs.put("a", new int[] {1, 9, 85});
    outputs.put("b", new int[] {1, 9, 85});

    assertThatThrownBy(
            () -> DetectionTensors.yolo(YoloForm.OBJECTNESS).requireFit(outputs, SIZE, SIZE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[a, b]");
  }

  @Test
  void namesMustBeAsManyAsClasses() {
    Map<String, int[]> outputs = Map.of("output", new int[] {1, CELLS, 85});

    assertThatThrownBy(
            () ->
                DetectionTensors.yolo(YoloForm.GRID)
                    .withClasses(TWO)
                    .requireFit(outputs, SIZE, SIZE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("80 classes")
        .hasMessageContaining("2 names");
    assertThatThrownBy(() -> DetectionTensors.yolo(YoloForm.GRID).withClasses(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void coco80IsInTheOrderOfTheNetworks() {
    assertThat(CocoLabels.COCO_80)
        .hasSize(80)
        .startsWith("person", "bicycle", "car")
        .endsWith("hair drier", "toothbrush");
    assertThat(CocoLabels.COCO_80.get(56)).isEqualTo("chair");
    assertThat(Arrays.asList("tv", "laptop", "mouse"))
        .isEqualTo(CocoLabels.COCO_80.subList(62, 65));
  }
}

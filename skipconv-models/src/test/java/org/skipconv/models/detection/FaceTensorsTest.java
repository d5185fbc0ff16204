package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skipconv.core.Tensor;
import org.skipconv.models.internal.NamedShapes;
import org.skipconv.models.vision.Placement;
import org.skipconv.models.vision.View;

/** Faces of hand-made tensors, worked out by hand; the input has 64x64 pixels. */
class FaceTensorsTest {
  private static final int SIZE = 64;
  private static final int[] CELLS = {64, 16, 4};
  private static final Placement SAME = View.stretched().place(SIZE, SIZE, SIZE, SIZE);

  private static Map<String, Tensor> yuNet() {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    int[] values = {1, 1, 4, 10};
    String[] names = {"cls_", "obj_", "bbox_", "kps_"};
    for (int i = 0; i < names.length; i++) {
      for (int level = 0; level < 3; level++) {
        float[] zeros = new float[CELLS[level] * values[i]];
        outputs.put(names[i] + (8 << level), Tensor.of(zeros, 1, CELLS[level], values[i]));
      }
    }
    return outputs;
  }

  private static void put(Map<String, Tensor> outputs, String name, int at, float... values) {
    System.arraycopy(values, 0, outputs.get(name).values(), at, values.length);
  }

  private static void near(Detection found, float... edges) {
    float[] got = {found.x1(), found.y1(), found.x2(), found.y2()};
    for (int i = 0; i < edges.length; i++) {
      assertThat(got[i]).isCloseTo(edges[i], within(1e-3f));
    }
  }

  private static void near(Landmark found, String name, float x, float y) {
    assertThat(found.name()).isEqualTo(name);
    assertThat(found.x()).isCloseTo(x, within(1e-3f));
    assertThat(found.y()).isCloseTo(y, within(1e-3f));
  }

  @Test
  void yuNetCountsInCells() {
    Map<String, Tensor> outputs = yuNet();
    // Stride 16, row 1, column 2.
    put(outputs, "cls_16", 6, 0.25f);
    put(outputs, "obj_16", 6, 4); // more than 1 counts as 1
    put(outputs, "bbox_16", 24, 0.5f, 0.25f, (float) Math.log(2), 0);
    put(outputs, "kps_16", 60, 0, 0.5f, 1, 0.5f, 0.5f, 0.75f, 0.25f, 1, 0.75f, 1);

    DetectionTensors decoder = DetectionTensors.yuNet();
    decoder.requireFit(NamedShapes.of(outputs), SIZE, SIZE);
    List<Detection> found = decoder.decode(outputs, SAME);

    assertThat(found).hasSize(1);
    near(found.get(0), 24, 12, 56, 28);
    assertThat(found.get(0).score()).isEqualTo(0.5f);
    assertThat(found.get(0).className()).isEqualTo("face");
    List<Landmark> landmarks = found.get(0).landmarks();
    assertThat(landmarks).hasSize(5);
    near(landmarks.get(0), "right_eye", 32, 24);
    near(landmarks.get(1), "left_eye", 48, 24);
    near(landmarks.get(2), "nose", 40, 28);
    near(landmarks.get(3), "right_mouth", 36, 32);
    near(landmarks.get(4), "left_mouth", 44, 32);
  }

  @Test
  void landmarksGoBackThroughTheLetterbox() {
    Map<String, Tensor> outputs = yuNet();
    put(outputs, "cls_8", 0, 1);
    put(outputs, "obj_8", 0, 1);
    put(outputs, "kps_8", 0, 1, 2);
    // Twice as large as the input: the centre of its pixel 8 lies at 16.5.
    Placement half = View.letterboxed().place(128, 128, SIZE, SIZE);

    List<Landmark> found = DetectionTensors.yuNet().decode(outputs, half).get(0).landmarks();

    near(found.get(0), "right_eye", 16.5f, 32.5f);
  }

  @Test
  void yuNetNeedsAllOfItsOutputs() {
    Map<String, int[]> shapes = NamedShapes.of(yuNet());
    shapes.remove("kps_32");

    assertThatThrownBy(() -> DetectionTensors.yuNet().requireFit(shapes, SIZE, SIZE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stride 32")
        .hasMessageContaining("[1, 4, 10]");
  }

  private static Map<String, Tensor> retinaFace(int coordinates) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    int priors = 2 * 84;
    outputs.put("loc", Tensor.of(new float[priors * 4], 1, priors, 4));
    outputs.put("conf", Tensor.of(new float[priors * 2], 1, priors, 2));
    outputs.put("landms", Tensor.of(new float[priors * coordinates], 1, priors, coordinates));
    return outputs;
  }

  @Test
  void retinaFaceCountsFromItsPriors() {
    Map<String, Tensor> outputs = retinaFace(10);
    // Stride 8, row 2, column 3, the larger prior: 32 pixels around (28, 20).
    int larger = 2 * 19 + 1;
    put(outputs, "conf", 2 * larger, 0.25f, 0.75f);
    put(outputs, "loc", 4 * larger, 1.25f, 2.5f, 0, 5 * (float) Math.log(0.5));
    put(outputs, "landms", 10 * larger, 0, 0, 2.5f, -1.25f);
    // Stride 16, row 1, column 1, the smaller prior: 64 pixels around (24, 24).
    int smaller = 2 * (64 + 5);
    put(outputs, "conf", 2 * smaller, 0.5f, 0.5f);
    put(outputs, "loc", 4 * smaller, 0, 0, 5 * (float) Math.log(0.25), 5 * (float) Math.log(0.5));

    List<Detection> found = DetectionTensors.retinaFace().decode(outputs, SAME);

    assertThat(found).hasSize(2);
    near(found.get(0), 16, 20, 48, 36);
    near(found.get(0).landmarks().get(0), "right_eye", 28, 20);
    near(found.get(0).landmarks().get(1), "left_eye", 36, 16);
    near(found.get(1), 16, 8, 32, 40);
  }

  @Test
  void largePriorsAreSixteenTimesTheirStride() {
    Map<String, Tensor> outputs = retinaFace(8);
    // Stride 32, row 0, column 1, the larger prior: 512 pixels around (48, 16).
    int prior = 2 * (80 + 1) + 1;
    put(outputs, "conf", 2 * prior, 0, 1);
    put(
        outputs,
        "loc",
        4 * prior,
        0,
        0,
        5 * (float) Math.log(1 / 32.0),
        5 * (float) Math.log(1 / 64.0));

    Detection found = DetectionTensors.retinaFace().decode(outputs, SAME).get(0);

    near(found, 40, 12, 56, 20);
    assertThat(found.landmarks()).hasSize(4);
    near(found.landmarks().get(3), "point_3", 48, 16);
  }

  @Test
  void retinaFaceNeedsItsPriors() {
    Map<String, int[]> shapes = NamedShapes.of(retinaFace(10));

    DetectionTensors.retinaFace().requireFit(shapes, SIZE, SIZE);
    assertThatThrownBy(() -> DetectionTensors.retinaFace().requireFit(shapes, 96, SIZE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[1, 252, 4]");
  }

  @Test
  void ultraFaceCountsInSharesOfTheInput() {
    float[] scores = {1, 0, 0.25f, 0.75f};
    float[] boxes = {0, 0, 1, 1, 0.25f, 0.5f, 0.5f, 0.75f};
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("scores", Tensor.of(scores, 1, 2, 2));
    outputs.put("boxes", Tensor.of(boxes, 1, 2, 4));
    // 32 high and 64 wide.
    Placement same = View.stretched().place(32, SIZE, 32, SIZE);

    DetectionTensors.ultraFace().requireFit(NamedShapes.of(outputs), 32, SIZE);
    assertThat(DetectionTensors.ultraFace().decode(outputs, same))
        .containsExactly(new Detection(16, 16, 32, 24, 1, "face", 0.75f));
  }

  @Test
  void ultraFaceNeedsAScoreForEachBox() {
    Map<String, int[]> shapes = Map.of("scores", new int[] {1, 3, 2}, "boxes", new int[] {1, 2, 4});

    assertThatThrownBy(() -> DetectionTensors.ultraFace().requireFit(shapes, 32, SIZE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("UltraFace");
  }
}

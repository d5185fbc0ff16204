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

/** Boxes of hand-made tensors, worked out by hand; the input and the picture have 64x64 pixels. */
class NanoDetTensorsTest {
  private static final int SIZE = 64;
  private static final int BINS = 8;
  private static final int CLASSES = 2;

  /** So much more likely than its neighbours that they do not count. */
  private static final float SURE = 50;

  private static final Placement SAME = View.stretched().place(SIZE, SIZE, SIZE, SIZE);

  /** Writes distributions that are sure of a distance, in cells; a half lies between two bins. */
  private static void distances(float[] values, int at, double... cells) {
    for (int edge = 0; edge < 4; edge++) {
      int low = at + edge * BINS + (int) cells[edge];
      values[low] = SURE;
      if (cells[edge] != (int) cells[edge]) {
        values[low + 1] = SURE;
      }
    }
  }

  private static void near(Detection found, float score, float... edges) {
    float[] got = {found.x1(), found.y1(), found.x2(), found.y2()};
    for (int i = 0; i < edges.length; i++) {
      assertThat(got[i]).isCloseTo(edges[i], within(1e-4f));
    }
    assertThat(found.score()).isEqualTo(score);
  }

  private static Map<String, Tensor> sixOutputs() {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    int[] cells = {64, 16, 4};
    for (int level = 0; level < 3; level++) {
      outputs.put("cls" + level, Tensor.of(new float[cells[level] * CLASSES], 1, cells[level], 2));
    }
    for (int level = 0; level < 3; level++) {
      outputs.put("dis" + level, Tensor.of(new float[cells[level] * 32], 1, cells[level], 32));
    }
    return outputs;
  }

  @Test
  void twoOutputsForEachStride() {
    Map<String, Tensor> outputs = sixOutputs();
    // Stride 16, row 1, column 2: centre (40, 24).
    outputs.get("cls1").values()[6 * 2 + 1] = 0.75f;
    distances(outputs.get("dis1").values(), 6 * 32, 2, 1, 0.5, 1.5);
    // Stride 8, row 7, column 0: centre (4, 60); the lower edge is cut at 64.
    outputs.get("cls0").values()[56 * 2] = 0.5f;
    distances(outputs.get("dis0").values(), 56 * 32, 0, 3, 7, 1);

    DetectionTensors decoder = DetectionTensors.nanoDet();
    decoder.requireFit(NamedShapes.of(outputs), SIZE, SIZE);
    List<Detection> found = decoder.decode(outputs, SAME);

    assertThat(found).hasSize(2);
    near(found.get(0), 0.75f, 8, 8, 48, 48);
    assertThat(found.get(0).className()).isEqualTo("class 1");
    near(found.get(1), 0.5f, 4, 36, 60, 64);
    assertThat(found.get(1).className()).isEqualTo("class 0");
  }

  @Test
  void oneOutputOfNanoDetHasCentresAndOfPlusCorners() {
    int columns = CLASSES + 4 * BINS;
    for (int cells : new int[] {84, 85}) {
      float[] rows = new float[cells * columns];
      int row = (64 + 6) * columns; // stride 16, row 1, column 2
      rows[row] = 0.5f;
      distances(rows, row + CLASSES, 1, 0.5, 1, 1);
      float half = cells == 84 ? 8 : 0;

      List<Detection> found =
          DetectionTensors.nanoDet()
              .decode(Map.of("output", Tensor.of(rows, 1, cells, columns)), SAME);

      assertThat(found).hasSize(1);
      near(found.get(0), 0.5f, 16 + half, 8 + half, 48 + half, 32 + half);
    }
  }

  @Test
  void anEvenDistributionIsTheMiddle() {
    Map<String, Tensor> outputs = sixOutputs();
    outputs.get("cls1").values()[5 * 2] = 1; // row 1, column 1: centre (24, 24)

    // Mean of 0 ... 7 is 3.5 cells of 16 pixels: 56 to each side, cut at the picture.
    near(DetectionTensors.nanoDet().decode(outputs, SAME).get(0), 1, 0, 0, 64, 64);
  }

  @Test
  void otherShapesAreRefused() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    sixOutputs().forEach((name, tensor) -> shapes.put(name, tensor.shape()));

    DetectionTensors.nanoDet().requireFit(shapes, SIZE, SIZE);
    refused(DetectionTensors.nanoDet(), shapes, 96);
    refused(DetectionTensors.nanoDet(11), shapes, SIZE);
    shapes.put("cls2", new int[] {1, 4, 3});
    refused(DetectionTensors.nanoDet(), shapes, SIZE);
    assertThatThrownBy(() -> DetectionTensors.nanoDet(1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void refused(DetectionTensors decoder, Map<String, int[]> shapes, int size) {
    assertThatThrownBy(() -> decoder.requireFit(shapes, size, size))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("for each of the strides 8, 16, 32")
        .hasMessageContaining(size + "x" + size);
  }
}

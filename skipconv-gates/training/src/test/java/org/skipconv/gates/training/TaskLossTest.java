package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Losses against their definitions, number by number. */
class TaskLossTest {
  private static final int ANCHORS = 2;
  private static final int CLASSES = 3;
  private static final int CELLS = 6;

  @BeforeAll
  static void load() {
    WithPyTorch.assume();
  }

  private static float[] random(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void detectionIsFocalAndHuber() {
    float[] logits = random(ANCHORS * CLASSES * CELLS, 1);
    float[] offsets = random(ANCHORS * 4 * CELLS, 2);
    float[] wanted = random(ANCHORS * 4 * CELLS, 3);
    wanted[0] = offsets[0] + 0.03f;
    float[] truth = {0, -1, -2, 2, -1, -1, 1, -1, -2, -1, -1, 0};
    TaskLoss loss = TaskLoss.detection(List.of(new TaskLoss.DetectionLevel("c", "b")));
    Map<String, Tensor> outputs =
        Map.of(
            "c", Tensor.create(logits, 1, ANCHORS * CLASSES, 2, 3),
            "b", Tensor.create(offsets, 1, ANCHORS * 4, 2, 3));
    Map<String, Tensor> labels =
        Map.of(
            "c", Tensor.create(truth, 1, truth.length),
            "b", Tensor.create(wanted, 1, wanted.length));
    double expected = (focal(logits, truth) + 50 * huber(offsets, wanted, truth) / 4) / 5;
    assertThat(loss.of(outputs, Map.of(), labels).item_double())
        .isCloseTo(expected, within(1e-4 * expected));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.of(outputs, Map.of(), Map.of()))
        .withMessageContaining("named c");
  }

  private static double focal(float[] logits, float[] truth) {
    double sum = 0;
    for (int a = 0; a < ANCHORS; a++) {
      for (int cell = 0; cell < CELLS; cell++) {
        float is = truth[a * CELLS + cell];
        for (int c = 0; c < CLASSES && is > -2; c++) {
          double p = 1 / (1 + Math.exp(-logits[(a * CLASSES + c) * CELLS + cell]));
          double right = is == c ? p : 1 - p;
          double alpha = is == c ? 0.25 : 0.75;
          sum -= alpha * Math.pow(1 - right, 1.5) * Math.log(right);
        }
      }
    }
    return sum;
  }

  private static double huber(float[] offsets, float[] wanted, float[] truth) {
    double sum = 0;
    for (int a = 0; a < ANCHORS; a++) {
      for (int cell = 0; cell < CELLS; cell++) {
        for (int k = 0; k < 4 && truth[a * CELLS + cell] >= 0; k++) {
          int i = (a * 4 + k) * CELLS + cell;
          double d = Math.abs(offsets[i] - wanted[i]);
          sum += d < 0.1 ? d * d / 2 : 0.1 * (d - 0.05);
        }
      }
    }
    return sum;
  }

  @Test
  void heatmapsCountTheirWeights() {
    float[] y = random(2 * 4, 4);
    float[] truth = random(2 * 4, 5);
    double first = 0;
    double second = 0;
    for (int i = 0; i < 4; i++) {
      first += Math.pow(y[i] - truth[i], 2);
      second += Math.pow(y[i + 4] - truth[i + 4], 2);
    }
    TaskLoss loss = TaskLoss.heatmaps("h");
    Map<String, Tensor> outputs = Map.of("h", Tensor.create(y, 1, 2, 2, 2));
    Tensor labels = Tensor.create(truth, 1, 8);
    Tensor weights = Tensor.create(new float[] {1, 0.5f}, 1, 2);
    double peak = 2 * Math.PI * 4;
    assertThat(loss.of(outputs, Map.of(), Map.of("h", labels)).item_double())
        .isCloseTo((first + second) / peak, within(1e-5));
    assertThat(loss.of(outputs, Map.of(), Map.of("h", labels, "h.weights", weights)).item_double())
        .isCloseTo((first + 0.5 * second) / peak, within(1e-5));
  }

  @Test
  void distillationIsRelativeToTheSpreadOfTheDenseOutput() {
    Tensor dense = Tensor.create(new float[] {1, 3, 10, 14}, 1, 2, 1, 2);
    Tensor y = Tensor.create(new float[] {1, 4, 10, 14}, 1, 2, 1, 2);
    TaskLoss loss = TaskLoss.distillation();
    loss.calibrate(Map.of("y", dense));
    // Squares off 1, spread 1 + 1 + 4 + 4.
    assertThat(loss.of(Map.of("y", y), Map.of("y", dense), Map.of()).item_double())
        .isCloseTo(0.1, within(1e-6));
  }

  /** Number by number, and in units of the dense probabilities of the frames measured. */
  @Test
  void detectionDistillationWeighsWhatIsFound() {
    float[] logits = random(2 * ANCHORS * CLASSES * CELLS, 6);
    float[] dense = random(2 * ANCHORS * CLASSES * CELLS, 7);
    float[] offsets = random(2 * ANCHORS * 4 * CELLS, 8);
    float[] denseOffsets = random(2 * ANCHORS * 4 * CELLS, 9);
    double off = 0;
    double energy = 0;
    for (int anchor = 0; anchor < 2 * ANCHORS; anchor++) {
      for (int cell = 0; cell < CELLS; cell++) {
        double sure = 0;
        for (int c = 0; c < CLASSES; c++) {
          int i = (anchor * CLASSES + c) * CELLS + cell;
          double p = 1 / (1 + Math.exp(-dense[i]));
          double q = 1 / (1 + Math.exp(-logits[i]));
          off += Math.pow(q - p, 2);
          sure += Math.pow(Math.max(p, q), 2);
          energy += p * p;
        }
        for (int k = 0; k < 4; k++) {
          int i = (anchor * 4 + k) * CELLS + cell;
          off += sure * Math.pow(3 * (offsets[i] - denseOffsets[i]), 2);
        }
      }
    }
    TaskLoss loss = TaskLoss.detectionDistillation(List.of(new TaskLoss.DetectionLevel("c", "b")));
    Map<String, Tensor> wanted = maps(dense, denseOffsets);
    loss.calibrate(wanted);
    assertThat(loss.needsDense()).isTrue();
    assertThat(loss.of(maps(logits, offsets), wanted, Map.of()).item_double())
        .isCloseTo(off / energy, within(1e-5 * off / energy));
    assertThat(loss.of(wanted, wanted, Map.of()).item_double()).isZero();
  }

  private static Map<String, Tensor> maps(float[] logits, float[] offsets) {
    return Map.of(
        "c", Tensor.create(logits, 2, ANCHORS * CLASSES, 2, 3),
        "b", Tensor.create(offsets, 2, ANCHORS * 4, 2, 3));
  }
}

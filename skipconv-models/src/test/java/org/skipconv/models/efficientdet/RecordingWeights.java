package org.skipconv.models.efficientdet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.skipconv.core.Tensor;
import org.skipconv.models.weights.WeightSource;

/** Zeros of any shape (variances: ones), and a list of what was asked for. */
final class RecordingWeights implements WeightSource {
  final Map<String, int[]> asked = new LinkedHashMap<>();

  @Override
  public Tensor tensor(String name, int... shape) {
    assertThat(asked.put(name, shape)).as(name + " asked for twice").isNull();
    float[] values = new float[elements(shape)];
    if (name.endsWith("running_var")) {
      Arrays.fill(values, 1);
    }
    return Tensor.of(values, shape);
  }

  /** Names with shapes as the lists of keys write them, 32x3x3x3. */
  Map<String, String> keys() {
    return asked.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> text(entry.getValue())));
  }

  /** Number of trained values: running means and variances do not count. */
  long parameters() {
    return asked.entrySet().stream()
        .filter(entry -> !entry.getKey().contains(".running_"))
        .mapToLong(entry -> elements(entry.getValue()))
        .sum();
  }

  /**
   * Of them, biases of convolutions that a batch norm follows, which could as well take them in.
   */
  long redundantBiases() {
    return asked.entrySet().stream()
        .filter(
            entry -> entry.getKey().matches("(fpn|class_net|box_net)\\..*\\.(conv|conv_pw).bias"))
        .filter(entry -> !entry.getKey().contains(".predict."))
        .mapToLong(entry -> elements(entry.getValue()))
        .sum();
  }

  private static String text(int[] shape) {
    return Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining("x"));
  }

  private static int elements(int[] shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }
}

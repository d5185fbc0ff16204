package org.skipconv.models.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.Tensor;

/**
 * The weights and the input behind the golden values: a formula instead of a file. The values were
 * computed with the models' original code in float64.
 */
public final class GoldenGenerator {
  /** Middle of the batch norms' weights in the golden HRNet. */
  public static final double HRNET_GAIN = 0.4;

  /** The same for EfficientDet. */
  public static final double EFFICIENTDET_GAIN = 1.0;

  private static final long INPUT = 999_999;

  private GoldenGenerator() {}

  /** One name and shape of a list of keys; counters have a null shape. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Key(String name, int[] shape) {}

  /** Number i of tensor t, in [-1, 1). */
  public static double u(long t, long i) {
    long z = (t + 1) * 0x9E3779B97F4A7C15L + i * 0xBF58476D1CE4E5B9L;
    z ^= z >>> 31;
    z *= 0x94D049BB133111EBL;
    z ^= z >>> 29;
    return (z >>> 40) / 8388608.0 - 1.0;
  }

  /** The input, NCHW. */
  public static float[] input(int elements) {
    return values(elements, INPUT, 0, 1);
  }

  /** Reads a list of keys: name, tab, sizes with an x between them, or "scalar". */
  public static List<Key> keys(Path tsv) throws IOException {
    List<Key> keys = new ArrayList<>();
    for (String line : Files.readAllLines(tsv)) {
      String[] columns = line.split("\t", -1);
      int[] shape =
          columns[1].equals("scalar")
              ? null
              : Arrays.stream(columns[1].split("x", -1)).mapToInt(Integer::parseInt).toArray();
      keys.add(new Key(columns[0], shape));
    }
    return keys;
  }

  /** Weights for a list of keys, counters left out. */
  public static Weights weights(Path tsv, double gain) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Key key : keys(tsv)) {
      if (key.shape() != null) {
        tensors.put(key.name(), tensor(key, tensors.size(), gain));
      }
    }
    return Weights.of(tensors);
  }

  private static Tensor tensor(Key key, int t, double gain) {
    int[] shape = key.shape();
    int elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    String name = key.name();
    double middle = 0;
    double spread = 0.1;
    if (shape.length == 4) {
      spread = Math.sqrt(3.0 / ((double) shape[1] * shape[2] * shape[3]));
    } else if (name.endsWith(".running_var")) {
      middle = 1;
      spread = 0.5;
    } else if (name.endsWith("edge_weights")) {
      middle = 0.5;
      spread = 1;
    } else if (name.endsWith(".weight")) {
      middle = gain;
    }
    return Tensor.of(values(elements, t, middle, spread), shape);
  }

  private static float[] values(int elements, long t, double middle, double spread) {
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = (float) (middle + spread * u(t, i));
    }
    return values;
  }
}

package org.skipconv.models.weights;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.skipconv.core.Tensor;

/**
 * Weights out of a random generator, for a network that nobody has trained: good for measuring and
 * for trying things out. The same seed gives the same bits on every machine, whatever the order of
 * the questions.
 *
 * <p>Convolutions have He's variance {@code 2 / fan-in} (He et al. 2015), uniformly distributed.
 * The weights of a kernel over several channels add up to 0: else the mean that each ReLU leaves
 * would grow from layer to layer, until the outputs hardly depend on the input.
 *
 * <p>What is added up in a deep network would grow with each addition all the same; a gain below 1
 * for the batch norm in front of an addition holds that down.
 */
public final class GeneratedWeights implements WeightSource {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final long seed;
  private final ToDoubleFunction<String> gain;

  private GeneratedWeights(long seed, ToDoubleFunction<String> gain) {
    this.seed = seed;
    this.gain = gain;
  }

  /**
   * {@return a generator with gain 1 everywhere}
   *
   * @param seed any number; the same one gives the same weights
   */
  public static GeneratedWeights he(long seed) {
    return new GeneratedWeights(seed, name -> 1);
  }

  /**
   * {@return a changed copy}
   *
   * @param newGain factor for the weight of a batch norm or a convolution, by its name, such as
   *     {@code layer1.0.bn3.weight}
   */
  public GeneratedWeights withGain(ToDoubleFunction<String> newGain) {
    return new GeneratedWeights(seed, newGain);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Names that end in {@code weight}, {@code weights} (of a weighted sum), {@code bias}, {@code
   * running_mean} and {@code running_var} are known.
   */
  @Override
  public Tensor tensor(String name, int... shape) {
    double middle = 0;
    double spread;
    if (name.endsWith(".running_mean") || name.endsWith(".bias")) {
      spread = 0.1;
    } else if (name.endsWith(".running_var")) {
      middle = 1;
      spread = 0.3;
    } else if (name.endsWith("weights")) {
      middle = 1;
      spread = 0.5;
    } else if (name.endsWith(".weight") && shape.length == 1) {
      middle = gain.applyAsDouble(name);
      spread = 0.1 * middle;
    } else if (name.endsWith(".weight") && shape.length == 4) {
      spread =
          gain.applyAsDouble(name) * Math.sqrt(6.0 / ((double) shape[1] * shape[2] * shape[3]));
    } else {
      throw new IllegalArgumentException(
          "no rule to generate " + name + " of shape " + Arrays.toString(shape));
    }
    float[] values =
        uniform(name, middle, spread, Arrays.stream(shape).reduce(1, Math::multiplyExact));
    if (shape.length == 4 && shape[1] > 1) {
      centre(values, values.length / shape[0]);
    }
    return Tensor.of(values, shape);
  }

  private float[] uniform(String name, double middle, double spread, int count) {
    long start = mix(seed + mix(name.hashCode()));
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      double unit = (mix(start + i * GOLDEN_GAMMA) >> 11) * 0x1p-52;
      values[i] = (float) (middle + spread * unit);
    }
    return values;
  }

  private static void centre(float[] values, int kernel) {
    for (int first = 0; first < values.length; first += kernel) {
      double sum = 0;
      for (int i = first; i < first + kernel; i++) {
        sum += values[i];
      }
      for (int i = first; i < first + kernel; i++) {
        values[i] -= (float) (sum / kernel);
      }
    }
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

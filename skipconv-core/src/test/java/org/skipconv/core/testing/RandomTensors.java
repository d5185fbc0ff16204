package org.skipconv.core.testing;

import java.util.Random;
import org.skipconv.core.Tensor;

/** Tensors of seeded random values. */
public final class RandomTensors {
  private RandomTensors() {}

  /** Normally distributed values with mean 0. */
  public static Tensor normal(Random random, double deviation, int... shape) {
    return Tensor.of(normals(random, deviation, elements(shape)), shape);
  }

  /** Values between 0.5 and 1.5: factors that change neither sign nor magnitude much. */
  public static Tensor factors(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 0.5f + random.nextFloat();
    }
    return Tensor.of(values, count);
  }

  /** Kernels that keep the size of what passes through them, whatever their number of inputs. */
  public static Tensor kernels(Random random, int out, int inPerGroup, int height, int width) {
    double deviation = 1 / Math.sqrt((double) inPerGroup * height * width);
    return normal(random, deviation, out, inPerGroup, height, width);
  }

  public static float[] normals(Random random, double deviation, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  private static int elements(int... shape) {
    int elements = 1;
    for (int size : shape) {
      elements *= size;
    }
    return elements;
  }
}

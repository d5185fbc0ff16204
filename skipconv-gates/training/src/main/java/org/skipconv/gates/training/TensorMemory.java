package org.skipconv.gates.training;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A tensor's values in the order in which they lie in memory. Not thread-safe. */
abstract class TensorMemory {

  /** Values from {@code at} on, as doubles whatever they are. */
  abstract void get(long at, double[] into, int count);

  abstract void put(long at, double[] from, int count);

  /**
   * The memory of a tensor of floats or doubles without gaps, which has to stay open.
   *
   * @param most values that are asked for at a time
   */
  static TensorMemory of(Tensor tensor, int most) {
    return tensor.scalar_type().intern() == torch.ScalarType.Double
        ? new DoubleMemory(tensor.data_ptr_double())
        : new FloatMemory(tensor.data_ptr_float(), most);
  }

  private static final class DoubleMemory extends TensorMemory {
    private final DoublePointer data;

    DoubleMemory(DoublePointer data) {
      this.data = data;
    }

    @Override
    void get(long at, double[] into, int count) {
      data.position(at).get(into, 0, count);
    }

    @Override
    void put(long at, double[] from, int count) {
      data.position(at).put(from, 0, count);
    }
  }

  private static final class FloatMemory extends TensorMemory {
    private final FloatPointer data;
    private final float[] scratch;

    FloatMemory(FloatPointer data, int most) {
      this.data = data;
      this.scratch = new float[most];
    }

    @Override
    void get(long at, double[] into, int count) {
      data.position(at).get(scratch, 0, count);
      for (int i = 0; i < count; i++) {
        into[i] = scratch[i];
      }
    }

    @Override
    void put(long at, double[] from, int count) {
      for (int i = 0; i < count; i++) {
        scratch[i] = (float) from[i];
      }
      data.position(at).put(scratch, 0, count);
    }
  }
}

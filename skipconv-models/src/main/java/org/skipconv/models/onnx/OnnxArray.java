package org.skipconv.models.onnx;

import java.lang.reflect.Array;
import java.util.List;

/**
 * A tensor of any type as ONNX Runtime gives it, copied out of its memory.
 *
 * @param dims all dimensions; one may be 0
 * @param values {@code float[]}, {@code double[]}, {@code long[]}, {@code int[]}, {@code short[]},
 *     {@code byte[]}, {@code boolean[]} or {@code String[]}, row by row; floats of half precision
 *     are {@code float[]}, and whole numbers without a sign have the bits of those with one
 */
record OnnxArray(List<Long> dims, Object values) {

  OnnxArray {
    dims = List.copyOf(dims);
  }

  /** Number of values. */
  int size() {
    return Array.getLength(values);
  }

  /**
   * The values of a tensor of floats.
   *
   * @throws IllegalStateException when it is of another type
   */
  float[] floats() {
    return as(float[].class);
  }

  /**
   * The values of a tensor of 64-bit whole numbers.
   *
   * @throws IllegalStateException when it is of another type
   */
  long[] longs() {
    return as(long[].class);
  }

  /** The values as floats, whatever numbers they are; true is 1. */
  float[] asFloats() {
    if (values instanceof float[] floats) {
      return floats;
    }
    float[] floats = new float[size()];
    for (int i = 0; i < floats.length; i++) {
      Object value = Array.get(values, i);
      if (value instanceof Number number) {
        floats[i] = number.floatValue();
      } else if (value instanceof Boolean flag) {
        floats[i] = flag ? 1 : 0;
      } else {
        throw new IllegalStateException(this + " holds no numbers");
      }
    }
    return floats;
  }

  private <T> T as(Class<T> type) {
    if (!type.isInstance(values)) {
      throw new IllegalStateException(
          this + " is not of type " + type.getComponentType().getSimpleName());
    }
    return type.cast(values);
  }

  @Override
  public String toString() {
    return "tensor of " + values.getClass().getComponentType().getSimpleName() + " " + dims;
  }
}

package org.skipconv.core;

import java.util.Arrays;

/**
 * Block of float32 values in row-major order: weights from a file, a frame, a copy of a result. A
 * shape without entries is a scalar. The array is not copied: whoever hands it over must not write
 * to it afterwards.
 */
public final class Tensor {
  private final int[] shape;
  private final float[] values;

  private Tensor(int[] shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  /**
   * {@return a tensor over an array}
   *
   * @param values row-major, as many as the shape says
   * @param shape sizes of the axes, outermost first
   * @throws IllegalArgumentException when the two do not fit
   */
  public static Tensor of(float[] values, int... shape) {
    long elements = 1;
    for (int size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("negative size in shape " + Arrays.toString(shape));
      }
      elements = Math.multiplyExact(elements, (long) size);
    }
    if (elements != values.length) {
      throw new IllegalArgumentException(
          "shape "
              + Arrays.toString(shape)
              + " needs "
              + elements
              + " values, but there are "
              + values.length);
    }
    return new Tensor(shape.clone(), values);
  }

  /** {@return a copy of the sizes of the axes, outermost first} */
  public int[] shape() {
    return shape.clone();
  }

  /** {@return the number of axes} */
  public int rank() {
    return shape.length;
  }

  /**
   * {@return the size of one axis}
   *
   * @param axis number of the axis, from 0, the outermost
   */
  public int size(int axis) {
    return shape[axis];
  }

  /** {@return the number of values} */
  public int elements() {
    return values.length;
  }

  /**
   * {@return the value at a flat row-major index}
   *
   * @param index from 0
   */
  public float get(int index) {
    return values[index];
  }

  /** {@return the values themselves, not a copy; read only} */
  public float[] values() {
    return values;
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}

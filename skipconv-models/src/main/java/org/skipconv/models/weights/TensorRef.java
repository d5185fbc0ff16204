package org.skipconv.models.weights;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.skipconv.core.ElementType;
import org.skipconv.core.Tensor;

/**
 * A tensor of a PyTorch file: a strided view of a storage whose numbers come later in the file.
 *
 * @param offset of the first element, in elements of the storage
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TensorRef(Storage storage, long offset, int[] size, long[] stride) {

  /** A flat run of numbers that one or more tensors look at. */
  record Storage(ElementType type, String key, int elements) {}

  TensorRef {
    if (size.length != stride.length) {
      throw new IllegalArgumentException(
          "a tensor has " + size.length + " sizes and " + stride.length + " strides");
    }
    long last = offset;
    long elements = 1;
    for (int axis = 0; axis < size.length; axis++) {
      if (size[axis] < 0 || stride[axis] < 0) {
        throw new IllegalArgumentException(
            "a tensor has sizes "
                + Arrays.toString(size)
                + " and strides "
                + Arrays.toString(stride));
      }
      elements = Math.multiplyExact(elements, (long) size[axis]);
      last = Math.addExact(last, Math.multiplyExact(size[axis] - 1L, stride[axis]));
    }
    if (offset < 0
        || elements > Integer.MAX_VALUE
        || (elements > 0 && last >= storage.elements())) {
      throw new IllegalArgumentException(
          String.format(
              "a tensor of shape %s, strides %s and offset %d does not lie within its storage of %d",
              Arrays.toString(size), Arrays.toString(stride), offset, storage.elements()));
    }
  }

  /** The tensor itself; a copy only where it is not the whole storage in order. */
  Tensor resolve(Map<Storage, float[]> storages, FloatBudget budget) throws IOException {
    float[] all = storages.get(storage);
    if (all == null) {
      throw new IOException("the storage of a tensor is missing");
    }
    if (offset == 0 && isContiguous() && elements() == all.length) {
      return Tensor.of(all, size);
    }
    budget.take(elements(), "a tensor of shape " + Arrays.toString(size));
    float[] values = new float[elements()];
    int[] index = new int[size.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = all[(int) position(index)];
      advance(index);
    }
    return Tensor.of(values, size);
  }

  private int elements() {
    return Arrays.stream(size).reduce(1, (a, b) -> a * b);
  }

  private boolean isContiguous() {
    long expected = 1;
    for (int axis = size.length - 1; axis >= 0; axis--) {
      if (size[axis] != 1 && stride[axis] != expected) {
        return false;
      }
      expected *= size[axis];
    }
    return true;
  }

  private long position(int[] index) {
    long position = offset;
    for (int axis = 0; axis < index.length; axis++) {
      position += index[axis] * stride[axis];
    }
    return position;
  }

  /** To the next index in row-major order. */
  private void advance(int[] index) {
    for (int axis = index.length - 1; axis >= 0; axis--) {
      if (++index[axis] < size[axis]) {
        return;
      }
      index[axis] = 0;
    }
  }
}

package org.skipconv.core.internal.nd;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.skipconv.core.Shape;
import org.skipconv.core.internal.kernel.Memory;
import org.skipconv.core.internal.kernel.Plane;
import org.skipconv.core.internal.kernel.RawFrame;

/** The only place that knows how an INDArray lies in memory. */
public final class NdArrays {
  private NdArrays() {}

  /**
   * A [1, C, H, W] view of a plane; nothing is copied. It keeps the plane's memory, and the plane's
   * owner leaves freeing it to the collector.
   */
  public static INDArray view(Plane plane) {
    plane.memory().expose();
    Shape shape = plane.shape();
    FloatPointer values = new KeptFloats(plane.memory());
    long[] sizes = {1, shape.channels(), shape.height(), shape.width()};
    long[] strides = {
      (long) plane.rowStride() * shape.height(), 1, plane.rowStride(), plane.pixelStride()
    };
    return Nd4j.create(
        Nd4j.createBuffer(values, values.capacity(), DataType.FLOAT),
        sizes,
        strides,
        plane.index(0, 0),
        'c',
        DataType.FLOAT);
  }

  /** All of a block, which lives as long as this pointer. */
  private static final class KeptFloats extends FloatPointer {
    @SuppressWarnings("unused") // what keeps the memory
    private final Memory memory;

    KeptFloats(Memory memory) {
      super((Pointer) null);
      this.memory = memory;
      address = memory.address();
      capacity(memory.size() / Float.BYTES);
    }
  }

  /**
   * Where the values of a frame are.
   *
   * @param frame [1, C, H, W] or [C, H, W]; or with channelsLast [1, H, W, C] or [H, W, C]; float32
   * @throws IllegalArgumentException when it is of another type or shape
   */
  public static RawFrame source(INDArray frame, Shape shape, boolean channelsLast) {
    if (frame == null) {
      throw new IllegalArgumentException("the frame is null");
    }
    if (frame.wasClosed()) {
      throw new IllegalArgumentException("the frame has been closed");
    }
    if (frame.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "a frame must be FLOAT, but is " + frame.dataType() + "; use castTo(DataType.FLOAT)");
    }
    long[] expected =
        channelsLast
            ? new long[] {shape.height(), shape.width(), shape.channels()}
            : new long[] {shape.channels(), shape.height(), shape.width()};
    long[] actual = frame.shape();
    int skip = actual.length - 3;
    boolean fits =
        (skip == 0 || (skip == 1 && actual[0] == 1))
            && Arrays.equals(Arrays.copyOfRange(actual, skip, actual.length), expected);
    if (!fits) {
      throw new IllegalArgumentException(
          "a frame must be "
              + Arrays.toString(expected)
              + ", with or without a leading 1, "
              + (channelsLast ? "channels last" : "channels first")
              + ", but is "
              + Arrays.toString(actual));
    }
    long[] strides = Arrays.copyOfRange(frame.stride(), skip, actual.length);
    long address = frame.data().addressPointer().address();
    return channelsLast
        ? new RawFrame(address, strides[2], strides[0], strides[1])
        : new RawFrame(address, strides[0], strides[1], strides[2]);
  }

  /** The frame itself when its values lie together, or a copy of which they do. */
  public static INDArray together(INDArray frame) {
    return frame == null || frame.wasClosed() || isTogether(frame) ? frame : frame.dup('c');
  }

  private static boolean isTogether(INDArray frame) {
    long expected = 1;
    long[] shape = frame.shape();
    long[] strides = frame.stride();
    for (int i = shape.length - 1; i >= 0; i--) {
      if (shape[i] != 1 && strides[i] != expected) {
        return false;
      }
      expected *= shape[i];
    }
    return true;
  }
}

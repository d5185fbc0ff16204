package org.skipconv.core.internal.kernel;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Shape;

/**
 * Frames where the kernels can read them: a direct buffer in this machine's byte order is read
 * where it lies, any other is copied out of the Java heap first, always to the same place.
 */
public final class FrameMemory implements AutoCloseable {
  private final Shape shape;
  private volatile @Nullable Memory copy;

  public FrameMemory(Shape shape) {
    this.shape = shape;
  }

  /**
   * Finds the values of a frame. They are to be read while the buffer is reachable, and before the
   * next call.
   *
   * @param frame from its position to its limit, which stay where they are
   * @param channelsLast whether they come in the order of rows, columns and channels
   * @throws IllegalArgumentException when they are too few or too many
   */
  public RawFrame locate(FloatBuffer frame, boolean channelsLast) {
    if (frame == null) {
      throw new IllegalArgumentException("the frame is null");
    }
    if (frame.remaining() != shape.elements()) {
      throw new IllegalArgumentException(
          "a frame of "
              + shape
              + " has "
              + shape.elements()
              + " values, but the buffer has "
              + frame.remaining()
              + " between its position and its limit");
    }
    return RawFrame.of(addressOf(frame), shape, channelsLast);
  }

  private long addressOf(FloatBuffer frame) {
    if (frame.isDirect() && frame.order() == ByteOrder.nativeOrder()) {
      long address = new FloatPointer(frame).address() + (long) frame.position() * Float.BYTES;
      if (address % Float.BYTES == 0) {
        return address;
      }
    }
    Memory memory = copy;
    if (memory == null) {
      memory = Memory.ofFloats(shape.elements());
      copy = memory;
    }
    memory.floats().put(frame.duplicate());
    return memory.address();
  }

  /** Address of the value at index 0 of a direct buffer, which must be kept reachable. */
  public static long address(FloatBuffer direct) {
    return new FloatPointer(direct).address();
  }

  /** Number of bytes that copies take, 0 while there has been none. */
  public long bytes() {
    Memory memory = copy;
    return memory == null ? 0 : memory.size();
  }

  @Override
  public void close() {
    Memory memory = copy;
    copy = null;
    if (memory != null) {
      memory.close();
    }
  }
}

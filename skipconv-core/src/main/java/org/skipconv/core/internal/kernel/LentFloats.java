package org.skipconv.core.internal.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.skipconv.core.Shape;

/**
 * Floats outside the Java heap that somebody else may hold longer than the session: unlike a {@link
 * Memory} the buffer keeps them, and the collector alone frees them. Zeroed, aligned to 64 bytes.
 */
public final class LentFloats {
  private static final int ALIGNMENT = 64;

  private final FloatBuffer buffer;
  private final long address;

  LentFloats(long count) {
    long bytes = Math.multiplyExact(count, Float.BYTES);
    if (bytes > Integer.MAX_VALUE - ALIGNMENT) {
      throw new IllegalArgumentException(
          "a map of " + bytes + " bytes is too large for a foreign part: at most 2 GiB");
    }
    ByteBuffer block;
    try {
      block = ByteBuffer.allocateDirect((int) bytes + ALIGNMENT);
    } catch (OutOfMemoryError e) {
      throw new NativeMemoryError(bytes, e);
    }
    int skip = (ALIGNMENT - block.alignmentOffset(0, ALIGNMENT)) % ALIGNMENT;
    buffer = block.slice(skip, (int) bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
    address = new FloatPointer(buffer).address();
  }

  /** All of them. */
  public FloatBuffer buffer() {
    return buffer;
  }

  /** Number of bytes. */
  long bytes() {
    return (long) buffer.capacity() * Float.BYTES;
  }

  /** The values as a map's, [C, H, W] row by row. */
  public RawFrame frame(Shape shape) {
    return RawFrame.of(address, shape, false);
  }
}

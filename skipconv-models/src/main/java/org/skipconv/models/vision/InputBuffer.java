package org.skipconv.models.vision;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.skipconv.core.Shape;

/**
 * A network's input outside the Java heap, float32: written frame after frame, as by a {@link
 * PixelSampler}, and read by a session where it lies. Not thread-safe.
 */
public final class InputBuffer implements AutoCloseable {
  /** The buffer does not keep it alive, so this field has to. */
  private final FloatPointer memory;

  private final FloatBuffer pixels;

  /**
   * A buffer for a network's input shape; its values are undefined until written.
   *
   * @param shape shape of the network's input
   */
  public InputBuffer(Shape shape) {
    memory = Unscoped.of(() -> new FloatPointer(shape.elements()));
    pixels = memory.asBuffer();
  }

  /**
   * {@return all values, to be written and read: from position 0 to the capacity}
   *
   * @throws IllegalStateException when the buffer is closed
   */
  public FloatBuffer pixels() {
    requireOpen();
    return pixels.clear();
  }

  /** {@return the bytes of memory that this buffer holds, 0 when it is closed} */
  public long bytes() {
    return memory.isNull() ? 0 : memory.capacity() * Float.BYTES;
  }

  private void requireOpen() {
    if (memory.isNull()) {
      throw new IllegalStateException("this stream is closed");
    }
  }

  /** Frees the memory; does nothing the second time. */
  @Override
  public void close() {
    memory.close();
  }
}

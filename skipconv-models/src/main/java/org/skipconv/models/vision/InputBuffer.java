package org.skipconv.models.vision;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.skipconv.core.Shape;

/**
 * A network's input outside the Java heap, float32: written frame after frame, as by a {@link
 * PixelSampler}, and read by a session through one array that is made once. Not thread-safe.
 */
public final class InputBuffer implements AutoCloseable {

  /** ND4J does not keep it alive, so this field has to. */
  private final FloatPointer memory;

  private final FloatBuffer pixels;
  private final INDArray nhwc;
  private final INDArray nchw;

  /** A buffer for a network's input shape; its values are undefined until written. */
  public InputBuffer(Shape shape) {
    memory = new FloatPointer(shape.elements());
    pixels = memory.asBuffer();
    nhwc = array(shape, 1, shape.height(), shape.width(), shape.channels());
    nchw = array(shape, 1, shape.channels(), shape.height(), shape.width());
  }

  private INDArray array(Shape shape, long... dims) {
    return Nd4j.create(Nd4j.createBuffer(memory, shape.elements(), DataType.FLOAT), dims);
  }

  /**
   * The values, to be written.
   *
   * @throws IllegalStateException when the buffer is closed
   */
  public FloatBuffer pixels() {
    requireOpen();
    return pixels;
  }

  /**
   * The same memory as [1, height, width, channels].
   *
   * @throws IllegalStateException when the buffer is closed
   */
  public INDArray nhwc() {
    requireOpen();
    return nhwc;
  }

  /**
   * The same memory as [1, channels, height, width], for who writes it in that order.
   *
   * @throws IllegalStateException when the buffer is closed
   */
  public INDArray nchw() {
    requireOpen();
    return nchw;
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

package org.skipconv.bench.cli.measure;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.skipconv.core.InputChange;
import org.skipconv.core.Shape;
import org.skipconv.models.vision.PixelSampler;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.StreamFrame;
import org.skipconv.models.vision.StreamInput;

/**
 * One frame as the networks take it, [1, C, H, W], outside the Java heap: every peer reads the same
 * memory in the same layout.
 */
public final class InputTensor implements AutoCloseable {
  private final Shape shape;

  /** The buffer does not keep it alive, so this field has to. */
  private final FloatPointer memory;

  private final FloatBuffer values;
  private StreamFrame seen;
  private InputTensor before;
  private InputChange changed;

  public InputTensor(Shape shape) {
    this.shape = shape;
    this.memory = new FloatPointer(shape.elements());
    this.values = memory.asBuffer();
  }

  /**
   * Fills this tensor from a picture.
   *
   * @param input of the stream of which the picture is the next
   * @param nhwc the stream's own, for at least as many values
   * @param last frame of the stream before this one; null for none
   */
  public void fill(RgbImage picture, StreamInput input, FloatBuffer nhwc, InputTensor last) {
    seen = input.next(picture, nhwc);
    before = last;
    changed = input.changed() == null ? null : new InputChange(input.changed());
    copy(nhwc);
  }

  /**
   * Fills this tensor from a picture.
   *
   * @param sampler from pictures of this size to a network's input
   * @param nhwc scratch, for at least as many values
   */
  public void fill(RgbImage picture, PixelSampler sampler, FloatBuffer nhwc) {
    sampler.sample(picture, nhwc);
    copy(nhwc);
  }

  /** View of the frame's stream; null where it is of none. */
  public StreamFrame seen() {
    return seen;
  }

  /** Cells in which this frame may differ from one; null where nothing is known of that. */
  public InputChange changedSince(InputTensor other) {
    return other != null && other == before ? changed : null;
  }

  private void copy(FloatBuffer nhwc) {
    int channels = shape.channels();
    int pixels = shape.pixels();
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int c = 0; c < channels; c++) {
        values.put(c * pixels + pixel, nhwc.get(pixel * channels + c));
      }
    }
  }

  /**
   * Fills this tensor.
   *
   * @param nchw as many values as it has
   */
  public void set(float[] nchw) {
    if (nchw.length != shape.elements()) {
      throw new IllegalArgumentException(
          shape + " needs " + shape.elements() + " values, but there are " + nchw.length);
    }
    values.put(0, nchw);
  }

  /** The values in NCHW order, copied. */
  public float[] toArray() {
    float[] copy = new float[values.capacity()];
    copyTo(copy);
    return copy;
  }

  /**
   * Copies the values in NCHW order.
   *
   * @param nchw takes them all
   */
  public void copyTo(float[] nchw) {
    values.get(0, nchw, 0, values.capacity());
  }

  public Shape shape() {
    return shape;
  }

  /** The values in NCHW order, not a copy; its position stays at 0. */
  public FloatBuffer values() {
    return values;
  }

  @Override
  public void close() {
    memory.close();
  }
}

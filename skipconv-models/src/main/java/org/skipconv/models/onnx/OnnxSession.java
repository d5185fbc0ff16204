package org.skipconv.models.onnx;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.FrameReport;
import org.skipconv.core.FrameResult;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;
import org.skipconv.models.internal.NamedShapes;
import org.skipconv.models.vision.InputBuffer;

/**
 * One stream of an {@link OnnxModel}: a frame's tensors in, the outputs out, under the names and in
 * the shapes that the file gives them. Used by one thread at a time.
 */
@NullMarked
public final class OnnxSession implements AutoCloseable {
  private final OnnxModel model;
  private final VideoSession session;
  private final InputBuffer input;
  private final OnnxOutputs outputs;
  private @Nullable FrameResult result;

  OnnxSession(OnnxModel model, SessionOptions options) {
    this(model, model.network().open(options), options.threads());
  }

  /** A stream on a session that somebody else has opened, and that is closed with it. */
  OnnxSession(OnnxModel model, VideoSession session, int threads) {
    this.model = model;
    this.session = session;
    this.input = new InputBuffer(model.network().inputShape());
    this.outputs = new OnnxOutputs(model, threads);
  }

  /**
   * Computes the next frame of a model with one input.
   *
   * @param frame in the shape that the file says, finite
   * @return every output by name, copies that stay as they are; whole numbers as floats
   * @throws IllegalArgumentException when the frame is of another shape, or not finite; the stream
   *     stays as it was
   */
  public Map<String, Tensor> next(Tensor frame) {
    if (model.graph().inputs().ports().size() != 1) {
      throw new IllegalArgumentException("the model has the inputs " + model.inputs().keySet());
    }
    return next(Map.of(model.graph().inputs().ports().get(0).name(), frame));
  }

  /**
   * Computes the next frame.
   *
   * @param frame every input by name, in the shapes that the file says, finite
   * @return every output by name, copies that stay as they are; whole numbers as floats
   * @throws IllegalArgumentException when an input is missing, of another shape, or not finite; the
   *     stream stays as it was
   */
  public Map<String, Tensor> next(Map<String, Tensor> frame) {
    return outputs.tensors(compute(frame), frame);
  }

  /** The same with the types that the outputs have. */
  Map<String, OnnxArray> nextArrays(Map<String, Tensor> frame) {
    return outputs.arrays(compute(frame), frame);
  }

  private FrameResult compute(Map<String, Tensor> frame) {
    for (OnnxInputs.Port port : model.graph().inputs().ports()) {
      Tensor tensor = frame.get(port.name());
      if (tensor == null) {
        throw new IllegalArgumentException(
            "the input " + port.name() + " " + port.dims() + " is missing");
      }
      if (!Arrays.equals(tensor.shape(), port.sizes())) {
        throw new IllegalArgumentException(
            "the input " + port.name() + " is " + port.dims() + ", but got " + tensor);
      }
    }
    boolean last = model.graph().inputs().ports().stream().anyMatch(p -> p.channelsLast());
    FloatBuffer pixels = input.pixels();
    for (OnnxInputs.Port port : model.graph().inputs().ports()) {
      if (port.isMap()) {
        float[] values = NamedShapes.get(frame, port.name()).values();
        if (last) {
          interleave(port, values, pixels);
        } else {
          pixels.put(values);
        }
      }
    }
    FrameResult computed = last ? session.nextNhwc(input.pixels()) : session.next(input.pixels());
    result = computed;
    return computed;
  }

  private void interleave(OnnxInputs.Port port, float[] values, FloatBuffer nhwc) {
    int all = model.network().inputShape().channels();
    int channels = port.shape().channels();
    int pixels = port.shape().pixels();
    if (port.channelsLast() && channels == all) {
      nhwc.put(values);
      return;
    }
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < channels; c++) {
        float value = port.channelsLast() ? values[p * channels + c] : values[c * pixels + p];
        nhwc.put(p * all + port.firstChannel() + c, value);
      }
    }
  }

  /**
   * {@return the cost of the last frame, foreign parts in mid-network included, the tail not}
   *
   * @throws IllegalStateException before the first frame
   */
  public FrameReport lastReport() {
    if (result == null) {
      throw new IllegalStateException("there has been no frame yet");
    }
    return result.report();
  }

  /**
   * {@return the stream underneath} Frames that are given to it directly make later outputs wrong.
   */
  public VideoSession session() {
    return session;
  }

  /** Forgets all frames: the next one is a keyframe. */
  public void reset() {
    session.reset();
    outputs.reset();
    result = null;
  }

  /** Frees the memory of the stream; does nothing the second time. */
  @Override
  public void close() {
    session.close();
    input.close();
    outputs.close();
  }
}

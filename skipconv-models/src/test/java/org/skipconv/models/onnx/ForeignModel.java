package org.skipconv.models.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.skipconv.core.Tensor;
import org.skipconv.core.testing.TestData;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.vision.Placement;
import org.skipconv.models.vision.RgbImage;

/** A network that somebody else made, run by ONNX Runtime on pictures. */
public final class ForeignModel implements AutoCloseable {
  /** Channel values from 0 to 255 as they are. */
  public static final Normalization BYTES = bytes(List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final int height;
  private final int width;
  private final boolean channelsLast;
  private final boolean blueFirst;
  private final Normalization normalization;

  /**
   * Opens a file of the test data.
   *
   * @param file such as {@code yolox_nano.onnx}
   * @param height of the input
   * @param width of the input
   * @param blueFirst whether the channels are blue, green, red
   * @param normalization of the channels, in the network's order
   */
  public ForeignModel(
      String file, int height, int width, boolean blueFirst, Normalization normalization) {
    this.height = height;
    this.width = width;
    this.blueFirst = blueFirst;
    this.normalization = normalization;
    Path path = TestData.require("onnx/" + file);
    FutureTask<OrtSession> loading = new FutureTask<>(() -> load(path));
    new Thread(null, loading, "onnx-load", OnnxOracle.STACK_BYTES).start();
    try {
      session = loading.get();
      TensorInfo info = (TensorInfo) session.getInputInfo().get(input()).getInfo();
      channelsLast = info.getShape()[3] == 3;
    } catch (ExecutionException | OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while loading " + path, e);
    }
  }

  private OrtSession load(Path path) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      return environment.createSession(path.toString(), options);
    }
  }

  private String input() {
    return session.getInputNames().iterator().next();
  }

  /** Outputs for a picture, with the names and axes that the file gives them. */
  public Map<String, Tensor> run(RgbImage image, Placement placement) {
    long[] shape =
        channelsLast ? new long[] {1, height, width, 3} : new long[] {1, 3, height, width};
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(pixels(image, placement)), shape);
        OrtSession.Result result = session.run(Map.of(input(), tensor))) {
      for (Map.Entry<String, OnnxValue> output : result) {
        OnnxTensor value = (OnnxTensor) output.getValue();
        float[] values = new float[value.getFloatBuffer().remaining()];
        value.getFloatBuffer().get(values);
        int[] axes = Arrays.stream(value.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
        outputs.put(output.getKey(), Tensor.of(values, axes));
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime fails", e);
    }
    return outputs;
  }

  /** The normalization (v - mean) / std of values v from 0 to 255. */
  public static Normalization bytes(List<Float> mean, List<Float> std) {
    return new Normalization(
        mean.stream().map(value -> value / 255).toList(),
        std.stream().map(value -> value / 255).toList());
  }

  private float[] pixels(RgbImage image, Placement placement) {
    float[] last = new float[height * width * 3];
    RgbImage ordered = blueFirst ? swapped(image) : image;
    placement.sampler(normalization).sample(ordered, FloatBuffer.wrap(last));
    if (channelsLast) {
      return last;
    }
    float[] first = new float[last.length];
    int pixels = height * width;
    for (int i = 0; i < last.length; i++) {
      first[i % 3 * pixels + i / 3] = last[i];
    }
    return first;
  }

  private static RgbImage swapped(RgbImage image) {
    byte[] swapped = image.rgb().clone();
    for (int i = 0; i < swapped.length; i += 3) {
      swapped[i] = image.rgb()[i + 2];
      swapped[i + 2] = image.rgb()[i];
    }
    return new RgbImage(image.height(), image.width(), swapped);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot be closed", e);
    }
  }
}

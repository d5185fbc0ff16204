package org.skipconv.bench.cli.measure;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.onnx.OnnxExport;

/** ONNX Runtime, dense, on the same weights. */
public final class OnnxRuntimePeer implements Peer {
  public static final String NAME = "onnxruntime";

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;

  /** Axes of the input. */
  private final long[] sizes;

  private OnnxRuntimePeer(OrtEnvironment environment, OrtSession session, int[] sizes) {
    this.environment = environment;
    this.session = session;
    this.input = session.getInputNames().iterator().next();
    this.sizes = Arrays.stream(sizes).asLongStream().toArray();
  }

  /**
   * Hands a network over to ONNX Runtime.
   *
   * @param threads that share the work of one frame
   * @throws IllegalStateException when ONNX Runtime does not run here, or not this network
   */
  public static OnnxRuntimePeer open(SkipNetwork network, int threads) {
    Path file = null;
    try {
      file = Files.createTempFile("skipconv", ".onnx");
      OnnxExport.write(network, file);
      Shape shape = network.inputShape();
      return open(file, new int[] {1, shape.channels(), shape.height(), shape.width()}, threads);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the network for ONNX Runtime", e);
    } finally {
      delete(file);
    }
  }

  /**
   * Has ONNX Runtime run a file as it is.
   *
   * @param sizes of the axes of its one input, which is [1, C, H, W] or [1, H, W, C]
   * @param threads that share the work of one frame
   * @throws IllegalStateException when ONNX Runtime does not run here, or not this file
   */
  public static OnnxRuntimePeer open(Path file, int[] sizes, int threads) {
    try {
      return LargeStack.call(() -> opened(file, sizes, threads));
    } catch (OrtException e) {
      throw new IllegalStateException(
          "ONNX Runtime refuses " + file.getFileName() + ": " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new IllegalStateException("ONNX Runtime does not run on this machine", e);
    }
  }

  private static OnnxRuntimePeer opened(Path file, int[] sizes, int threads) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // Files of others give hundreds of warnings.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      if (threads > 1) {
        // Idle threads that spin would take the processor from whoever is measured next.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
      }
      OrtSession session = environment.createSession(file.toString(), options);
      requireTakes(session, sizes);
      return new OnnxRuntimePeer(environment, session, sizes);
    }
  }

  /** Refuses inputs that a file does not take, which is run as it is. */
  private static void requireTakes(OrtSession session, int[] sizes) throws OrtException {
    NodeInfo node = session.getInputInfo().values().iterator().next();
    TensorInfo info = (TensorInfo) node.getInfo();
    long[] axes = info.getShape();
    boolean fits = info.type == OnnxJavaType.FLOAT && axes.length == sizes.length;
    for (int i = 0; fits && i < sizes.length; i++) {
      fits = axes[i] < 0 || axes[i] == sizes[i];
    }
    if (!fits) {
      session.close();
      throw new IllegalStateException(
          "ONNX Runtime runs the file as it is, which takes "
              + info.type
              + " "
              + Arrays.toString(axes)
              + ", not FLOAT "
              + Arrays.toString(sizes));
    }
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // Windows does not delete what is still mapped.
      file.toFile().deleteOnExit();
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  /**
   * Time and outputs of a frame.
   *
   * @param nanos from the raw input to the raw outputs
   * @param outputs all of them, NCHW, by name
   */
  public record Run(long nanos, Map<String, float[]> outputs) {}

  @Override
  public long next(InputTensor frame) {
    try (OnnxTensor tensor = tensor(frame)) {
      Map<String, OnnxTensor> inputs = Map.of(input, tensor);
      long start = System.nanoTime();
      OrtSession.Result result = session.run(inputs);
      long nanos = System.nanoTime() - start;
      result.close();
      return nanos;
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime fails", e);
    }
  }

  /** Computes a frame and keeps what comes out; copying it is not in the time. */
  public Run run(InputTensor frame) {
    try (OnnxTensor tensor = tensor(frame)) {
      Map<String, OnnxTensor> inputs = Map.of(input, tensor);
      long start = System.nanoTime();
      try (OrtSession.Result result = session.run(inputs)) {
        return new Run(System.nanoTime() - start, copy(result));
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime fails", e);
    }
  }

  private static Map<String, float[]> copy(OrtSession.Result result) {
    Map<String, float[]> outputs = new LinkedHashMap<>();
    for (Map.Entry<String, OnnxValue> output : result) {
      outputs.put(output.getKey(), floats((OnnxTensor) output.getValue()));
    }
    return outputs;
  }

  private static float[] floats(OnnxTensor tensor) {
    if (tensor.getInfo().type == OnnxJavaType.INT64) {
      LongBuffer whole = tensor.getLongBuffer();
      float[] copy = new float[whole.remaining()];
      for (int i = 0; i < copy.length; i++) {
        copy[i] = whole.get(i);
      }
      return copy;
    }
    if (tensor.getInfo().type == OnnxJavaType.INT32) {
      IntBuffer whole = tensor.getIntBuffer();
      float[] copy = new float[whole.remaining()];
      for (int i = 0; i < copy.length; i++) {
        copy[i] = whole.get(i);
      }
      return copy;
    }
    FloatBuffer values = tensor.getFloatBuffer();
    float[] copy = new float[values.remaining()];
    values.get(copy);
    return copy;
  }

  /** All outputs for a frame, NCHW, by name. */
  public Map<String, float[]> outputs(InputTensor frame) {
    return run(frame).outputs();
  }

  /** Over the frame's own memory, unless the file wants channels last. */
  private OnnxTensor tensor(InputTensor frame) throws OrtException {
    Shape shape = frame.shape();
    boolean channelsLast = sizes[1] == shape.height() && sizes[3] == shape.channels();
    FloatBuffer values = channelsLast ? channelsLast(frame) : frame.values();
    return OnnxTensor.createTensor(environment, values, sizes);
  }

  private static FloatBuffer channelsLast(InputTensor frame) {
    Shape shape = frame.shape();
    FloatBuffer nhwc =
        ByteBuffer.allocateDirect(Math.toIntExact(Float.BYTES * shape.elements()))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    int pixels = shape.pixels();
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int c = 0; c < shape.channels(); c++) {
        nhwc.put(pixel * shape.channels() + c, frame.values().get(c * pixels + pixel));
      }
    }
    return nhwc;
  }

  @Override
  public void reset() {}

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot be closed", e);
    }
  }
}

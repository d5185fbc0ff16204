package org.skipconv.bench.measure;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private OnnxRuntimePeer(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
    this.input = session.getInputNames().iterator().next();
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
      Path written = file;
      return LargeStack.call(() -> open(written, threads));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the network for ONNX Runtime", e);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses " + network.name(), e);
    } catch (LinkageError e) {
      throw new IllegalStateException("ONNX Runtime does not run on this machine", e);
    } finally {
      delete(file);
    }
  }

  private static OnnxRuntimePeer open(Path file, int threads) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      if (threads > 1) {
        // Idle threads that spin would take the processor from whoever is measured next.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
      }
      return new OnnxRuntimePeer(environment, environment.createSession(file.toString(), options));
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
   * What a frame cost and gave.
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
      FloatBuffer values = ((OnnxTensor) output.getValue()).getFloatBuffer();
      float[] copy = new float[values.remaining()];
      values.get(copy);
      outputs.put(output.getKey(), copy);
    }
    return outputs;
  }

  /** All outputs for a frame, NCHW, by name. */
  public Map<String, float[]> outputs(InputTensor frame) {
    return run(frame).outputs();
  }

  /** Over the frame's own memory. */
  private OnnxTensor tensor(InputTensor frame) throws OrtException {
    Shape shape = frame.shape();
    long[] sizes = {1, shape.channels(), shape.height(), shape.width()};
    return OnnxTensor.createTensor(environment, frame.values(), sizes);
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

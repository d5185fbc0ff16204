package org.skipconv.models.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;

/**
 * What ONNX Runtime computes for a network: an engine that shares no code with ours, run densely
 * and on one thread.
 */
public final class OnnxOracle implements AutoCloseable {

  /**
   * Deep networks: while it loads a graph ONNX Runtime recurses from node to node, and ends the
   * process where a thread of Java's usual stack size runs out.
   */
  static final long STACK_BYTES = 256L << 20;

  private final Shape inputShape;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  public OnnxOracle(SkipNetwork network) {
    inputShape = network.inputShape();
    byte[] model = OnnxExport.toBytes(network);
    FutureTask<OrtSession> loading = new FutureTask<>(() -> load(model));
    new Thread(null, loading, "onnx-load", STACK_BYTES).start();
    try {
      session = loading.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("ONNX Runtime refuses " + network.name(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while loading " + network.name(), e);
    }
  }

  private OrtSession load(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return environment.createSession(model, options);
    }
  }

  /** All outputs of a network for one input, NCHW, by name in the network's order. */
  public static Map<String, float[]> run(SkipNetwork network, float[] input) {
    try (OnnxOracle oracle = new OnnxOracle(network)) {
      return oracle.run(input);
    }
  }

  /** All outputs for one input, NCHW, by name in the network's order. */
  public Map<String, float[]> run(float[] input) {
    long[] shape = {1, inputShape.channels(), inputShape.height(), inputShape.width()};
    String inputName = session.getInputNames().iterator().next();
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(input), shape);
        OrtSession.Result result = session.run(Map.of(inputName, tensor))) {
      Map<String, float[]> outputs = new LinkedHashMap<>();
      result.forEach(output -> outputs.put(output.getKey(), values(output.getValue())));
      return outputs;
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime fails", e);
    }
  }

  private static float[] values(OnnxValue output) {
    FloatBuffer buffer = ((OnnxTensor) output).getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("cannot close the session of ONNX Runtime", e);
    }
  }
}

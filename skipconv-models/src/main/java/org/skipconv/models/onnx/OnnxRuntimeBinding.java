package org.skipconv.models.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A sub-graph whose tensors lie in somebody's direct buffers, made once and used in every run. */
final class OnnxRuntimeBinding implements AutoCloseable {
  private final OnnxRuntimeGraph graph;
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();

  /**
   * A binding without results of its own: they are asked for by name.
   *
   * @param buffers direct, one for each port
   */
  OnnxRuntimeBinding(
      OnnxRuntimeGraph graph, int threads, List<OnnxPort> ports, List<FloatBuffer> buffers) {
    this(graph, threads, ports, buffers, List.of(), List.of());
  }

  /**
   * A binding.
   *
   * @param buffers direct, one for each port; results are written to theirs
   */
  OnnxRuntimeBinding(
      OnnxRuntimeGraph graph,
      int threads,
      List<OnnxPort> ports,
      List<FloatBuffer> buffers,
      List<OnnxPort> resultPorts,
      List<FloatBuffer> resultBuffers) {
    this.graph = graph;
    this.session = graph.session(threads);
    boolean bound = false;
    try {
      bind(ports, buffers, inputs);
      bind(resultPorts, resultBuffers, outputs);
      bound = true;
    } finally {
      if (!bound) {
        close();
      }
    }
  }

  private void bind(List<OnnxPort> ports, List<FloatBuffer> buffers, Map<String, OnnxTensor> to) {
    for (int i = 0; i < ports.size(); i++) {
      OnnxPort port = ports.get(i);
      try {
        FloatBuffer all = buffers.get(i).duplicate().clear();
        to.put(
            port.name(),
            OnnxTensor.createTensor(OnnxRuntimeGraph.environment(), all, port.longDims()));
      } catch (OrtException e) {
        throw failed(e);
      }
    }
  }

  /** Computes the results into their buffers. */
  void run() {
    // The graph ends its sessions when nothing reaches it, which must not be now.
    try (OrtSession.Result result = session.run(inputs, Set.of(), outputs)) {
      assertBound(result);
    } catch (OrtException e) {
      throw failed(e);
    } finally {
      Reference.reachabilityFence(graph);
    }
  }

  private void assertBound(OrtSession.Result result) {
    if (result.size() != outputs.size()) {
      throw new IllegalStateException(
          graph.name() + " gave " + result.size() + " results, not " + outputs.size());
    }
  }

  /** Computes results of any type and size. */
  Map<String, OnnxArray> run(List<String> names) {
    try (OrtSession.Result result = session.run(inputs, Set.copyOf(names))) {
      Map<String, OnnxArray> arrays = new LinkedHashMap<>();
      for (String name : names) {
        arrays.put(name, array(name, result.get(name).orElseThrow()));
      }
      return arrays;
    } catch (OrtException e) {
      throw failed(e);
    } finally {
      Reference.reachabilityFence(graph);
    }
  }

  private OnnxArray array(String name, OnnxValue value) throws OrtException {
    if (!(value instanceof OnnxTensor tensor)) {
      throw new IllegalStateException(
          "the result " + name + " of " + graph.name() + " is no tensor, but " + value.getType());
    }
    TensorInfo info = tensor.getInfo();
    List<Long> dims = Arrays.stream(info.getShape()).boxed().toList();
    int size = Math.toIntExact(dims.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b));
    return new OnnxArray(dims, values(tensor, info.type, size));
  }

  private static Object values(OnnxTensor tensor, OnnxJavaType type, int size) throws OrtException {
    switch (type) {
      case FLOAT, FLOAT16, BFLOAT16 -> {
        float[] floats = new float[size];
        tensor.getFloatBuffer().get(floats);
        return floats;
      }
      case DOUBLE -> {
        double[] doubles = new double[size];
        tensor.getDoubleBuffer().get(doubles);
        return doubles;
      }
      case INT64 -> {
        long[] longs = new long[size];
        tensor.getLongBuffer().get(longs);
        return longs;
      }
      case INT32 -> {
        int[] ints = new int[size];
        tensor.getIntBuffer().get(ints);
        return ints;
      }
      case INT16 -> {
        short[] shorts = new short[size];
        tensor.getShortBuffer().get(shorts);
        return shorts;
      }
      case INT8, UINT8 -> {
        byte[] bytes = new byte[size];
        tensor.getByteBuffer().get(bytes);
        return bytes;
      }
      case BOOL -> {
        ByteBuffer cells = tensor.getByteBuffer();
        boolean[] booleans = new boolean[size];
        for (int i = 0; i < size; i++) {
          booleans[i] = cells.get() != 0;
        }
        return booleans;
      }
      default -> throw new IllegalStateException("tensors of type " + type + " are not known here");
    }
  }

  private IllegalStateException failed(OrtException e) {
    return new IllegalStateException(
        "ONNX Runtime fails at " + graph.name() + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    outputs.values().forEach(OnnxTensor::close);
  }
}

package org.skipconv.models.onnx;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * A sub-graph after a network that ONNX Runtime executes: what nothing follows may have results of
 * any type, and of a size that depends on values, as non-maximum suppression does. Immutable; what
 * remembers a frame is in its {@link Run}.
 *
 * <p>Refers to no class of ONNX Runtime, so that whoever names it can be loaded without.
 */
final class OnnxRuntimeTail {
  private final OnnxRuntimeGraph graph;
  private final List<OnnxPort> inputs;
  private final List<String> results;

  private OnnxRuntimeTail(OnnxRuntimeGraph graph, List<OnnxPort> inputs, List<String> results) {
    this.graph = graph;
    this.inputs = List.copyOf(inputs);
    this.results = List.copyOf(results);
  }

  /**
   * Loads a sub-graph.
   *
   * @param name for messages
   * @param model the bytes of an ONNX file with these inputs; not to be changed any more
   * @param inputs all of float32
   * @param results names of those that are wanted
   * @throws IllegalArgumentException when ONNX Runtime refuses the model
   * @throws IllegalStateException when ONNX Runtime is absent
   */
  static OnnxRuntimeTail load(
      String name, byte[] model, List<OnnxPort> inputs, List<String> results) {
    OnnxRuntime.require(name);
    return new OnnxRuntimeTail(new OnnxRuntimeGraph(name, model), inputs, results);
  }

  /** The inputs. */
  List<OnnxPort> inputs() {
    return inputs;
  }

  /** Starts to compute for one stream. */
  Run open(int threads) {
    return new Run(this, threads);
  }

  /** A tail at work for one stream, which uses it by one thread at a time. */
  static final class Run implements AutoCloseable {
    private final List<FloatBuffer> buffers;
    private final List<String> results;
    private final OnnxRuntimeBinding binding;

    private Run(OnnxRuntimeTail tail, int threads) {
      buffers = OnnxRuntimeComputation.buffers(tail.inputs);
      results = tail.results;
      binding = new OnnxRuntimeBinding(tail.graph, threads, tail.inputs, buffers);
    }

    /** Place of an input's values, [C, H, W] row by row; what is written stays. */
    FloatBuffer input(int index) {
      return buffers.get(index).duplicate();
    }

    /** Computes the results, in the order in which they were asked for. */
    Map<String, OnnxArray> run() {
      return binding.run(results);
    }

    @Override
    public void close() {
      binding.close();
    }
  }
}

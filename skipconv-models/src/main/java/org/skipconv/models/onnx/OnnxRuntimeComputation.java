package org.skipconv.models.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.ForeignComputation;
import org.skipconv.core.graph.ForeignRun;

/**
 * A sub-graph of float32 that ONNX Runtime executes as a foreign part, on as many threads as the
 * session has. Its tensors lie in the session's buffers.
 *
 * <p>Refers to no class of ONNX Runtime, so that whoever names it can be loaded without.
 */
final class OnnxRuntimeComputation implements ForeignComputation {
  private final String name;
  private final OnnxRuntimeGraph graph;
  private final List<OnnxPort> inputs;
  private final List<OnnxPort> outputs;
  private final long macs;

  private OnnxRuntimeComputation(
      String name,
      OnnxRuntimeGraph graph,
      List<OnnxPort> inputs,
      List<OnnxPort> outputs,
      long macs) {
    this.name = name;
    this.graph = graph;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.macs = macs;
  }

  /**
   * Loads a sub-graph, and runs it to learn the sizes of its results.
   *
   * @param name for messages
   * @param model the bytes of an ONNX file with these inputs; not to be changed any more
   * @param inputs all of float32, one for each operand
   * @param results names of those that are wanted
   * @param macs multiply-accumulates of a run, 0 if they are not known
   * @throws IllegalArgumentException when ONNX Runtime refuses the model, or a result is not of
   *     float32, or of a size that depends on values: such a part can be no more than a {@linkplain
   *     OnnxRuntimeTail tail}
   * @throws IllegalStateException when ONNX Runtime is absent
   */
  static OnnxRuntimeComputation load(
      String name, byte[] model, List<OnnxPort> inputs, List<String> results, long macs) {
    OnnxRuntime.require(name);
    OnnxRuntimeGraph graph = new OnnxRuntimeGraph(name, model);
    List<OnnxPort> outputs = results(graph, inputs, results);
    return new OnnxRuntimeComputation(name, graph, inputs, outputs, macs);
  }

  private static List<OnnxPort> results(
      OnnxRuntimeGraph graph, List<OnnxPort> inputs, List<String> names) {
    List<FloatBuffer> buffers = buffers(inputs);
    try (OnnxRuntimeBinding binding = new OnnxRuntimeBinding(graph, 1, inputs, buffers)) {
      Map<String, OnnxArray> ofZeros = binding.run(names);
      for (FloatBuffer buffer : buffers) {
        for (int i = 0; i < buffer.capacity(); i++) {
          buffer.put(i, 1 + i % 7);
        }
      }
      Map<String, OnnxArray> ofOthers = binding.run(names);
      List<OnnxPort> ports = new ArrayList<>();
      for (String name : names) {
        OnnxArray array = ofZeros.get(name);
        if (!array.dims().equals(ofOthers.get(name).dims())) {
          throw refused(graph, name, "has a size that depends on values");
        }
        if (!(array.values() instanceof float[])) {
          throw refused(graph, name, "is a " + array + ", and no map of floats");
        }
        if (array.size() == 0) {
          throw refused(graph, name, "is empty");
        }
        int[] dims = array.dims().stream().mapToInt(Math::toIntExact).toArray();
        ports.add(OnnxPort.of(name, dims));
      }
      return ports;
    }
  }

  private static IllegalArgumentException refused(
      OnnxRuntimeGraph graph, String result, String why) {
    return new IllegalArgumentException(
        "the result " + result + " of " + graph.name() + " " + why + ": nothing can follow it");
  }

  /** Direct buffers of zeros, one for each port. */
  static List<FloatBuffer> buffers(List<OnnxPort> ports) {
    List<FloatBuffer> buffers = new ArrayList<>();
    for (OnnxPort port : ports) {
      int bytes = Math.toIntExact(port.shape().elements() * Float.BYTES);
      ByteBuffer block = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
      buffers.add(block.asFloatBuffer());
    }
    return List.copyOf(buffers);
  }

  /** The results, with their dimensions. */
  List<OnnxPort> outputs() {
    return outputs;
  }

  /** The same sub-graph with a result seen as another map of as many values. */
  OnnxRuntimeComputation viewed(int output, Shape shape) {
    List<OnnxPort> viewed = new ArrayList<>(outputs);
    viewed.set(output, outputs.get(output).viewed(shape));
    return new OnnxRuntimeComputation(name, graph, inputs, viewed, macs);
  }

  @Override
  public String name() {
    return name;
  }

  /** Operands may be any views of the inputs. */
  @Override
  public List<Shape> shapes(List<Shape> operands) {
    if (operands.size() != inputs.size()) {
      throw new IllegalArgumentException(
          name + " has " + inputs.size() + " inputs, but " + operands.size() + " operands");
    }
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i).elements() != inputs.get(i).shape().elements()) {
        throw new IllegalArgumentException(
            name
                + " was made for "
                + inputs.get(i).name()
                + " "
                + inputs.get(i).dims()
                + ", which an operand "
                + operands.get(i)
                + " does not fit");
      }
    }
    return outputs.stream().map(OnnxPort::shape).toList();
  }

  @Override
  public long macs(List<Shape> operands) {
    return macs;
  }

  @Override
  public ForeignRun open() {
    return open(1);
  }

  @Override
  public ForeignRun open(int threads) {
    return new Run(threads);
  }

  /** Bound to the buffers of the first run, which stay the same. */
  private final class Run implements ForeignRun {
    private final int threads;
    private OnnxRuntimeBinding binding;
    private List<FloatBuffer> boundInputs;
    private List<FloatBuffer> boundOutputs;

    Run(int threads) {
      this.threads = threads;
    }

    @Override
    public void run(List<FloatBuffer> from, List<FloatBuffer> to) {
      if (binding == null || !same(from, boundInputs) || !same(to, boundOutputs)) {
        close();
        binding = new OnnxRuntimeBinding(graph, threads, inputs, from, outputs, to);
        boundInputs = List.copyOf(from);
        boundOutputs = List.copyOf(to);
      }
      binding.run();
    }

    @SuppressWarnings("ReferenceEquality") // equal buffers may lie elsewhere
    private static boolean same(List<FloatBuffer> a, List<FloatBuffer> b) {
      boolean same = a.size() == b.size();
      for (int i = 0; same && i < a.size(); i++) {
        same = a.get(i) == b.get(i);
      }
      return same;
    }

    @Override
    public void close() {
      if (binding != null) {
        binding.close();
        binding = null;
      }
    }
  }
}

package org.skipconv.models.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.AxisMap;
import org.skipconv.core.graph.Gather;

/** Writes chosen pixels and channels in ONNX's operators. */
final class OnnxGather {
  private final OnnxGraph graph;
  private final Node node;
  private final Gather gather;

  OnnxGather(OnnxGraph graph, Node node, Gather gather) {
    this.graph = graph;
    this.node = node;
    this.gather = gather;
  }

  void write(List<String> operands, String result) {
    if (gather.hasPhases()) {
      blocks(operands, result);
      return;
    }
    Shape in = node.inputs().get(0).shape();
    boolean rows = !gather.rows().equals(AxisMap.identity());
    boolean columns = !gather.columns().equals(AxisMap.identity());
    String channels = channels(operands, rows || columns ? result + ".channels" : result);
    String lines = channels;
    int count = node.shape().channels();
    if (rows) {
      String name = columns ? graph.unique(result + ".rows") : result;
      Shape zeros = new Shape(count, 1, in.width());
      lines(name, lines, 2, gather.rows(), in.height(), zeros);
      lines = name;
    }
    if (columns) {
      Shape zeros = new Shape(count, node.shape().height(), 1);
      lines(result, lines, 3, gather.columns(), in.width(), zeros);
      lines = result;
    }
    if (!lines.equals(result)) {
      graph.node("Identity", result, List.of(lines));
    }
  }

  /** Block of a gather with phases, of which ONNX has those of blocks alone. */
  private void blocks(List<String> operands, String result) {
    int block = gather.phaseRows();
    int channels = node.inputs().get(0).shape().channels();
    for (boolean crd : new boolean[] {false, true}) {
      boolean fits = channels % (block * block) == 0;
      if (fits && gather.equals(Gather.depthToSpace(channels, block, crd))) {
        graph
            .node("DepthToSpace", result, operands)
            .integer("blocksize", block)
            .string("mode", crd ? "CRD" : "DCR");
        return;
      }
    }
    throw new IllegalArgumentException(node + " cannot be written in ONNX: " + gather);
  }

  private String channels(List<String> operands, String result) {
    List<String> parts = new ArrayList<>();
    for (Gather.Channels run : gather.channels().get(0)) {
      int count = run.count(node.operandShapes());
      Shape in = node.inputs().get(Math.max(run.operand(), 0)).shape();
      if (run.isZeros()) {
        parts.add(zeros(result + ".zeros", new Shape(count, in.height(), in.width())));
      } else if (run.first() == 0 && count == in.channels()) {
        parts.add(operands.get(run.operand()));
      } else {
        long[] indices = IntStream.range(run.first(), run.first() + count).asLongStream().toArray();
        String part = graph.unique(result + ".part");
        gather(part, operands.get(run.operand()), 1, indices);
        parts.add(part);
      }
    }
    if (parts.size() == 1) {
      return parts.get(0);
    }
    String joined = result.endsWith(".channels") ? graph.unique(result) : result;
    graph.node("Concat", joined, parts).integer("axis", 1);
    return joined;
  }

  /** A line of zeros after the others is the source of those that are 0. */
  private void lines(String name, String x, int axis, AxisMap map, int inputs, Shape zeros) {
    long[] indices =
        IntStream.range(0, map.size(inputs))
            .map(line -> map.source(line, inputs))
            .mapToLong(source -> source == AxisMap.NOTHING ? inputs : source)
            .toArray();
    String from = x;
    if (Arrays.stream(indices).anyMatch(source -> source == inputs)) {
      from = graph.unique(name + ".padded");
      graph.node("Concat", from, List.of(x, zeros(name + ".zeros", zeros))).integer("axis", axis);
    }
    gather(name, from, axis, indices);
  }

  private String zeros(String name, Shape shape) {
    float[] values = new float[Math.toIntExact(shape.elements())];
    return graph.floats(
        name, Tensor.of(values, 1, shape.channels(), shape.height(), shape.width()));
  }

  private void gather(String gathered, String x, int axis, long... indices) {
    String name = graph.integers(gathered + ".indices", indices);
    graph.node("Gather", gathered, List.of(x, name)).integer("axis", axis);
  }
}

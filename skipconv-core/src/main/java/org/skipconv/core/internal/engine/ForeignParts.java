package org.skipconv.core.internal.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Foreign;
import org.skipconv.core.graph.ForeignComputation;
import org.skipconv.core.graph.ForeignRun;
import org.skipconv.core.internal.kernel.LentFloats;

/** The foreign parts of one session: one for each computation and choice of operands. */
final class ForeignParts implements AutoCloseable {
  private final float threshold;
  private final int threads;
  private final IdentityHashMap<ForeignComputation, Map<List<Node>, ForeignPart>> parts =
      new IdentityHashMap<>();
  private final List<ForeignPart> opened = new ArrayList<>();

  /**
   * None yet.
   *
   * @param threshold see {@link ForeignStep}
   * @param threads of the session
   */
  ForeignParts(float threshold, int threads) {
    this.threshold = threshold;
    this.threads = threads;
  }

  /** The step of one result; opens its part with the first one. */
  ForeignStep step(Workspace space, Map<Node, Value> values, Node node, Foreign operation) {
    ForeignComputation computation = operation.computation();
    Map<List<Node>, ForeignPart> same = parts.computeIfAbsent(computation, key -> new HashMap<>());
    ForeignPart part = same.get(node.inputs());
    boolean leads = part == null;
    if (leads) {
      part = open(space, values, node, computation);
      same.put(node.inputs(), part);
    }
    return new ForeignStep(
        space,
        part,
        leads,
        part.result(operation.output()).frame(node.shape()),
        values.get(node),
        threshold);
  }

  private ForeignPart open(
      Workspace space, Map<Node, Value> values, Node node, ForeignComputation computation) {
    List<ForeignPart.ForeignOperand> operands = new ArrayList<>();
    for (Node in : node.inputs()) {
      LentFloats copy = space.planes().lent(in.shape().elements());
      operands.add(new ForeignPart.ForeignOperand(values.get(in), copy.buffer()));
    }
    List<LentFloats> results = new ArrayList<>();
    for (Shape shape : computation.shapes(node.operandShapes())) {
      results.add(space.planes().lent(shape.elements()));
    }
    ForeignRun run = computation.open(threads);
    if (run == null) {
      throw new IllegalArgumentException(
          "the foreign part " + computation.name() + " opened no run, but null");
    }
    ForeignPart part = new ForeignPart(operands, results, run);
    opened.add(part);
    return part;
  }

  /** Closes all; when some cannot be closed, the others are, and the first error is thrown. */
  @Override
  public void close() {
    RuntimeException first = null;
    for (ForeignPart part : opened) {
      try {
        part.close();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}

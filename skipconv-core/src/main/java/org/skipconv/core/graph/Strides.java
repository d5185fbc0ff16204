package org.skipconv.core.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;

/**
 * Strides of a network's maps over its input: rows and columns of the input that a row or a column
 * of a map stands for. Immutable.
 */
public final class Strides {
  private final Map<Node, Pace> rows;
  private final Map<Node, Pace> columns;

  private Strides(Map<Node, Pace> rows, Map<Node, Pace> columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * {@return the strides of a network's maps}
   *
   * @param network the network
   */
  public static Strides of(SkipNetwork network) {
    List<Node> nodes = network.nodes();
    return new Strides(paces(nodes, Dependence::rows), paces(nodes, Dependence::columns));
  }

  private static Map<Node, Pace> paces(
      List<Node> nodes, Function<Dependence, Dependence.Lines> axis) {
    Map<Node, Pace> paces = new HashMap<>();
    for (Node node : nodes) {
      paces.put(node, pace(node, paces, axis));
    }
    return paces;
  }

  private static Pace pace(
      Node node, Map<Node, Pace> paces, Function<Dependence, Dependence.Lines> axis) {
    if (!node.onPicture()) {
      return Pace.NONE;
    }
    @Nullable Pace pace = node.inputs().isEmpty() ? Pace.ONE : null;
    for (int i = 0; i < node.inputs().size(); i++) {
      Node in = node.inputs().get(i);
      if (in.onPicture()) {
        Pace step = axis.apply(node.op().dependence(i, node.operandShapes())).pace();
        Pace through = known(paces, in).times(step);
        // Operands that lie differently leave nothing to be said of the result.
        pace = pace == null || pace.equals(through) ? through : Pace.NONE;
      }
    }
    // A map that was made of single pixels alone: there was no picture to lie over.
    return pace == null ? Pace.NONE : pace;
  }

  private static Pace known(Map<Node, Pace> paces, Node node) {
    return Objects.requireNonNull(paces.get(node), () -> node.name() + " is of another network");
  }

  /**
   * {@return the rows of the input that a row of a node's result stands for, or 0 when that is no
   * whole number}
   *
   * @param node the node
   */
  public int rows(Node node) {
    return known(rows, node).whole();
  }

  /**
   * {@return the columns of the input that a column of a node's result stands for, or 0 likewise}
   *
   * @param node the node
   */
  public int columns(Node node) {
    return known(columns, node).whole();
  }

  /**
   * {@return the smallest number of rows and columns by which every map that has a stride moves a
   * whole number}
   */
  public int common() {
    long common = 1;
    for (Map<Node, Pace> axis : List.of(rows, columns)) {
      for (Pace pace : axis.values()) {
        int whole = pace.whole();
        if (whole > 0) {
          common = common / Pace.greatestCommonDivisor(common, whole) * whole;
        }
      }
    }
    return Math.toIntExact(common);
  }
}

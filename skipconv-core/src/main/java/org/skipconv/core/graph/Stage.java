package org.skipconv.core.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Activation;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;

/** One pass over the pixels of one result: a node, or several fused into one. */
public sealed interface Stage {

  /** {@return the node whose result this is} */
  Node out();

  /** {@return the nodes whose results are read} */
  List<Node> inputs();

  /**
   * {@return the dependence of each pixel of the result on the pixels of an input}
   *
   * @param input index among {@link #inputs}
   */
  Dependence dependence(int input);

  /**
   * {@return the nodes that are computed in this pass, in their order; the last one is {@link
   * #out}}
   */
  default List<Node> nodes() {
    TreeSet<Node> fused = new TreeSet<>(Comparator.comparingInt(Node::index));
    List<Node> open = new ArrayList<>(List.of(out()));
    while (!open.isEmpty()) {
      Node node = open.remove(open.size() - 1);
      if (fused.add(node)) {
        node.inputs().stream().filter(input -> !inputs().contains(input)).forEach(open::add);
      }
    }
    return List.copyOf(fused);
  }

  /**
   * {@code out = activation(conv(x) + add)}.
   *
   * @param conv node of the convolution
   * @param add node of the shortcut that is added to it, or null
   * @param activation applied last
   * @param out node whose result this is
   */
  record Convolution(Node conv, @Nullable Node add, Activation activation, Node out)
      implements Stage {
    @Override
    public List<Node> inputs() {
      return add == null ? List.of(conv.input()) : List.of(conv.input(), add);
    }

    @Override
    public Dependence dependence(int input) {
      return input == 0
          ? conv.op().dependence(0, conv.operandShapes())
          : Dependence.pixelByPixel(out.shape());
    }

    /** {@return the geometry and weights} */
    public Conv op() {
      return conv.conv();
    }

    /** {@return whether a gate decides which pixels are computed, see {@link Schedule#isGated}} */
    public boolean isGated() {
      return Schedule.isGated(conv);
    }

    /**
     * {@return the values of the shortcut's change norm that weigh as much as the input's change
     * seen through the window: the input's change norm is a sum over channels and taps, the
     * shortcut's one over the output's channels} Both are meant relative to the size of what
     * changed.
     *
     * <p>{@code factor = input channels * taps / output channels * input scale / shortcut scale}
     *
     * @param inputScale mean |x| of the input
     * @param shortcutScale mean |s| of the shortcut; where one of the two is 0 or not finite, they
     *     count as equal
     */
    public double shortcutFactor(double inputScale, double shortcutScale) {
      double relative = inputScale / shortcutScale;
      // Never 0, which would hide the shortcut's changes: after a black keyframe the input's is.
      boolean known = relative > 0 && Double.isFinite(relative);
      return shortcutWeight() * (known ? relative : 1);
    }

    /** {@return {@link #shortcutFactor} for scales that are equal} */
    public double shortcutWeight() {
      double window = (double) conv.input().shape().channels() * op().spec().taps();
      return window / conv.shape().channels();
    }
  }

  /**
   * {@code out = activation(sum of factor * term)}, terms resized to the output by nearest
   * neighbour.
   *
   * @param inputs the terms
   * @param factors one for each term
   * @param activation applied last
   * @param out node whose result this is
   */
  record Sum(List<Node> inputs, List<Float> factors, Activation activation, Node out)
      implements Stage {
    @Override
    public Dependence dependence(int input) {
      Shape shape = out.shape();
      return Gather.nearest(shape.height(), shape.width())
          .dependence(0, List.of(inputs.get(input).shape()));
    }
  }

  /**
   * An operation on its own.
   *
   * @param out node whose result this is
   */
  record Single(Node out) implements Stage {
    @Override
    public List<Node> inputs() {
      return out.inputs();
    }

    @Override
    public Dependence dependence(int input) {
      return out.op().dependence(input, out.operandShapes());
    }
  }
}

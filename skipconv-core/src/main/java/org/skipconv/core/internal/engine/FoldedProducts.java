package org.skipconv.core.internal.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.skipconv.core.Node;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.graph.Pointwise;
import org.skipconv.core.graph.Stage;
import org.skipconv.core.internal.kernel.ConvBinding;
import org.skipconv.core.internal.kernel.WindowGeometry;

/**
 * Products of a map with a factor for each channel, as squeeze-excite has them, that no map holds:
 * the convolutions that read them multiply what they read. That a product is {@link BroadcastStep
 * held}, and how much it changed, is as if it were there; the convolution that computes the map
 * says it beside the change of the map itself.
 *
 * <p>Not under REBASE, whose readers add up residuals of the product.
 */
final class FoldedProducts {
  private final Map<Node, Node> productOf = new HashMap<>();

  /** The folded products of a network's stages. */
  FoldedProducts(
      SkipNetwork network, List<Stage> stages, ResidualPolicy policy, PackedNetwork packed) {
    if (policy != ResidualPolicy.CARRY) {
      return;
    }
    Set<Node> outputs = Set.copyOf(network.outputs().values());
    Map<Node, List<Stage>> readers = new HashMap<>();
    for (Stage stage : stages) {
      for (Node in : stage.inputs()) {
        readers.computeIfAbsent(in, key -> new ArrayList<>()).add(stage);
      }
    }
    Map<Node, Stage> makers = new HashMap<>();
    stages.forEach(stage -> makers.put(stage.out(), stage));
    for (Stage stage : stages) {
      Node product = stage.out();
      if (stage instanceof Stage.Single
          && isScaled(product)
          && isGatedConv(makers.get(product.inputs().get(0)))
          && !outputs.contains(product)
          && packed.elements().of(product) == packed.elements().of(product.inputs().get(0))
          && readers.getOrDefault(product, List.of()).stream()
              .allMatch(reader -> multiplies(reader, product, packed))) {
        productOf.putIfAbsent(product.inputs().get(0), product);
      }
    }
  }

  private static boolean isScaled(Node node) {
    return node.op() instanceof Pointwise pointwise
        && pointwise.isProduct()
        && node.inputs().get(0).onPicture()
        && !node.inputs().get(1).onPicture()
        && node.inputs().get(0).shape().equals(node.shape());
  }

  private static boolean isGatedConv(Stage stage) {
    return stage instanceof Stage.Convolution conv && conv.isGated();
  }

  private static boolean multiplies(Stage reader, Node product, PackedNetwork packed) {
    return reader instanceof Stage.Convolution stage
        && stage.conv().input().equals(product)
        && !product.equals(stage.add())
        && ConvBinding.canScale(
            packed.get(stage.conv()),
            WindowGeometry.of(stage.op().spec(), product.shape(), stage.conv().shape()));
  }

  /** The folded product of a map, or null. */
  Node of(Node map) {
    return productOf.get(map);
  }

  /** Whether a node is one. */
  boolean contains(Node node) {
    return productOf.containsValue(node);
  }
}

package org.skipconv.core.internal.engine;

import java.util.HashSet;
import java.util.Set;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.graph.Foreign;
import org.skipconv.core.graph.Input;
import org.skipconv.core.internal.kernel.Plane;

/**
 * Element of each node's map. In a session of bfloat16 float32 is what comes from outside, which is
 * compared with what is held: the input and the results of foreign parts; what leaves the network
 * for a decoder and nobody else; and what is computed from the picture as a whole, as the factors
 * of squeeze-excite are.
 */
final class Elements {
  private final Plane.Element onPicture;
  private final Set<Node> read = new HashSet<>();
  private final Set<Node> outputs;

  /**
   * The elements of a network's maps.
   *
   * @param onPicture of maps between layers
   */
  Elements(SkipNetwork network, Plane.Element onPicture) {
    this.onPicture = onPicture;
    this.outputs = Set.copyOf(network.outputs().values());
    network.nodes().forEach(node -> read.addAll(node.inputs()));
  }

  Plane.Element of(Node node) {
    boolean leaves = outputs.contains(node) && !read.contains(node);
    boolean comes = node.op() instanceof Input || node.op() instanceof Foreign;
    return leaves || comes || !node.onPicture() ? Plane.Element.FLOAT32 : onPicture;
  }
}

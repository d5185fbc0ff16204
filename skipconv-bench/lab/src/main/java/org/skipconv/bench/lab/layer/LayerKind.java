package org.skipconv.bench.lab.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.bench.cli.measure.LayerTimes;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;

/**
 * The convolutions of a network that have the same geometry.
 *
 * @param kind kernel, stride, channels and size, as {@link LayerTimes} writes them
 * @param example the first of them
 * @param count how many there are
 */
public record LayerKind(String kind, Node example, int count) {

  /** All kinds of a network, in the order of computation. */
  public static List<LayerKind> of(SkipNetwork network) {
    Map<String, List<Node>> kinds = new LinkedHashMap<>();
    for (Node node : network.gatedLayers()) {
      kinds.computeIfAbsent(LayerTimes.kind(node), kind -> new ArrayList<>()).add(node);
    }
    List<LayerKind> result = new ArrayList<>();
    kinds.forEach((kind, nodes) -> result.add(new LayerKind(kind, nodes.get(0), nodes.size())));
    return result;
  }
}

package org.skipconv.models.efficientdet;

import java.util.ArrayList;
import java.util.List;

/**
 * One fusion of a BiFPN cell. A cell's inputs have the indices 0 (P3) to n - 1, its nodes go on
 * from there; the order of the inputs is that of the learned weights.
 *
 * @param level whose size the node has
 * @param inputs indices of what it fuses
 * @param topDown whether it is on the first way, from coarse to fine
 */
record PyramidNode(int level, List<Integer> inputs, boolean topDown) {

  PyramidNode {
    inputs = List.copyOf(inputs);
  }

  /** The nodes of a cell: from the coarsest level but one down to P3, then up again. */
  static List<PyramidNode> cell(int maxLevel) {
    int min = Variant.MIN_LEVEL;
    int count = maxLevel - min + 1;
    List<PyramidNode> nodes = new ArrayList<>();
    int previous = count - 1;
    for (int level = maxLevel - 1; level >= min; level--) {
      nodes.add(new PyramidNode(level, List.of(level - min, previous), true));
      previous = count + nodes.size() - 1;
    }
    for (int level = min + 1; level < maxLevel; level++) {
      int topDown = count + maxLevel - 1 - level;
      nodes.add(new PyramidNode(level, List.of(level - min, topDown, previous), false));
      previous = count + nodes.size() - 1;
    }
    nodes.add(new PyramidNode(maxLevel, List.of(count - 1, previous), false));
    return nodes;
  }
}

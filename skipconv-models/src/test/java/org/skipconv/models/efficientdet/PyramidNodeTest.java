package org.skipconv.models.efficientdet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Against the node lists of effdet's configuration ({@code get_bifpn_config}). */
class PyramidNodeTest {

  @Test
  void fiveLevels() {
    assertThat(cell(7))
        .isEqualTo(
            "P6:[3, 4] P5:[2, 5] P4:[1, 6] P3:[0, 7]"
                + " P4:[1, 7, 8] P5:[2, 6, 9] P6:[3, 5, 10] P7:[4, 11]");
  }

  @Test
  void sixLevels() {
    assertThat(cell(8))
        .isEqualTo(
            "P7:[4, 5] P6:[3, 6] P5:[2, 7] P4:[1, 8] P3:[0, 9]"
                + " P4:[1, 9, 10] P5:[2, 8, 11] P6:[3, 7, 12] P7:[4, 6, 13] P8:[5, 14]");
  }

  @Test
  void theWayDownComesFirst() {
    List<PyramidNode> nodes = PyramidNode.cell(7);
    assertThat(nodes.subList(0, 4)).allMatch(PyramidNode::topDown);
    assertThat(nodes.subList(4, 8)).noneMatch(PyramidNode::topDown);
  }

  private static String cell(int maxLevel) {
    return PyramidNode.cell(maxLevel).stream()
        .map(node -> "P" + node.level() + ":" + node.inputs())
        .collect(Collectors.joining(" "));
  }
}

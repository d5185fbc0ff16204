package org.skipconv.models.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.models.pose.JointSet.Edge;
import org.skipconv.models.pose.JointSet.Side;

class JointSetTest {

  static Stream<JointSet> published() {
    return Stream.of(JointSet.COCO_17, JointSet.MPII_16, JointSet.JHMDB_15);
  }

  @ParameterizedTest
  @MethodSource("published")
  void everySideHasItsOther(JointSet set) {
    assertThat(JointSet.ofSize(set.size())).isSameAs(set);
    for (int joint = 0; joint < set.size(); joint++) {
      assertThat(set.mirrored(set.mirrored(joint))).isEqualTo(joint);
      assertThat(set.mirrored(joint) == joint).isEqualTo(set.side(joint) == Side.MIDDLE);
    }
  }

  @ParameterizedTest
  @MethodSource("published")
  void skeletonsAreTheSameOnBothSides(JointSet set) {
    for (Edge edge : set.edges()) {
      int from = set.mirrored(edge.from());
      int to = set.mirrored(edge.to());
      assertThat(set.edges()).containsAnyOf(new Edge(from, to), new Edge(to, from));
    }
    assertThat(set.edges().stream().flatMap(e -> Stream.of(e.from(), e.to())).distinct())
        .hasSize(set.size());
  }

  @Test
  void hasThePublishedPairs() {
    assertThat(JointSet.COCO_17.pairs())
        .containsExactly(
            new Edge(1, 2),
            new Edge(3, 4),
            new Edge(5, 6),
            new Edge(7, 8),
            new Edge(9, 10),
            new Edge(11, 12),
            new Edge(13, 14),
            new Edge(15, 16));
    assertThat(JointSet.MPII_16.pairs())
        .containsExactlyInAnyOrder(
            new Edge(0, 5),
            new Edge(1, 4),
            new Edge(2, 3),
            new Edge(10, 15),
            new Edge(11, 14),
            new Edge(12, 13));
    assertThat(JointSet.JHMDB_15.pairs())
        .containsExactly(
            new Edge(3, 4),
            new Edge(5, 6),
            new Edge(7, 8),
            new Edge(9, 10),
            new Edge(11, 12),
            new Edge(13, 14));
    assertThat(JointSet.COCO_17.index("right_wrist")).isEqualTo(10);
    assertThat(JointSet.MPII_16.index("head_top")).isEqualTo(9);
    assertThat(JointSet.JHMDB_15.index("left_ankle")).isEqualTo(14);
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> JointSet.ofSize(14)).hasMessageContaining("14 joints");
    assertThatThrownBy(() -> JointSet.COCO_17.index("tail")).hasMessageContaining("tail");
    assertThatThrownBy(() -> new JointSet("x", List.of("a", "a"), List.of()))
        .hasMessageContaining("differ");
    assertThatThrownBy(() -> new JointSet("x", List.of("a"), List.of(new Edge(0, 1))))
        .hasMessageContaining("1 joints");
  }

  @Test
  void aPoseHasItsSetsJoints() {
    JointSet set = new JointSet("pair", List.of("a", "b"), List.of());
    Pose pose = new Pose(set, List.of(new Joint("a", 1, 2, 0.15f), new Joint("b", 4, 6, 0.5f)));

    assertThat(pose.joint("b").distance(pose.joint("a"))).isEqualTo(5);
    assertThat(pose.score()).isEqualTo(0.5f); // of those above 0.2
    assertThatThrownBy(() -> new Pose(set, List.of(pose.joint("a"))))
        .hasMessageContaining("2 joints");
    assertThatThrownBy(() -> new Pose(set, List.of(pose.joint("b"), pose.joint("a"))))
        .hasMessageContaining("joint 0");
  }
}

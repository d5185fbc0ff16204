package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CocoLabelsTest {

  @Test
  void eightyNamesOnNinetyIds() {
    assertThat(CocoLabels.names())
        .hasSize(80)
        .containsEntry(1, "person")
        .containsEntry(90, "toothbrush");
    assertThat(CocoLabels.names()).containsEntry(13, "stop sign").containsEntry(67, "dining table");
    assertThat(Set.copyOf(CocoLabels.names().values())).hasSize(80);
    Set<Integer> unused =
        IntStream.rangeClosed(1, 90)
            .filter(id -> !CocoLabels.names().containsKey(id))
            .boxed()
            .collect(Collectors.toSet());
    assertThat(unused).containsExactlyInAnyOrder(12, 26, 29, 30, 45, 66, 68, 69, 71, 83);
    assertThat(CocoLabels.name(12)).isEqualTo("unused 12");
  }

  @Test
  void channelsCountFromZero() {
    assertThat(CocoLabels.name(CocoLabels.idOfChannel(2))).isEqualTo("car");
    assertThatThrownBy(() -> CocoLabels.name(0)).hasMessageContaining("1 to 90, but this is 0");
    assertThatThrownBy(() -> CocoLabels.idOfChannel(90))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

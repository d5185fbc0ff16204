package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SqueezeExciteTest {
  private final SkipNetwork.Builder builder = SkipNetwork.builder("squeezed");
  private final Node image = builder.input(6, 5, 4);

  @Test
  void keepsTheShapeAndCountsBothConvolutions() {
    Node node = squeeze("se", zeros(2, 6, 1, 1), zeros(2), zeros(6, 2, 1, 1), zeros(6));
    SkipNetwork network = builder.output("out", node).build();

    assertThat(node.shape()).isEqualTo(image.shape());
    assertThat(network.denseMacs()).isEqualTo(24);
    assertThat(network.parameters()).isEqualTo(12 + 2 + 12 + 6);
    assertThat(network.convolutions()).extracting(Node::denseMacs).containsExactly(6L * 2, 6L * 2);
    assertThat(network.gatedLayers()).isEmpty();
  }

  @Test
  void sharedWeightsCountOnce() {
    Tensor reduce = zeros(2, 6, 1, 1);
    Tensor expand = zeros(6, 2, 1, 1);
    Node a = squeeze("a", reduce, zeros(2), expand, zeros(6));
    Node b = squeeze("b", reduce, zeros(2), expand, zeros(6));
    SkipNetwork network = builder.output("a", a).output("b", b).build();

    assertThat(network.parameters()).isEqualTo(24 + 2 * 8);
  }

  @Test
  void refusesWeightsThatDoNotFit() {
    assertThatThrownBy(
            () -> squeeze("se", zeros(2, 6, 1, 1), zeros(3), zeros(6, 2, 1, 1), zeros(6)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("se: reduceBias must be [2], but is Tensor[3]");
    assertThatThrownBy(
            () -> squeeze("se", zeros(2, 5, 1, 1), zeros(2), zeros(5, 2, 1, 1), zeros(5)))
        .hasMessageContaining("se: a squeeze-excite of 5 channels after 6");
    assertThatThrownBy(() -> squeeze("se", zeros(2, 6), zeros(2), zeros(6, 2), zeros(6)))
        .hasMessageContaining("[r, c, 1, 1]");
  }

  private Node squeeze(String name, Tensor rw, Tensor rb, Tensor ew, Tensor eb) {
    return builder.squeezeExcite(name, image, rw, rb, ew, eb, Activation.SILU);
  }

  private static Tensor zeros(int... shape) {
    int elements = 1;
    for (int size : shape) {
      elements *= size;
    }
    return Tensor.of(new float[elements], shape);
  }
}

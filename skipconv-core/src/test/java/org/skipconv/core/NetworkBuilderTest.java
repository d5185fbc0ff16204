package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class NetworkBuilderTest {
  private final SkipNetwork.Builder b = SkipNetwork.builder("built");
  private final Node image = b.input(4, 6, 5);

  private static Tensor zeros(int... shape) {
    int elements = 1;
    for (int size : shape) {
      elements *= size;
    }
    return Tensor.of(new float[elements], shape);
  }

  private static void refused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void convolutionsThatDoNotFitAreRefusedByName() {
    ConvSpec three = ConvSpec.keepingSize(3);
    refused(() -> b.conv("c", image, three, zeros(8, 4, 3), null), "c: weight", "3x3");
    refused(() -> b.conv("c", image, three, zeros(8, 3, 3, 3), null), "c: weight", "4 input");
    refused(() -> b.conv("c", image, three, zeros(8, 4, 1, 3), null), "c: weight");
    refused(() -> b.conv("c", image, three, zeros(8, 4, 3, 1), null), "c: weight");
    refused(() -> b.conv("c", image, three.withGroups(3), zeros(9, 1, 3, 3), null), "3 groups");
    refused(() -> b.conv("c", image, three.withGroups(2), zeros(7, 2, 3, 3), null), "2 groups");
    refused(() -> b.conv("c", image, three, zeros(8, 4, 3, 3), zeros(7)), "c: ", "8", "7");
    refused(
        () -> b.scaledConv("c", image, three, zeros(8, 4, 3, 3), zeros(9), null), "c: ", "8", "9");
    BatchNorm norm = new BatchNorm(zeros(5), zeros(5), zeros(5), zeros(5), 1e-5);
    refused(() -> b.conv("c", image, three, zeros(8, 4, 3, 3), null, norm), "c: batch norm of 5");
    refused(() -> b.conv("c", image, ConvSpec.of(7), zeros(8, 4, 7, 7), null), "reach 7");
  }

  @Test
  void sumsAndConcatenationsThatDoNotFitAreRefusedByName() {
    Node small = b.nearest("small", image, 3, 2);
    refused(() -> b.add("s", image, small), "s: the terms differ in shape");
    refused(() -> b.add("s"), "s: 0 terms");
    refused(() -> b.weightedSum("s", List.of(1f), List.of(image, image)), "2 terms with 1 factors");
    refused(() -> b.concat("s", image, small), "s: the parts differ in size");
    refused(() -> b.concat("s"), "s: ");
    refused(() -> b.bilinear("s", image, 0, 4), "0, 4");
  }

  @Test
  void namesAndNodesAreTheNetworksOwn() {
    b.nearest("twice", image, 3, 2);
    refused(() -> b.nearest("twice", image, 4, 2), "twice");
    Node foreign = SkipNetwork.builder("other").input(4, 6, 5);
    refused(() -> b.add("s", foreign, foreign), "another network");
    refused(() -> b.output("o", foreign), "another network");
    b.output("o", image);
    refused(() -> b.output("o", image), "already an output named o");
    assertThatThrownBy(() -> b.input(1, 1, 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aNetworkNeedsOutputsAndNothingElse() {
    assertThatThrownBy(b::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("built has no output");
    Node unused = b.nearest("unused", image, 3, 2);
    b.output("o", image);
    assertThatThrownBy(b::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no output needs unused");
    assertThat(b.output("p", unused).build().outputs().keySet()).containsExactly("o", "p");
  }

  @Test
  void countsMacsAndParameters() {
    Tensor shared = zeros(4, 4, 3, 3);
    Node x = b.conv("a", image, ConvSpec.keepingSize(3), shared, zeros(4));
    x = b.scaledConv("b", x, ConvSpec.keepingSize(3).withStride(2), shared, zeros(4), zeros(4));
    x = b.conv("c", x, ConvSpec.of(1).withGroups(2), zeros(6, 2, 1, 1), null);
    SkipNetwork network = b.output("o", x).build();
    assertThat(x.shape()).isEqualTo(new Shape(6, 3, 3));
    assertThat(network.denseMacs()).isEqualTo(4 * 4 * 9 * 30 + 4 * 4 * 9 * 9 + 2 * 6 * 9);
    assertThat(network.parameters()).isEqualTo(4 * 4 * 9 + 4 + 8 + 12 + 6);
    assertThat(network.convolutions()).extracting(Node::name).containsExactly("a", "b", "c");
  }

  @Test
  void noActivationIsNoNode() {
    assertThat(b.activation(Activation.NONE, image)).isSameAs(image);
  }
}

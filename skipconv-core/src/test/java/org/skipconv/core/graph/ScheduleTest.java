package org.skipconv.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;

/** Which nodes become one stage. */
class ScheduleTest {
  private final SkipNetwork.Builder builder = SkipNetwork.builder("fusion");
  private final Node image = builder.input(2, 4, 4);

  private Node conv(String name, Node in) {
    return builder.conv(name, in, ConvSpec.of(1), Tensor.of(new float[4], 2, 2, 1, 1), null);
  }

  private Node relu(Node in) {
    return builder.activation(Activation.RELU, in);
  }

  private List<Stage> carry() {
    return Schedule.of(builder.build(), ResidualPolicy.CARRY).stages();
  }

  private List<Stage> rebase() {
    return Schedule.of(builder.build(), ResidualPolicy.REBASE).stages();
  }

  private static Stage.Sum sum(Node out, Activation activation, Node... terms) {
    return new Stage.Sum(List.of(terms), Collections.nCopies(terms.length, 1f), activation, out);
  }

  @Test
  void convolutionTakesItsActivationAlong() {
    Node conv = conv("conv", image);
    Node out = relu(conv);
    builder.output("out", out);
    assertThat(carry()).containsExactly(new Stage.Convolution(conv, null, Activation.RELU, out));
  }

  @Test
  void convolutionTakesShortcutAndActivationAlong() {
    Node x = conv("x", image);
    Node conv = conv("conv", x);
    Node added = builder.add("added", x, conv);
    Node out = relu(added);
    builder.output("out", out);
    assertThat(carry())
        .containsExactly(
            new Stage.Convolution(x, null, Activation.NONE, x),
            new Stage.Convolution(conv, x, Activation.RELU, out));
  }

  @Test
  void firstOfTwoConvolutionsTakesTheOther() {
    Node a = conv("a", image);
    Node b = conv("b", image);
    Node added = builder.add("added", a, b);
    builder.output("out", added);
    assertThat(carry())
        .containsExactlyInAnyOrder(
            new Stage.Convolution(b, null, Activation.NONE, b),
            new Stage.Convolution(a, b, Activation.NONE, added));
  }

  @Test
  void theShortcutIsComputedBeforeWhoTakesItAlong() {
    Node a = conv("a", image);
    Node b = conv("b", image);
    builder.output("out", builder.add("added", a, b));
    assertThat(carry().stream().map(Stage::out).map(Node::name)).containsExactly("b", "added");
  }

  @Test
  void convolutionThatOthersReadStaysAlone() {
    Node conv = conv("conv", image);
    Node out = relu(conv);
    Node other = conv("other", conv);
    builder.output("out", out).output("other", other);
    assertThat(carry())
        .containsExactlyInAnyOrder(
            new Stage.Convolution(conv, null, Activation.NONE, conv),
            sum(out, Activation.RELU, conv),
            new Stage.Convolution(other, null, Activation.NONE, other));
  }

  @Test
  void convolutionThatIsAddedToItselfStaysAlone() {
    Node conv = conv("conv", image);
    Node twice = builder.add("twice", conv, conv);
    builder.output("out", twice);
    assertThat(carry())
        .containsExactly(
            new Stage.Convolution(conv, null, Activation.NONE, conv),
            sum(twice, Activation.NONE, conv, conv));
  }

  @Test
  void outputsKeepTheirOwnStage() {
    Node conv = conv("conv", image);
    Node added = builder.add("added", conv, image);
    Node out = relu(added);
    builder.output("conv", conv).output("added", added).output("out", out);
    assertThat(carry())
        .containsExactly(
            new Stage.Convolution(conv, null, Activation.NONE, conv),
            sum(added, Activation.NONE, conv, image),
            sum(out, Activation.RELU, added));
  }

  @Test
  void weightedAndLongSumsTakeNoConvolutionButTheirActivation() {
    Node a = conv("a", image);
    Node b = conv("b", image);
    Node weighted = builder.weightedSum("weighted", List.of(0.5f, 1f), List.of(a, b));
    Node out = relu(weighted);
    Node c = conv("c", out);
    Node three = builder.add("three", c, out, image);
    builder.output("out", three);
    assertThat(carry())
        .containsExactly(
            new Stage.Convolution(a, null, Activation.NONE, a),
            new Stage.Convolution(b, null, Activation.NONE, b),
            new Stage.Sum(List.of(a, b), List.of(0.5f, 1f), Activation.RELU, out),
            new Stage.Convolution(c, null, Activation.NONE, c),
            sum(three, Activation.NONE, c, out, image));
  }

  @Test
  void rebaseKeepsEveryConvolutionAlone() {
    Node conv = conv("conv", image);
    Node added = builder.add("added", conv, image);
    Node out = relu(added);
    Node last = conv("last", out);
    Node end = relu(last);
    builder.output("out", end);
    assertThat(rebase())
        .containsExactly(
            new Stage.Convolution(conv, null, Activation.NONE, conv),
            sum(out, Activation.RELU, conv, image),
            new Stage.Convolution(last, null, Activation.NONE, last),
            sum(end, Activation.RELU, last));
  }

  @Test
  void nearestResizingIsFoldedIntoSumsOnly() {
    Node small = builder.bilinear("small", image, 2, 2);
    Node up = builder.nearest("up", small, 4, 4);
    Node conv = conv("conv", image);
    Node added = builder.add("added", conv, up);
    Node alsoRead = builder.nearest("alsoRead", small, 4, 4);
    Node second = builder.add("second", added, alsoRead);
    Node reader = builder.concat("reader", alsoRead, second);
    builder.output("out", reader);
    assertThat(carry())
        .containsExactly(
            new Stage.Single(small),
            new Stage.Convolution(conv, null, Activation.NONE, conv),
            sum(added, Activation.NONE, conv, small),
            sum(alsoRead, Activation.NONE, small),
            sum(second, Activation.NONE, added, alsoRead),
            new Stage.Single(reader));
  }

  @Test
  void aResizedResultIsNotFolded() {
    Node small = builder.nearest("small", image, 2, 2);
    Node up = builder.nearest("up", small, 4, 4);
    Node added = builder.add("added", image, up);
    builder.output("up", up).output("out", added);
    assertThat(carry())
        .containsExactly(
            sum(small, Activation.NONE, image),
            sum(up, Activation.NONE, small),
            sum(added, Activation.NONE, image, up));
  }
}

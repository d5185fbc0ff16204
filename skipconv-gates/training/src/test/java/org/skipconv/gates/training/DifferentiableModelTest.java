package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Foreign;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.gates.ContextScore;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.gates.GumbelGate;
import org.skipconv.gates.GumbelGates;

/**
 * A differentiable model gives what a session gives: outputs for the same masks, and masks of its
 * own.
 */
class DifferentiableModelTest {
  @BeforeAll
  static void load() {
    WithPyTorch.assume();
  }

  /** All but those with foreign parts, of which nobody knows a derivative. */
  private static Stream<SkipNetwork> differentiable() {
    return Networks.all().stream()
        .filter(n -> n.nodes().stream().noneMatch(node -> node.op() instanceof Foreign));
  }

  static Stream<Arguments> networksAndPolicies() {
    return differentiable()
        .flatMap(n -> Stream.of(ResidualPolicy.values()).map(p -> Arguments.of(n, p)));
  }

  @ParameterizedTest
  @MethodSource("networksAndPolicies")
  void equalsASessionForImposedMasks(SkipNetwork network, ResidualPolicy policy) {
    List<Tensor> frames = Frames.mixed(network.inputShape(), 3);
    ImposedMasks masks = new ImposedMasks(network, frames.size(), 0.5, 11);
    SessionOptions options =
        SessionOptions.gates(masks.gate()).withPolicy(policy).withInputThreshold(0.03f);
    SessionAgreement.assertSame(network, options, masks, frames, 0.995);
  }

  @ParameterizedTest
  @MethodSource("networksAndPolicies")
  void equalsASessionThatSkipsNothing(SkipNetwork network, ResidualPolicy policy) {
    List<Tensor> frames = Frames.mixed(network.inputShape(), 4);
    SessionOptions options = SessionOptions.exact().withPolicy(policy);
    SessionAgreement.assertSame(network, options, MaskRule.ALL_OPEN, frames, 0.995);
  }

  @ParameterizedTest
  @MethodSource("networksAndPolicies")
  void normGatesDecideAsThoseOfASession(SkipNetwork network, ResidualPolicy policy) {
    assertNormGates(network, policy, GateSetting.input(0.2f));
  }

  @ParameterizedTest
  @MethodSource("networksAndBlocks")
  void blocksOfNormGatesDecideAsThoseOfASession(SkipNetwork network, int block) {
    assertNormGates(network, ResidualPolicy.CARRY, GateSetting.input(0.3f).withBlock(block));
  }

  private static void assertNormGates(
      SkipNetwork network, ResidualPolicy policy, GateSetting gate) {
    List<Tensor> frames = Frames.mixed(network.inputShape(), 5);
    SessionOptions options = SessionOptions.gates(gate.gate()).withPolicy(policy);
    GatePlan plan = GatePlan.uniform(network, gate);
    MaskRule rule = ThresholdRule.start(plan, network.gatedLayers(), torch.ScalarType.Float);
    SessionAgreement.assertSame(network, options, rule, frames, 0.999);
  }

  @ParameterizedTest
  @MethodSource("networksAndBlocks")
  void contextGatesDecideAsThoseOfASession(SkipNetwork network, int block) {
    List<Tensor> frames = Frames.mixed(network.inputShape(), 5);
    ContextScore score =
        new ContextScore(
            List.of(
                new ContextScore.Unit(0.1f, 0.7f, -0.3f, 0.2f, 0.6f),
                new ContextScore.Unit(0.3f, -0.4f, 0.5f, 0.6f, -0.5f)));
    GatePlan plan =
        GatePlan.uniform(network, GateSetting.context(0.2f, score).withBlock(block))
            .withInputThreshold(0.02f);
    ContextRule rule = ContextRule.start(plan, network.gatedLayers(), 5, torch.ScalarType.Float);
    assertThat(rule.learned().gateFor(network.gatedLayers().get(0).name()).context())
        .isEqualTo(score);
    SessionAgreement.assertSame(network, plan.options(), rule, frames, 0.999);
  }

  /** Before a step has been made a context decides nothing. */
  @Test
  void contextGatesStartAsThresholds() {
    SkipNetwork network = Networks.pyramid();
    List<Tensor> frames = Frames.mixed(network.inputShape(), 5);
    GatePlan plan = GatePlan.uniform(network, GateSetting.input(0.2f)).withInputThreshold(0.02f);
    ContextRule rule = ContextRule.start(plan, network.gatedLayers(), 5, torch.ScalarType.Float);
    SessionAgreement.assertSame(network, plan.options(), rule, frames, 1);
    EngineClip norm = EngineClip.run(network, plan.options(), frames);
    EngineClip context = EngineClip.run(network, rule.learned().options(), frames);
    norm.computed()
        .forEach(
            (layer, masks) -> {
              for (int t = 0; t < masks.size(); t++) {
                assertThat(context.computed().get(layer).get(t)).as(layer).isEqualTo(masks.get(t));
              }
            });
  }

  static Stream<Arguments> networksAndBlocks() {
    return differentiable().flatMap(n -> Stream.of(1, 2, 4, 8).map(b -> Arguments.of(n, b)));
  }

  @ParameterizedTest
  @MethodSource("networksAndBlocks")
  void learnedGatesDecideAsThoseOfASession(SkipNetwork network, int block) {
    List<Tensor> frames = Frames.mixed(network.inputShape(), 6);
    GumbelRule rule = GumbelRule.start(network.gatedLayers(), block, 5, torch.ScalarType.Float);
    // Some open, some closed.
    rule.parameters()
        .forEach(
            (name, p) ->
                p.add_(new org.bytedeco.pytorch.Scalar(name.endsWith("bias") ? -0.7 : 0.0)));
    Map<String, GumbelGate> learned = rule.learned();
    SessionOptions options = GumbelGates.of(network, learned).options();
    SessionAgreement.assertSame(network, options, rule.withDecision(Decision.HARD), frames, 0.999);
  }
}

package org.skipconv.gates.training;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.Node;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.testing.Frames;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.gates.GumbelGates;
import org.skipconv.gates.NormGate;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.hrnet.HrNet;

/** Differentiable models of whole networks of both families give what their sessions give. */
class DifferentiableFamiliesTest {
  private static final List<SkipNetwork> NETWORKS =
      List.of(HrNet.w18SmallV1(64, 32).seeded(1), EfficientDet.d0().withSize(128, 128).seeded(2));

  @BeforeAll
  static void load() {
    WithPyTorch.assume();
  }

  static Stream<Arguments> networksAndPolicies() {
    return NETWORKS.stream()
        .flatMap(n -> Stream.of(ResidualPolicy.values()).map(p -> Arguments.of(n, p)));
  }

  private static List<Tensor> frames(SkipNetwork network) {
    return Frames.movingBlock(network.inputShape(), 3, 4);
  }

  @ParameterizedTest
  @MethodSource("networksAndPolicies")
  void outputsAreTheSameForImposedMasks(SkipNetwork network, ResidualPolicy policy) {
    ImposedMasks masks = new ImposedMasks(network, 4, 0.5, 11);
    SessionOptions options = SessionOptions.gates(masks.gate()).withPolicy(policy);
    SessionAgreement.assertSame(network, options, masks, frames(network), 0.98);
  }

  @ParameterizedTest
  @MethodSource("networksAndPolicies")
  void normGatesDecideTheSame(SkipNetwork network, ResidualPolicy policy) {
    SessionOptions options = SessionOptions.gates(NormGate.input(0.2f)).withPolicy(policy);
    GatePlan plan = GatePlan.uniform(network, GateSetting.input(0.2f));
    MaskRule rule = ThresholdRule.start(plan, network.convolutions(), torch.ScalarType.Float);
    SessionAgreement.assertSame(network, options, rule, frames(network), 0.999);
  }

  static Stream<SkipNetwork> networks() {
    return NETWORKS.stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void learnedGatesDecideTheSame(SkipNetwork network) {
    List<Node> layers = new TrainingSettings().gatedLayers(network);
    GumbelRule rule = GumbelRule.start(layers, 2, 5, torch.ScalarType.Float);
    rule.parameters().forEach((name, p) -> p.add_(new Scalar(name.endsWith("bias") ? -0.7 : 0.0)));
    SessionOptions options = GumbelGates.of(network, rule.learned()).options();
    SessionAgreement.assertSame(
        network, options, rule.withDecision(Decision.HARD), frames(network), 0.999);
  }
}

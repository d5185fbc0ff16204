package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;

/**
 * Gradients through soft gates against finite differences, in double precision: of every kernel,
 * scale, bias, squeeze-excite, gate and threshold of networks that have every kind of node.
 */
class GradientTest {
  private static final torch.ScalarType DOUBLE = torch.ScalarType.Double;
  private static final double STEP = 1e-6;
  private static final Clips CLIPS = new Clips(3, 1);

  @BeforeAll
  static void load() {
    WithPyTorch.assume();
  }

  static Stream<Arguments> networksAndGates() {
    List<SkipNetwork> networks =
        List.of(Networks.chain(), Networks.residual(), Networks.pyramid(), Networks.mobile());
    return networks.stream()
        .flatMap(n -> Stream.of("learned", "CARRY", "context").map(g -> Arguments.of(n, g)));
  }

  @ParameterizedTest
  @MethodSource("networksAndGates")
  void gradientsAreThoseOfFiniteDifferences(SkipNetwork network, String gates) {
    Scopes.scoped(
        () -> {
          check(network, gates);
          return null;
        });
  }

  private static void check(SkipNetwork network, String gates) {
    DifferentiableWeights weights = new DifferentiableWeights(network, DOUBLE);
    GateRule rule = rule(network, gates).withDecision(Decision.SOFT);
    boolean carry = !gates.equals("learned");
    DifferentiableOptions options =
        new DifferentiableOptions(carry ? ResidualPolicy.CARRY : ResidualPolicy.REBASE, 0, 0);
    Loss loss = new Loss(network, new DifferentiableModel(network, weights, options), rule);
    Map<String, Tensor> parameters = new LinkedHashMap<>(weights.trainable(true));
    parameters.putAll(rule.parameters());
    parameters.values().forEach(p -> p.set_requires_grad(true));
    loss.gradients();
    kinds(parameters)
        .forEach(
            (kind, tensors) -> {
              Random random = new Random(3);
              List<Tensor> directions = tensors.stream().map(p -> randomLike(p, random)).toList();
              double analytic = 0;
              for (int i = 0; i < tensors.size(); i++) {
                analytic += tensors.get(i).grad().mul(directions.get(i)).sum().item_double();
              }
              double numeric = NoGrad.get(() -> slope(loss, tensors, directions));
              double size = Math.max(1e-4, Math.abs(numeric));
              assertThat(analytic).as(kind).isCloseTo(numeric, within(2e-4 * size));
            });
    weights.close();
  }

  /** Tensors by what they are: the kernels, the biases, the gates' kernels and so on. */
  private static Map<String, List<Tensor>> kinds(Map<String, Tensor> parameters) {
    Map<String, List<Tensor>> kinds = new LinkedHashMap<>();
    parameters.forEach(
        (name, p) -> {
          String kind = name.replaceFirst("^[^.]*[.]", "");
          kinds.computeIfAbsent(kind, key -> new ArrayList<>()).add(p);
        });
    return kinds;
  }

  private static double slope(Loss loss, List<Tensor> tensors, List<Tensor> directions) {
    move(tensors, directions, STEP);
    double above = loss.value().item_double();
    move(tensors, directions, -2 * STEP);
    double below = loss.value().item_double();
    move(tensors, directions, STEP);
    return (above - below) / (2 * STEP);
  }

  private static void move(List<Tensor> tensors, List<Tensor> directions, double step) {
    for (int i = 0; i < tensors.size(); i++) {
      tensors.get(i).add_(directions.get(i), new Scalar(step));
    }
  }

  private static GateRule rule(SkipNetwork network, String gates) {
    if (gates.equals("learned")) {
      return GumbelRule.start(network.gatedLayers(), 2, 5, DOUBLE);
    }
    GatePlan plan = GatePlan.uniform(network, GateSetting.input(0.3f).withBlock(2));
    if (gates.equals("CARRY")) {
      return ThresholdRule.start(plan, network.gatedLayers(), DOUBLE);
    }
    ContextRule rule = ContextRule.start(plan, network.gatedLayers(), 5, DOUBLE);
    Random random = new Random(8);
    // Otherwise the units have no weight, and what they are made of no gradient.
    rule.parameters()
        .forEach(
            (name, p) -> {
              if (name.endsWith(ContextRule.NAME + "weight")) {
                p.add_(randomLike(p, random), new Scalar(0.3));
              }
            });
    return rule;
  }

  /** A weighted sum of all outputs' squares, the MAC share, and under CARRY the motion of maps. */
  private static final class Loss {
    private final DifferentiableModel model;
    private final GateRule rule;
    private final Tensor frames;
    private final MacShare share;
    private final MapMotion motion;
    private final boolean carry;

    Loss(SkipNetwork network, DifferentiableModel model, GateRule rule) {
      this.model = model;
      this.rule = rule;
      this.share = new MacShare(network, Set.copyOf(network.gatedLayers()), rule::macsPerPixel);
      this.motion = new MapMotion(network, Set.copyOf(network.gatedLayers()));
      this.carry = !(rule instanceof GumbelRule);
      this.frames = Tensors.frames(Frames.noise(network.inputShape(), 3, 0.4, 3), DOUBLE);
    }

    Tensor value() {
      return value(model.run(frames, CLIPS, rule));
    }

    void gradients() {
      DifferentiableResult result = model.run(frames, CLIPS, rule);
      result.backward(value(result));
    }

    private Tensor value(DifferentiableResult result) {
      Tensor total = share.ofGated(result);
      if (carry) {
        total = total.add(motion.of(result));
      }
      for (Tensor y : List.copyOf(result.outputs().values())) {
        Tensor weights = randomLike(y, new Random(9));
        total = total.add(y.square().mul(weights.add(new Scalar(0.5))).mean());
      }
      return total;
    }
  }

  private static Tensor randomLike(Tensor like, Random random) {
    double[] values = random.doubles(like.numel(), -1, 1).toArray();
    return Tensor.create(values).reshape(like.shape());
  }
}

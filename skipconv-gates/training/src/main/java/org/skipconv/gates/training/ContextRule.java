package org.skipconv.gates.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.gates.ContextScore;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;

/**
 * Context gates ({@code ContextGate}) in training: the logit of a threshold and the score of what
 * is around. The units' factors start at random and their weights at 0, so that the gates start as
 * the thresholds alone; a plan that has units already starts from those.
 */
final class ContextRule implements PlanRule {
  /** Units of a layer that has none yet. */
  private static final int UNITS = 4;

  /** Part of the parameters' names that thresholds do not have. */
  static final String NAME = ".gate.context.";

  private static final ConvSpec PIXEL = ConvSpec.of(1);
  private static final ConvSpec AROUND = ConvSpec.keepingSize(3);

  /** One layer's units: factors [n, 3, 1, 1], bias [n], weight [1, n, 1, 1]. */
  private record Units(Tensor factors, Tensor bias, Tensor weight) {}

  private final ThresholdRule thresholds;
  private final Map<Node, Units> units;

  private ContextRule(ThresholdRule thresholds, Map<Node, Units> units) {
    this.thresholds = thresholds;
    this.units = units;
  }

  /**
   * Gates to be trained.
   *
   * @param start their thresholds, blocks, and units where there are any
   */
  static ContextRule start(GatePlan start, List<Node> layers, long seed, torch.ScalarType type) {
    Map<Node, Units> units = new LinkedHashMap<>();
    Random random = new Random(seed);
    for (Node layer : layers) {
      List<ContextScore.Unit> given = start.gateFor(layer.name()).context().units();
      units.put(layer, tensors(given.isEmpty() ? drawn(random) : given, type));
    }
    return new ContextRule(ThresholdRule.start(start, layers, type), units);
  }

  private static List<ContextScore.Unit> drawn(Random random) {
    List<ContextScore.Unit> units = new ArrayList<>();
    for (int i = 0; i < UNITS; i++) {
      float[] factors = new float[ContextScore.FEATURES];
      for (int j = 0; j < factors.length; j++) {
        factors[j] = (float) (2 * random.nextDouble() - 1);
      }
      units.add(new ContextScore.Unit(0, factors[0], factors[1], factors[2], 0));
    }
    return units;
  }

  private static Units tensors(List<ContextScore.Unit> units, torch.ScalarType type) {
    int n = units.size();
    float[] factors = new float[n * ContextScore.FEATURES];
    float[] bias = new float[n];
    float[] weight = new float[n];
    for (int i = 0; i < n; i++) {
      ContextScore.Unit unit = units.get(i);
      factors[ContextScore.FEATURES * i] = unit.ofLargest();
      factors[ContextScore.FEATURES * i + 1] = unit.ofMean();
      factors[ContextScore.FEATURES * i + 2] = unit.ofPicture();
      bias[i] = unit.bias();
      weight[i] = unit.weight();
    }
    return new Units(
        Tensor.create(factors, n, ContextScore.FEATURES, 1, 1).to(type),
        Tensor.create(bias, n).to(type),
        Tensor.create(weight, 1, n, 1, 1).to(type));
  }

  @Override
  public ContextRule withDecision(Decision decision) {
    return new ContextRule(thresholds.withDecision(decision), units);
  }

  @Override
  public Map<String, Tensor> parameters() {
    Map<String, Tensor> parameters = new LinkedHashMap<>(thresholds.parameters());
    units.forEach(
        (layer, each) -> {
          parameters.put(layer.name() + NAME + "factors", each.factors());
          parameters.put(layer.name() + NAME + "bias", each.bias());
          parameters.put(layer.name() + NAME + "weight", each.weight());
        });
    return parameters;
  }

  @Override
  public boolean isFinite() {
    return thresholds.isFinite()
        && units.values().stream()
            .flatMap(each -> List.of(each.factors(), each.bias(), each.weight()).stream())
            .allMatch(p -> Double.isFinite(p.abs().sum().item_double()));
  }

  @Override
  public boolean seesPicture() {
    return true;
  }

  @Override
  public long macsPerPixel(Node layer) {
    Units own = units.get(layer);
    return own == null ? 0 : score(own).macsPerPixel();
  }

  @Override
  public Tensor mask(Node layer, LayerView view) {
    Units own = units.get(layer);
    if (own == null) {
      return null;
    }
    Tensor pending = thresholds.relative(layer, view);
    Tensor logit = thresholds.logit(layer, pending).add(score(own, pending, view.picture()));
    return thresholds.decided(layer, logit);
  }

  /** The score of each pixel; only the ratios of what is pending matter. */
  private static Tensor score(Units units, Tensor pending, Tensor picture) {
    Tensor log = pending.log();
    Tensor largest = Windows.max(log, AROUND).sub(log);
    Tensor mean = Windows.sum(pending, AROUND).div(new Scalar(AROUND.taps())).log().sub(log);
    Tensor under = picture.mul(new Scalar(ContextScore.PICTURE_GAIN)).log1p();
    Tensor features =
        torch
            .cat(new TensorVector(largest, mean, under), 1)
            .clamp_max(new Scalar(ContextScore.LARGEST_FEATURE));
    Tensor in = Windows.convolve(features, units.factors(), units.bias(), PIXEL, 1);
    Tensor score = Windows.convolve(in.relu(), units.weight(), null, PIXEL, 1);
    return torch.clamp(
        score,
        new ScalarOptional(new Scalar(-ContextScore.REACH)),
        new ScalarOptional(new Scalar(ContextScore.REACH)));
  }

  private static ContextScore score(Units units) {
    float[] factors = PyTorch.floats(units.factors());
    float[] bias = PyTorch.floats(units.bias());
    float[] weight = PyTorch.floats(units.weight());
    List<ContextScore.Unit> all = new ArrayList<>();
    for (int i = 0; i < bias.length; i++) {
      int at = ContextScore.FEATURES * i;
      all.add(
          new ContextScore.Unit(bias[i], factors[at], factors[at + 1], factors[at + 2], weight[i]));
    }
    return new ContextScore(all);
  }

  @Override
  public GatePlan learned() {
    GatePlan plan = thresholds.learned();
    for (Map.Entry<Node, Units> each : units.entrySet()) {
      String name = each.getKey().name();
      GateSetting setting = plan.gateFor(name);
      plan = plan.withLayer(name, setting.withContext(score(each.getValue())));
    }
    return plan;
  }
}

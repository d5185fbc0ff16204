package org.skipconv.gates.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.InputThreshold;
import org.skipconv.core.Node;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;

/**
 * Norm gates ({@code NormGate.input}) whose thresholds are trained, one a layer: {@code p = ln S -
 * ln(eps * mean |x| * window elements)}, trained by ln eps.
 */
final class ThresholdRule implements PlanRule {
  /** Temperature of the soft gate: it goes from 27 % to 73 % open while S grows by a factor e. */
  private static final double TAU = 0.5;

  /** Least argument of ln: its slope must stay finite. */
  private static final double NOTHING = 1e-9;

  /** A threshold of 0 has no logarithm. */
  private static final float LEAST_EPS = 1e-4f;

  private final GatePlan start;
  private final Map<Node, Tensor> logEps;
  private final Decision decision;

  private ThresholdRule(GatePlan start, Map<Node, Tensor> logEps, Decision decision) {
    this.start = start;
    this.logEps = logEps;
    this.decision = decision;
  }

  /**
   * Thresholds to be trained.
   *
   * @param start their first values, and the blocks
   */
  static ThresholdRule start(GatePlan start, List<Node> layers, torch.ScalarType type) {
    Map<Node, Tensor> logEps = new LinkedHashMap<>();
    for (Node layer : layers) {
      float eps = Math.max(LEAST_EPS, start.gateFor(layer.name()).eps());
      logEps.put(layer, Tensor.create(new float[] {(float) Math.log(eps)}, 1).to(type));
    }
    return new ThresholdRule(start, logEps, Decision.HARD);
  }

  @Override
  public ThresholdRule withDecision(Decision newDecision) {
    return new ThresholdRule(start, logEps, newDecision);
  }

  @Override
  public Map<String, Tensor> parameters() {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    logEps.forEach((layer, value) -> parameters.put(layer.name() + ".gate.logEps", value));
    return parameters;
  }

  @Override
  public boolean isFinite() {
    return logEps.values().stream().allMatch(value -> Float.isFinite(eps(value)));
  }

  @Override
  public long macsPerPixel(Node layer) {
    return 0;
  }

  private static float eps(Tensor logEps) {
    return (float) Math.exp(PyTorch.floats(logEps)[0]);
  }

  @Override
  public Tensor mask(Node layer, LayerView view) {
    return logEps.containsKey(layer) ? decided(layer, logit(layer, relative(layer, view))) : null;
  }

  /** S in units of the layer's own size, never 0. */
  Tensor relative(Node layer, LayerView view) {
    int taps = layer.conv().spec().taps();
    double elements = layer.input().shape().channels() * (double) taps;
    Tensor unit = view.inputScale().mul(new Scalar(elements));
    return view.pending().div(unit).clamp_min(new Scalar(NOTHING));
  }

  /** p of a layer that has a threshold. */
  Tensor logit(Node layer, Tensor relative) {
    return relative.log().sub(logEps.get(layer));
  }

  /** The mask of a logit, in the layer's blocks. */
  Tensor decided(Node layer, Tensor logit) {
    int block = start.gateFor(layer.name()).block();
    return Windows.inBlocks(logit, block, p -> decision.mask(p, TAU));
  }

  @Override
  public GatePlan learned() {
    Map<String, GateSetting> layers = new LinkedHashMap<>();
    logEps.forEach(
        (layer, value) ->
            layers.put(layer.name(), start.gateFor(layer.name()).withEps(eps(value))));
    return new GatePlan(
        start.network(),
        start.policy(),
        // What it was trained with, and not what a source may make of it.
        InputThreshold.fixed(start.inputThreshold().change()),
        start.holdThreshold(),
        GateSetting.allOpen(),
        layers);
  }
}

package org.skipconv.gates.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.Node;
import org.skipconv.core.Op;

/**
 * Norm gates ({@code NormGate.input}) whose thresholds are trained, one a layer: {@code p = ln S -
 * ln(eps * mean |x| * window elements)}, trained by ln eps.
 */
final class ThresholdRule implements GateRule {
  /** Of the soft gate: it goes from 27 % to 73 % open while S grows by a factor e. */
  private static final double TAU = 0.5;

  /** What ln takes for 0: its slope must stay finite. */
  private static final double NOTHING = 1e-9;

  private final Map<Node, Tensor> logEps;
  private final Decision decision;

  private ThresholdRule(Map<Node, Tensor> logEps, Decision decision) {
    this.logEps = logEps;
    this.decision = decision;
  }

  /** Thresholds to start from, by layer. */
  static ThresholdRule start(Map<Node, Float> eps, torch.ScalarType type) {
    Map<Node, Tensor> logEps = new LinkedHashMap<>();
    eps.forEach(
        (layer, value) ->
            logEps.put(layer, Tensor.create(new float[] {(float) Math.log(value)}, 1).to(type)));
    return new ThresholdRule(logEps, Decision.HARD);
  }

  @Override
  public ThresholdRule deciding(Decision newDecision) {
    return new ThresholdRule(logEps, newDecision);
  }

  @Override
  public Map<String, Tensor> parameters() {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    logEps.forEach((layer, value) -> parameters.put(layer.name() + ".gate.logEps", value));
    return parameters;
  }

  @Override
  public Tensor mask(Node layer, View view) {
    Tensor threshold = logEps.get(layer);
    if (threshold == null) {
      return null;
    }
    int taps = ((Op.Conv) layer.op()).spec().taps();
    double elements = layer.input().shape().channels() * (double) taps;
    Tensor unit = view.inputScale().mul(new Scalar(elements));
    Tensor relative = view.pending().div(unit).clamp_min(new Scalar(NOTHING));
    return decision.mask(relative.log().sub(threshold), TAU);
  }

  /** The trained eps by the name of the layer. */
  Map<String, Float> learned() {
    Map<String, Float> learned = new LinkedHashMap<>();
    logEps.forEach(
        (layer, value) -> learned.put(layer.name(), (float) Math.exp(PyTorch.floats(value)[0])));
    return learned;
  }
}

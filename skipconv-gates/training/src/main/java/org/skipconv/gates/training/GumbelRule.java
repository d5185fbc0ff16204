package org.skipconv.gates.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.gates.GumbelGate;

/**
 * Learned gates in training: {@code p = u / s * |r| + c}, in blocks the largest p of each block. u
 * starts as Xavier draws it, c at 0.6, so that a gate starts open.
 *
 * <p>s is the layer's usual residual, measured once. It changes no result, only the unit of u, so
 * that one learning rate suits layers whose values differ by orders of magnitude.
 */
final class GumbelRule implements GateRule {
  static final float START_BIAS = 0.6f;

  /** One layer's gate; {@code unit} is s. */
  private record TrainedGate(Tensor weight, Tensor bias, Tensor unit) {}

  private final Map<Node, TrainedGate> gates;
  private final int block;
  private final Decision decision;

  private GumbelRule(Map<Node, TrainedGate> gates, int block, Decision decision) {
    this.gates = gates;
    this.block = block;
    this.decision = decision;
  }

  /** Untrained gates. */
  static GumbelRule start(List<Node> layers, int block, long seed, torch.ScalarType type) {
    Map<Node, TrainedGate> gates = new LinkedHashMap<>();
    Random random = new Random(seed);
    for (Node layer : layers) {
      ConvSpec spec = layer.conv().spec();
      int channels = layer.input().shape().channels();
      float[] weight = new float[channels * spec.taps()];
      double bound = Math.sqrt(6.0 / (weight.length + spec.taps()));
      for (int i = 0; i < weight.length; i++) {
        weight[i] = (float) (bound * (2 * random.nextDouble() - 1));
      }
      gates.put(
          layer,
          new TrainedGate(
              Tensor.create(weight, 1, channels, spec.kernelHeight(), spec.kernelWidth()).to(type),
              Tensor.create(new float[] {START_BIAS}, 1).to(type),
              Tensor.create(new float[] {1}, 1).to(type)));
    }
    return new GumbelRule(gates, block, Decision.SAMPLED);
  }

  @Override
  public GumbelRule withDecision(Decision newDecision) {
    return new GumbelRule(gates, block, newDecision);
  }

  @Override
  public Map<String, Tensor> parameters() {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    gates.forEach(
        (layer, gate) -> {
          parameters.put(layer.name() + ".gate.weight", gate.weight());
          parameters.put(layer.name() + ".gate.bias", gate.bias());
        });
    return parameters;
  }

  /** The units, which are not trained but belong to a checkpoint. */
  Map<String, Tensor> units() {
    Map<String, Tensor> units = new LinkedHashMap<>();
    gates.forEach((layer, gate) -> units.put(layer.name() + ".gate.unit", gate.unit()));
    return units;
  }

  /** Opens everything and takes the unit of each layer from what it sees. */
  MaskRule measuring() {
    return (layer, view) -> {
      TrainedGate gate = gates.get(layer);
      if (gate != null) {
        NoGrad.run(() -> gate.unit().copy_(usual(view.size())));
      }
      return null;
    };
  }

  /** Root of the mean square of |r|; 1 where nothing changed. */
  private static Tensor usual(Tensor size) {
    Tensor root = size.square().mean().sqrt();
    return torch.where(root.gt(new Scalar(0)), root, torch.ones_like(root));
  }

  @Override
  public boolean isFinite() {
    return gates.values().stream().allMatch(GumbelRule::isFinite);
  }

  @Override
  public long macsPerPixel(Node layer) {
    return gates.containsKey(layer) ? GumbelGate.publishedMacs(layer) / layer.shape().pixels() : 0;
  }

  private static boolean isFinite(TrainedGate gate) {
    Tensor scaled = gate.weight().div(gate.unit());
    return Double.isFinite(scaled.abs().sum().add(gate.bias().abs().sum()).item_double());
  }

  @Override
  public Tensor mask(Node layer, LayerView view) {
    TrainedGate gate = gates.get(layer);
    if (gate == null) {
      return null;
    }
    ConvSpec spec = layer.conv().spec();
    Tensor weight = gate.weight().div(gate.unit());
    Tensor logit = Windows.convolve(view.size(), weight, gate.bias(), spec, 1);
    return Windows.inBlocks(logit, block, p -> decision.mask(p, Decision.TAU));
  }

  /** Learned gates, by the name of the layer. */
  Map<String, GumbelGate> learned() {
    Map<String, GumbelGate> learned = new LinkedHashMap<>();
    gates.forEach(
        (layer, gate) -> {
          float unit = PyTorch.floats(gate.unit())[0];
          float[] weight = PyTorch.floats(gate.weight());
          for (int i = 0; i < weight.length; i++) {
            weight[i] /= unit;
          }
          ConvSpec spec = layer.conv().spec();
          org.skipconv.core.Tensor kernel =
              org.skipconv.core.Tensor.of(
                  weight,
                  1,
                  layer.input().shape().channels(),
                  spec.kernelHeight(),
                  spec.kernelWidth());
          float bias = PyTorch.floats(gate.bias())[0];
          learned.put(layer.name(), GumbelGate.of(kernel, bias, block));
        });
    return learned;
  }
}

package org.skipconv.gates.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/** Relative squared distance from the dense network. */
final class DistillationLoss extends TaskLoss {
  private final Map<String, Double> meanEnergy = new LinkedHashMap<>();

  DistillationLoss() {
    super("distillation");
  }

  @Override
  boolean needsDense() {
    return true;
  }

  @Override
  void calibrate(Map<String, Tensor> dense) {
    dense.forEach(
        (name, y) -> {
          Tensor middle = y.mean(new long[] {0, 2, 3}, true, new ScalarTypeOptional());
          double energy = y.sub(middle).square().mean().item_double();
          meanEnergy.put(name, Math.max(energy, 1e-12));
        });
  }

  @Override
  Tensor of(Map<String, Tensor> outputs, Map<String, Tensor> dense, Map<String, Tensor> labels) {
    Tensor total = null;
    for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
      Tensor off = output.getValue().sub(dense.get(output.getKey())).square().mean();
      double unit = meanEnergy.get(output.getKey()) * outputs.size();
      Tensor relative = off.div(new Scalar(unit));
      total = total == null ? relative : total.add(relative);
    }
    return total;
  }
}

package org.skipconv.gates.training;

import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Weighted squared error of heatmaps. */
final class HeatmapLoss extends TaskLoss {
  private static final double SIGMA = 2;

  private final String output;

  HeatmapLoss(String output) {
    super("heatmaps");
    this.output = output;
  }

  @Override
  boolean needsDense() {
    return false;
  }

  @Override
  Tensor of(Map<String, Tensor> outputs, Map<String, Tensor> dense, Map<String, Tensor> labels) {
    Tensor y = outputs.get(output);
    Tensor truth = labels.get(output);
    if (y == null || truth == null) {
      throw new IllegalArgumentException(
          "the heatmap loss needs an output and labels named "
              + output
              + ", but there are outputs "
              + outputs.keySet()
              + " and labels "
              + labels.keySet());
    }
    Tensor off = y.sub(truth.reshape(y.shape())).square();
    Tensor weights = labels.get(output + ".weights");
    if (weights != null) {
      off = off.mul(weights.reshape(y.size(0), y.size(1), 1, 1));
    }
    double maps = y.size(0) * (double) y.size(1);
    return off.sum().div(new Scalar(maps * Math.PI * SIGMA * SIGMA));
  }
}

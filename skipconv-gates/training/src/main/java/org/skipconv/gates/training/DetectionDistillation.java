package org.skipconv.gates.training;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/** Squared distance from the dense network's class probabilities and from the boxes it means. */
final class DetectionDistillation extends TaskLoss {
  private final List<DetectionLevel> levels;
  private double energy = 1;

  DetectionDistillation(List<DetectionLevel> levels) {
    super("detection distillation");
    this.levels = List.copyOf(levels);
  }

  @Override
  boolean needsDense() {
    return true;
  }

  /** Per frame, so that batches of other sizes have the same unit. */
  @Override
  void calibrate(Map<String, Tensor> dense) {
    double sum = 0;
    for (DetectionLevel level : levels) {
      Tensor logits = DetectionLevel.in(dense, level.classes());
      sum += logits.sigmoid().square().sum().item_double() / logits.size(0);
    }
    energy = Math.max(sum, 1e-12);
  }

  @Override
  Tensor of(Map<String, Tensor> outputs, Map<String, Tensor> dense, Map<String, Tensor> labels) {
    Tensor total = null;
    long frames = 1;
    for (DetectionLevel level : levels) {
      Tensor p = DetectionLevel.in(dense, level.classes()).sigmoid();
      Tensor q = DetectionLevel.in(outputs, level.classes()).sigmoid();
      Tensor boxes =
          DetectionLevel.in(outputs, level.boxes()).sub(DetectionLevel.in(dense, level.boxes()));
      Tensor off = q.sub(p).square().sum().add(ofBoxes(boxes, p));
      total = total == null ? off : total.add(off);
      frames = p.size(0);
    }
    return total.div(new Scalar(energy * frames));
  }

  /** A box of which nobody is sure may lie anywhere. */
  private static Tensor ofBoxes(Tensor off, Tensor p) {
    long n = off.size(0);
    long cells = off.size(2) * off.size(3);
    long anchors = off.size(1) / DetectionLevel.COORDINATES;
    long classes = p.size(1) / anchors;
    Tensor sure = overClasses(p.square().reshape(n, anchors, classes, cells));
    Tensor each = off.square().reshape(n, anchors, DetectionLevel.COORDINATES, cells);
    return each.mul(sure).sum().div(new Scalar((double) DetectionLevel.COORDINATES));
  }

  private static Tensor overClasses(Tensor x) {
    return x.sum(new long[] {2}, true, new ScalarTypeOptional());
  }
}

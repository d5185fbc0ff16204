package org.skipconv.gates.training;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Squared distance from the dense network's class probabilities and from the boxes it means.
 *
 * <p>A box that is off by a third of its anchor's width still overlaps the right one by half; from
 * there on it is a false detection, and its neighbours, which are off by something else, are no
 * longer suppressed as duplicates of it. So differences count in thirds: such a box costs as much
 * as one that was not found.
 */
final class DetectionDistillation extends TaskLoss {
  /** Shift of a box, in its size, at which half of both is common to the two. */
  private static final double HALF_OVERLAP = 1 / 3.0;

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
      Tensor off = q.sub(p).square().sum().add(ofBoxes(boxes, surer(p, q)));
      total = total == null ? off : total.add(off);
      frames = p.size(0);
    }
    return total.div(new Scalar(energy * frames));
  }

  /**
   * The larger of both probabilities, as a weight: no q is learned from it. Where q alone is high
   * is a false detection, whose box says whether it is suppressed.
   */
  private static Tensor surer(Tensor p, Tensor q) {
    return p.maximum(q.detach());
  }

  /** A box of which nobody is sure may lie anywhere. */
  private static Tensor ofBoxes(Tensor off, Tensor p) {
    long n = off.size(0);
    long cells = off.size(2) * off.size(3);
    long anchors = off.size(1) / DetectionLevel.COORDINATES;
    long classes = p.size(1) / anchors;
    Tensor sure = overClasses(p.square().reshape(n, anchors, classes, cells));
    Tensor each = off.square().reshape(n, anchors, DetectionLevel.COORDINATES, cells);
    return each.mul(sure).sum().div(new Scalar(HALF_OVERLAP * HALF_OVERLAP));
  }

  private static Tensor overClasses(Tensor x) {
    return x.sum(new long[] {2}, true, new ScalarTypeOptional());
  }
}

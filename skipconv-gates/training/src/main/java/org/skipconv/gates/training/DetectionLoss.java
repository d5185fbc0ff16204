package org.skipconv.gates.training;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Loss that EfficientDet is trained with (google/automl, effdet): focal loss of the classes with
 * alpha 0.25 and gamma 1.5, 50 times Huber loss of the boxes with delta 0.1, both over the number
 * of matched anchors plus 1.
 */
final class DetectionLoss extends TaskLoss {
  private static final double ALPHA = 0.25;
  private static final double GAMMA = 1.5;
  private static final double DELTA = 0.1;
  private static final double BOX_WEIGHT = 50;

  private final List<DetectionLevel> levels;

  DetectionLoss(List<DetectionLevel> levels) {
    super("detection");
    this.levels = List.copyOf(levels);
  }

  @Override
  boolean needsDense() {
    return false;
  }

  @Override
  Tensor of(Map<String, Tensor> outputs, Map<String, Tensor> dense, Map<String, Tensor> labels) {
    Tensor matched = torch.ones(1).mul(new Scalar(1f));
    Tensor classes = null;
    Tensor boxes = null;
    for (DetectionLevel level : levels) {
      Tensor truth = DetectionLevel.in(labels, level.classes());
      Tensor focal = focal(DetectionLevel.in(outputs, level.classes()), truth);
      Tensor huber =
          huber(
              DetectionLevel.in(outputs, level.boxes()),
              DetectionLevel.in(labels, level.boxes()),
              truth);
      matched = matched.add(truth.ge(new Scalar(0f)).to(truth.scalar_type()).sum());
      classes = classes == null ? focal : classes.add(focal);
      boxes = boxes == null ? huber : boxes.add(huber);
    }
    return classes
        .add(boxes.mul(new Scalar(BOX_WEIGHT / DetectionLevel.COORDINATES)))
        .div(matched)
        .sum();
  }

  /**
   * {@code -a (1 - p)^gamma ln p} with p the probability of what is true.
   *
   * @param y [n, anchors * classes, H, W] logits
   * @param truth [n, anchors * H * W] class, -1 for none, -2 for whatever it is
   */
  private static Tensor focal(Tensor y, Tensor truth) {
    long n = y.size(0);
    long cells = y.size(2) * y.size(3);
    long anchors = truth.size(1) / cells;
    long classes = y.size(1) / anchors;
    Tensor logits = y.reshape(n, anchors, classes, cells);
    Tensor index = truth.reshape(n, anchors, 1, cells);
    Tensor all = torch.arange(new Scalar(classes)).to(y.scalar_type()).reshape(1, 1, classes, 1);
    Tensor isTrue = index.eq(all).to(y.scalar_type());
    Tensor counts = index.ge(new Scalar(-1.5)).to(y.scalar_type());
    // The logit of what is true: ln p = -ln(1 + e^-z).
    Tensor z = logits.mul(isTrue.mul(new Scalar(2)).sub(new Scalar(1f)));
    Tensor logP = torch.log_sigmoid(z);
    Tensor wrong = z.neg().sigmoid().pow(new Scalar(GAMMA));
    Tensor alpha = isTrue.mul(new Scalar(2 * ALPHA - 1)).add(new Scalar(1 - ALPHA));
    return alpha.mul(wrong).mul(logP).mul(counts).sum().neg();
  }

  /** {@code d^2 / 2} up to delta, {@code delta (|d| - delta / 2)} beyond, of matched anchors. */
  private static Tensor huber(Tensor y, Tensor truth, Tensor classes) {
    long n = y.size(0);
    long cells = y.size(2) * y.size(3);
    long anchors = classes.size(1) / cells;
    Tensor off =
        y.sub(truth.reshape(y.shape()))
            .abs()
            .reshape(n, anchors, DetectionLevel.COORDINATES, cells);
    Tensor near = torch.clamp(off, new ScalarOptional(), new ScalarOptional(new Scalar(DELTA)));
    Tensor each = near.mul(off.sub(near.mul(new Scalar(0.5))));
    Tensor matched = classes.ge(new Scalar(0f)).to(y.scalar_type()).reshape(n, anchors, 1, cells);
    return each.mul(matched).sum();
  }
}

package org.skipconv.gates.training;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.NullMarked;

/** Error of a network's outputs, in units in which 1 is as wrong as knowing nothing. */
@NullMarked
public abstract class TaskLoss {
  private final String name;

  TaskLoss(String name) {
    this.name = name;
  }

  /**
   * {@return the distance from what the network gives without gates, of which frames without labels
   * are enough: the mean over the outputs of {@code sum (y - dense)^2 / sum (dense - mean of its
   * channel)^2}, the denominator measured once}
   */
  public static TaskLoss distillation() {
    return new DistillationLoss();
  }

  /**
   * {@return the squared error of heatmaps, as HRNet is trained: {@code sum w (y - label)^2} per
   * map over the same sum of one joint's usual peak, {@code pi * sigma^2} with sigma 2}
   *
   * <p>Labels: {@code <output>}, the true map; and, unless all count, {@code <output>.weights}, one
   * w a channel.
   *
   * @param output name of the heatmaps
   */
  public static TaskLoss heatmaps(String output) {
    return new HeatmapLoss(output);
  }

  /**
   * Two outputs of a detector that belong together.
   *
   * @param classes output of logits, [anchors * classes, H, W]
   * @param boxes output of box offsets, [anchors * 4, H, W]
   */
  public record DetectionLevel(String classes, String boxes) {
    /** Coordinates of a box. */
    static final int COORDINATES = 4;

    /** One of the two among some outputs or labels, by its name. */
    static Tensor in(Map<String, Tensor> tensors, String name) {
      Tensor tensor = tensors.get(name);
      if (tensor == null) {
        throw new IllegalArgumentException(
            "the detection loss needs outputs and labels named "
                + name
                + ", but there are "
                + tensors.keySet());
      }
      return tensor;
    }
  }

  /**
   * {@return the focal loss of the classes (alpha 0.25, gamma 1.5) and 50 times the Huber loss
   * (delta 0.1) of the boxes, over the number of matched anchors plus 1: EfficientDet's}
   *
   * <p>Labels: for each output of logits, the class of each anchor, [anchors, H, W], counted from
   * 0, -1 for none and -2 for an anchor that does not count; for each output of offsets, what they
   * should be where an anchor has a class.
   *
   * @param levels outputs of each level of the pyramid
   */
  public static TaskLoss detection(List<DetectionLevel> levels) {
    return new DetectionLoss(levels);
  }

  /**
   * {@return the distance from what the dense detector finds, of which frames without labels are
   * enough} With p the dense class probabilities and q those of the network:
   *
   * <pre>
   *   (sum (q - p)^2 + sum over anchors (sum over classes max(p, q)^2) sum (3 (box - dense box))^2)
   *       / sum p^2
   * </pre>
   *
   * the denominator measured once, boxes in units of their anchors, and no gradient through max(p,
   * q). A box that is off by a third of its size, at an IoU of 0.5, costs as much as one that is
   * not found. {@link #distillation} weighs the logits of the background, which are most of all
   * outputs and of which no detection is made, like all others.
   *
   * @param levels outputs of each level of the pyramid
   */
  public static TaskLoss detectionDistillation(List<DetectionLevel> levels) {
    return new DetectionDistillation(levels);
  }

  /** Name in progress and files. */
  final String label() {
    return name;
  }

  /** Whether {@link #of} wants what the network gives without gates. */
  abstract boolean needsDense();

  /**
   * Measures whatever must stay the same in all steps.
   *
   * @param dense outputs for some frames
   */
  void calibrate(Map<String, Tensor> dense) {}

  /**
   * The loss, one number.
   *
   * @param outputs [n, C, H, W] by name
   * @param dense the same without gates, empty unless wanted
   * @param labels [n, values] by name
   */
  abstract Tensor of(
      Map<String, Tensor> outputs, Map<String, Tensor> dense, Map<String, Tensor> labels);

  @Override
  public String toString() {
    return name;
  }
}

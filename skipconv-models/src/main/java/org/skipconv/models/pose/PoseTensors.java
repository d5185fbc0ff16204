package org.skipconv.models.pose;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Tensor;
import org.skipconv.models.Agreement;
import org.skipconv.models.AgreementLoss;
import org.skipconv.models.TensorDecoder;
import org.skipconv.models.internal.NamedShapes;
import org.skipconv.models.vision.InputConvention;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.Placement;

/**
 * The pose of one person by the outputs of a network that somebody else made, which sees a crop
 * around the person. Immutable.
 *
 * <ul>
 *   <li>Heatmaps [1, joints, height, width], as HRNet and MMPose's top-down networks give them: see
 *       {@link HeatmapDecoder}.
 *   <li>SimCC, [1, joints, n * input width] and [1, joints, m * input height], as RTMPose gives
 *       them: the largest value of each axis says where the joint is, the smaller of the two is its
 *       score, and a joint whose score is not above 0 lies at (0, 0) (open-mmlab/mmpose, {@code
 *       mmpose/codecs/utils/post_processing.py}, {@code get_simcc_maximum}, which puts it at -1).
 * </ul>
 */
public final class PoseTensors implements TensorDecoder<Pose> {
  private final PoseForm form;
  private final @Nullable JointSet set;

  /**
   * Makes a decoder.
   *
   * @param set null to go by the number of joints
   */
  private PoseTensors(PoseForm form, @Nullable JointSet set) {
    this.form = form;
    this.set = set;
  }

  /** {@return the decoder of heatmaps} */
  public static PoseTensors heatmaps() {
    return new PoseTensors(new HeatmapForm(), null);
  }

  /** {@return the decoder of SimCC} */
  public static PoseTensors simcc() {
    return new PoseTensors(new SimccForm(), null);
  }

  /**
   * {@return this decoder with names of the joints, in the order of the network's channels} Without
   * it 17, 16 and 15 joints are COCO's, MPII's and JHMDB's, others have numbers.
   *
   * @param joints names of the joints
   */
  public PoseTensors withJoints(JointSet joints) {
    return new PoseTensors(form, Objects.requireNonNull(joints, "joints"));
  }

  @Override
  public void requireFit(Map<String, int[]> outputs, int height, int width) {
    joints(form.joints(outputs, height, width));
  }

  private JointSet joints(int count) {
    if (set == null) {
      return JointSet.known(count).orElseGet(() -> JointSet.numbered(count));
    }
    if (set.size() != count) {
      throw new IllegalArgumentException(
          "the outputs have " + count + " joints, but " + set + " has " + set.size());
    }
    return set;
  }

  @Override
  public Pose decode(Map<String, Tensor> outputs, Placement view) {
    Map<String, int[]> shapes = NamedShapes.of(outputs);
    JointSet joints = joints(form.joints(shapes, view.inputHeight(), view.inputWidth()));
    return form.decode(outputs, joints, view);
  }

  @Override
  public Agreement<Pose> agreement() {
    return new PoseAgreement();
  }

  @Override
  public Optional<AgreementLoss> loss() {
    return Optional.of(
        new AgreementLoss("joints-moved", "pckAt005", "share of joints moved by more than 0.05"));
  }

  @Override
  public InputConvention convention() {
    return InputConvention.STRETCHED_IMAGENET;
  }

  @Override
  public void paint(Overlay overlay, Pose pose, boolean labels) {
    PosePainter.paint(overlay, pose, PoseAgreement.MIN_SCORE);
  }

  /** The form of the outputs in words. */
  @Override
  public String toString() {
    return form.toString();
  }
}

package org.skipconv.bench.model;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.pose.HeatmapDecoder;
import org.skipconv.models.pose.JointSet;
import org.skipconv.models.pose.Pose;
import org.skipconv.models.pose.PoseAgreement;
import org.skipconv.models.pose.PosePainter;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.PixelSampler;
import org.skipconv.models.vision.RgbImage;

/** One person's pose, seen through a crop window. */
final class PoseTask implements Task {
  private final CropWindow window;
  private final PixelSampler sampler;
  private final HeatmapDecoder decoder;
  private final PoseAgreement agreement = new PoseAgreement();
  private final PoseTruth truth;
  private final boolean trained;

  PoseTask(SkipNetwork network, Size picture, CropWindow window, Scene scene, boolean trained) {
    int known = network.outputs().get(HrNet.HEATMAPS).shape().channels();
    boolean comparable = scene != null && known == Figure.JOINT_NAMES.size();
    this.truth = comparable ? new PoseTruth(scene) : null;
    Shape input = network.inputShape();
    this.window = window;
    this.trained = trained;
    this.sampler =
        window.sampler(
            picture.height(),
            picture.width(),
            input.height(),
            input.width(),
            Normalization.IMAGENET);
    int joints = network.outputs().get(HrNet.HEATMAPS).shape().channels();
    this.decoder = new HeatmapDecoder(JointSet.ofSize(joints), window);
  }

  @Override
  public CropWindow window() {
    return window;
  }

  @Override
  public void sample(RgbImage picture, FloatBuffer nhwc) {
    sampler.sample(picture, nhwc);
  }

  private Pose pose(FrameResult result) {
    return decoder.decode(result.map(HrNet.HEATMAPS));
  }

  @Override
  public void compare(int frame, boolean first, FrameResult dense, FrameResult skip) {
    // The maxima of an untrained network's heatmaps are no joints.
    if (trained && !first) {
      Pose ofDense = pose(dense);
      Pose ofSkip = pose(skip);
      agreement.add(ofDense, ofSkip, window);
      if (truth != null) {
        truth.add(frame, ofDense, ofSkip);
      }
    }
  }

  @Override
  public void paint(Overlay overlay, FrameResult result, boolean text) {
    if (trained) {
      PosePainter.paint(overlay, pose(result), PoseAgreement.MIN_SCORE);
    }
  }

  @Override
  public Map<String, Double> agreement() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("pckAt005", LabelScores.boxed(agreement.pckAt005()));
    values.put("pckAt02", LabelScores.boxed(agreement.pckAt02()));
    if (truth != null) {
      values.putAll(truth.values());
    }
    return values;
  }

  @Override
  public String agreementText() {
    if (agreement.joints() == 0) {
      return "";
    }
    String true02 = truth == null || truth.text().isEmpty() ? "" : "; " + truth.text();
    return String.format(
            Locale.ROOT,
            "%.2f %% of %d joints within 0.05 of the crop of where the dense path puts them, %.2f %%"
                + " within 0.2",
            100 * agreement.pckAt005().orElseThrow(),
            agreement.joints(),
            100 * agreement.pckAt02().orElseThrow())
        + true02;
  }
}

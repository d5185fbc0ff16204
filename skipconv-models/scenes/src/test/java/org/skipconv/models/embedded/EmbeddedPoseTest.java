package org.skipconv.models.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.pose.Joint;
import org.skipconv.models.pose.JointSet;
import org.skipconv.models.pose.Pck;
import org.skipconv.models.pose.Pose;
import org.skipconv.models.pose.PoseEstimator;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.scene.FigureJoint;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.SceneFrame;
import org.skipconv.models.scene.Script;
import org.skipconv.models.vision.CropWindow;

/** The embedded network finds people in scenes that it was not trained on. */
class EmbeddedPoseTest {

  /** Shares of joints within a tenth and a twentieth of the person's size. */
  private record Found(Pck tenth, Pck twentieth) {}

  @Test
  void findsTheJointsOfAScene() {
    Found found = found(EmbeddedPose.network(), SessionOptions.dense());
    requireJoints(found);
    // Left legs are told from right ones.
    for (String joint : List.of("left_knee", "right_knee", "left_ankle", "right_ankle")) {
      double share = found.tenth().share(Figure.JOINT_NAMES.indexOf(joint)).orElseThrow();
      assertThat(share).as(joint).isGreaterThan(0.93);
    }
  }

  @Test
  void findsThemWithItsGates() {
    requireJoints(found(EmbeddedPose.gatedNetwork(), EmbeddedPose.gates().options()));
  }

  private static void requireJoints(Found found) {
    assertThat(found.tenth().joints()).isGreaterThan(500);
    assertThat(found.tenth().share().orElseThrow()).isGreaterThan(0.98);
    assertThat(found.twentieth().share().orElseThrow()).isGreaterThan(0.92);
  }

  private static Found found(SkipNetwork network, SessionOptions options) {
    Found found = new Found(new Pck(0.1), new Pck(0.05));
    for (long seed = 700_000; seed < 700_006; seed++) {
      Script script = Script.empty().walkIn(20).stand(6).walk(20);
      Scene scene = Scene.builder().size(320, 256).seed(seed).script(script).noise(0.7).build();
      CropWindow whole = new CropWindow(0, 0, 256, 320);
      try (PoseEstimator poses = PoseEstimator.open(network, options, whole)) {
        for (int t = 15; t < 45; t++) {
          SceneFrame frame = scene.frame(t);
          Pose pose = poses.next(frame.image());
          Figure figure = frame.figures().get(0);
          double size = Math.max(figure.box().width(), figure.box().height());
          found.tenth().add(truth(figure), pose, size);
          found.twentieth().add(truth(figure), pose, size);
        }
      }
    }
    return found;
  }

  private static Pose truth(Figure figure) {
    List<Joint> joints = new ArrayList<>();
    for (int j = 0; j < figure.joints().size(); j++) {
      FigureJoint joint = figure.joints().get(j);
      float score = joint.visibility() > 0 ? 1 : 0;
      joints.add(new Joint(Figure.JOINT_NAMES.get(j), (float) joint.x(), (float) joint.y(), score));
    }
    return new Pose(JointSet.COCO_17, joints);
  }
}

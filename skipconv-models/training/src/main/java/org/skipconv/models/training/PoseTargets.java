package org.skipconv.models.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.pose.HeatmapTargets;
import org.skipconv.models.pose.Joint;
import org.skipconv.models.pose.JointSet;
import org.skipconv.models.pose.PoseEstimator;
import org.skipconv.models.pose.PoseLabels;
import org.skipconv.models.vision.CropWindow;

/**
 * Labels of a pose network that sees pictures through a window, as {@link
 * org.skipconv.gates.training.TaskLoss#heatmaps} takes them.
 */
public final class PoseTargets {
  private static final int JOINTS = JointSet.COCO_17.size();
  private static final String WEIGHTS = PoseEstimator.HEATMAPS + ".weights";

  private final HeatmapTargets maps;
  private final CropWindow window;

  /**
   * Targets.
   *
   * @param network of COCO's 17 joints
   * @param window what it sees of a picture
   * @throws IllegalArgumentException when the network gives no heatmaps of 17 joints
   */
  public PoseTargets(SkipNetwork network, CropWindow window) {
    Node output = network.outputs().get(PoseEstimator.HEATMAPS);
    if (output == null) {
      throw new IllegalArgumentException(
          "a pose network has an output "
              + PoseEstimator.HEATMAPS
              + ", but this one has "
              + network.outputs().keySet());
    }
    Shape heatmaps = output.shape();
    if (heatmaps.channels() != JOINTS) {
      throw new IllegalArgumentException(
          "labels are of COCO's 17 joints, but the network has "
              + heatmaps.channels()
              + " heatmaps");
    }
    this.maps = new HeatmapTargets(heatmaps.height(), heatmaps.width());
    this.window = Objects.requireNonNull(window, "window");
  }

  /**
   * {@return the labels of a frame, for the person of whom most joints are in the window} A joint
   * that nobody has labelled does not count; where nobody is, all maps should be empty.
   *
   * @param people labelled people of the frame
   */
  public Map<String, float[]> of(List<PoseLabels.Person> people) {
    float[] peaks = empty();
    float[] weights = new float[JOINTS];
    Optional<PoseLabels.Person> seen = people.stream().max(Comparator.comparing(this::inWindow));
    if (seen.isPresent() && inWindow(seen.get()) > 0) {
      for (int j = 0; j < JOINTS; j++) {
        Optional<Joint> joint = seen.get().joints().get(j);
        if (joint.isPresent()) {
          draw(peaks, j, joint.get().x(), joint.get().y());
          weights[j] = 1;
        }
      }
    } else if (people.stream().noneMatch(this::reachesWindow)) {
      Arrays.fill(weights, 1);
    }
    Map<String, float[]> labels = new HashMap<>();
    labels.put(PoseEstimator.HEATMAPS, peaks);
    labels.put(WEIGHTS, weights);
    return labels;
  }

  /** Maps without a joint. */
  float[] empty() {
    return new float[JOINTS * maps.height() * maps.width()];
  }

  /** Draws a joint that lies at a place of the picture. */
  void draw(float[] peaks, int joint, double x, double y) {
    double u = (x - window.x()) * maps.width() / window.width();
    double v = (y - window.y()) * maps.height() / window.height();
    maps.draw(peaks, joint, u, v);
  }

  private int inWindow(PoseLabels.Person person) {
    return (int) person.joints().stream().flatMap(Optional::stream).filter(this::isInside).count();
  }

  private boolean isInside(Joint joint) {
    return joint.x() >= window.x()
        && joint.x() < window.x() + window.width()
        && joint.y() >= window.y()
        && joint.y() < window.y() + window.height();
  }

  private boolean reachesWindow(PoseLabels.Person person) {
    return person.box().x1() < window.x() + window.width()
        && person.box().x2() > window.x()
        && person.box().y1() < window.y() + window.height()
        && person.box().y2() > window.y();
  }
}

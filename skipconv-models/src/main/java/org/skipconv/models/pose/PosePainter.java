package org.skipconv.models.pose;

import java.awt.Color;
import org.skipconv.models.vision.Overlay;

/** Draws a skeleton: orange on the person's left, blue on the right, white in the middle. */
public final class PosePainter {
  private static final Color LEFT = new Color(0xff9f1c);
  private static final Color RIGHT = new Color(0x3fb8ff);
  private static final Color MIDDLE = new Color(0xf4f6f8);

  private PosePainter() {}

  /**
   * Draws the bones, then the joints.
   *
   * @param overlay the picture and what is drawn on it
   * @param pose the pose
   * @param minScore least score of what is drawn: joints below it, and their bones, are left out,
   *     since a network puts every joint somewhere, in an empty picture, too
   */
  public static void paint(Overlay overlay, Pose pose, float minScore) {
    for (JointSet.Edge edge : pose.set().edges()) {
      Joint from = pose.joints().get(edge.from());
      Joint to = pose.joints().get(edge.to());
      if (from.score() >= minScore && to.score() >= minScore) {
        overlay.line(from.x(), from.y(), to.x(), to.y(), color(side(pose.set(), edge)));
      }
    }
    for (int i = 0; i < pose.joints().size(); i++) {
      Joint joint = pose.joints().get(i);
      if (joint.score() >= minScore) {
        overlay.dot(joint.x(), joint.y(), color(pose.set().side(i)));
      }
    }
  }

  /** A bone between both sides belongs to the middle, one that leads to the middle to its side. */
  private static JointSet.Side side(JointSet set, JointSet.Edge edge) {
    JointSet.Side from = set.side(edge.from());
    JointSet.Side to = set.side(edge.to());
    if (from == JointSet.Side.MIDDLE) {
      return to;
    }
    return to == JointSet.Side.MIDDLE || to == from ? from : JointSet.Side.MIDDLE;
  }

  private static Color color(JointSet.Side side) {
    return switch (side) {
      case LEFT -> LEFT;
      case RIGHT -> RIGHT;
      case MIDDLE -> MIDDLE;
    };
  }
}

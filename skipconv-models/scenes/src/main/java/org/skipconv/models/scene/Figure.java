package org.skipconv.models.scene;

import java.util.List;
import org.skipconv.models.detection.Box;
import org.skipconv.models.detection.GroundTruth;

/**
 * The truth about one person or car in a frame.
 *
 * @param id the same in every frame of a shot, and of no other figure of the video
 * @param classId COCO's class counted from 0: {@value #PERSON} person, {@value #CAR} car
 * @param box tight around the figure's pixels inside the picture, hidden ones too
 * @param visibleShare visible pixels / pixels inside the picture, 0 to 1; less than 1 behind
 *     another figure or a thing of the background
 * @param joints a person's 17 joints in the order of {@link #JOINT_NAMES}; empty for a car
 */
public record Figure(
    int id, int classId, PixelBox box, double visibleShare, List<FigureJoint> joints) {
  /** Class id of people. */
  public static final int PERSON = 0;

  /** Class id of cars. */
  public static final int CAR = 2;

  /** COCO's joints. Left and right are the person's own. */
  public static final List<String> JOINT_NAMES =
      List.of(
          "nose",
          "left_eye",
          "right_eye",
          "left_ear",
          "right_ear",
          "left_shoulder",
          "right_shoulder",
          "left_elbow",
          "right_elbow",
          "left_wrist",
          "right_wrist",
          "left_hip",
          "right_hip",
          "left_knee",
          "right_knee",
          "left_ankle",
          "right_ankle");

  /** Nobody can say that a figure is there of which less than this can be seen. */
  private static final double LEAST_VISIBLE = 0.25;

  /** Copies its collections. */
  public Figure {
    joints = List.copyOf(joints);
  }

  /** {@return the name of the class} */
  public String className() {
    return classId == PERSON ? "person" : "car";
  }

  /**
   * {@return figures as objects for a detector to find, in pixels of their picture} A figure that
   * can hardly be seen counts neither when it is found nor when it is not.
   *
   * @param figures what is in a frame
   */
  public static List<GroundTruth> groundTruth(List<Figure> figures) {
    return figures.stream().map(Figure::groundTruth).toList();
  }

  private GroundTruth groundTruth() {
    return new GroundTruth(
        new Box((float) box.x0(), (float) box.y0(), (float) box.x1() + 1, (float) box.y1() + 1),
        classId + 1,
        visibleShare < LEAST_VISIBLE);
  }

  /**
   * First and last column and row, in the coordinates of {@link FigureJoint}: 0 is the centre of
   * the first pixel, so a box one pixel wide has {@code x0 == x1}.
   *
   * @param x0 first column
   * @param y0 first row
   * @param x1 last column
   * @param y1 last row
   */
  public record PixelBox(int x0, int y0, int x1, int y1) {
    /** {@return the columns} */
    public int width() {
      return x1 - x0 + 1;
    }

    /** {@return the rows} */
    public int height() {
      return y1 - y0 + 1;
    }
  }
}

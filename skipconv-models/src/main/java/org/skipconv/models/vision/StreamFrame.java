package org.skipconv.models.vision;

import java.time.Duration;
import org.skipconv.core.VideoSession;

/**
 * View of a stream in one frame. Immutable.
 *
 * @param view where the network's input lies in the picture
 * @param displacement of the scene since the stream's first frame; of a fixed camera none
 * @param whole whether the frame is to be computed whole, since the view is another one
 * @param rows rows of the input by which its content was moved down before the frame
 * @param columns columns by which it was moved right
 * @param steadyingTime time that it took to find the displacement
 */
public record StreamFrame(
    Placement view,
    Displacement displacement,
    boolean whole,
    int rows,
    int columns,
    Duration steadyingTime) {

  /** {@return whether the session has to be told before it computes the frame} */
  public boolean moves() {
    return whole || rows != 0 || columns != 0;
  }

  /**
   * Prepares a session for the frame.
   *
   * @param session the stream's session
   */
  public void prepare(VideoSession session) {
    if (whole) {
      session.requestKeyframe();
    } else if (rows != 0 || columns != 0) {
      session.slide(rows, columns);
    }
  }
}

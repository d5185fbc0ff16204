package org.skipconv.models.vision;

import java.io.IOException;

/**
 * The next frame of a video does not fit into the picture that was given for it, since the video
 * changed its size. Nothing is lost: the frame waits for a picture of the new size.
 */
public final class SizeChangedException extends IOException {
  private static final long serialVersionUID = 1;

  private final int height;
  private final int width;

  SizeChangedException(String source, RgbImage given, int height, int width) {
    super(
        source
            + ": the frames change from "
            + given.height()
            + "x"
            + given.width()
            + " to "
            + height
            + "x"
            + width);
    this.height = height;
    this.width = width;
  }

  /** {@return the height of the frame that waits} */
  public int height() {
    return height;
  }

  /** {@return the width of the frame that waits} */
  public int width() {
    return width;
  }
}

package org.skipconv.models.vision;

import java.io.IOException;

/** Where a {@link VideoReader} gets its frames from. */
abstract class FrameSource implements AutoCloseable {
  final int height;
  final int width;

  FrameSource(int height, int width) {
    this.height = height;
    this.width = width;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  /** Frames a second, 0 when unknown. */
  abstract double frameRate();

  /** As the container tells, -1 when it does not. */
  abstract long frameCount();

  /** Decodes the next frame into a picture of the right size; false at the end. */
  abstract boolean next(RgbImage into) throws IOException;

  /** Passes over the next frame; false at the end. */
  abstract boolean skip() throws IOException;

  @Override
  public abstract void close() throws IOException;
}

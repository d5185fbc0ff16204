package org.skipconv.models.vision;

import java.io.IOException;

/** Where a {@link VideoReader} gets its frames from. */
interface FrameSource extends AutoCloseable {
  int height();

  int width();

  /** Frames a second, 0 when unknown. */
  double frameRate();

  /** As the container tells, -1 when it does not. */
  long frameCount();

  /** Decodes the next frame into a picture of the right size; false at the end. */
  boolean next(RgbImage into) throws IOException;

  /** Passes over the next frame; false at the end. */
  boolean skip() throws IOException;

  @Override
  void close() throws IOException;
}

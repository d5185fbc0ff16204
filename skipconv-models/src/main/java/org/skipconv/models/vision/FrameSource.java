package org.skipconv.models.vision;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Frames one after the other, each first reached and then, if it is wanted, made a picture. Used by
 * one thread at a time, but for {@link #cancel}.
 */
abstract class FrameSource implements AutoCloseable {

  /** Height of the frame that was reached last, before the first one as announced. */
  abstract int height();

  /** Width of the frame that was reached last, before the first one as announced. */
  abstract int width();

  /** Frames a second, 0 when unknown. */
  abstract double frameRate();

  /** As the container tells, -1 when it does not. */
  abstract long frameCount();

  /** Whether frames come as they are filmed, so that those which nobody takes are lost. */
  boolean isLive() {
    return false;
  }

  /** Goes on to the next frame; false at the end. */
  abstract boolean advance() throws IOException;

  /** Facts about the frame that was reached. */
  abstract FrameFacts facts();

  /** Makes the frame that was reached a picture, of the right size. */
  abstract void read(RgbImage into) throws IOException;

  /**
   * Makes the frame that was reached a picture.
   *
   * @param spare picture that nobody needs any more, for its memory
   */
  RgbImage exchange(@Nullable RgbImage spare) throws IOException {
    boolean fits = spare != null && spare.height() == height() && spare.width() == width();
    RgbImage picture = fits && spare != null ? spare : new RgbImage(height(), width());
    read(picture);
    return picture;
  }

  /** Ends a call that waits in another thread, and all later ones. */
  void cancel() {}

  @Override
  public abstract void close() throws IOException;
}

package org.skipconv.bench.cli.footage;

import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.SourceReport;

/**
 * Something to look at: a video, a folder of pictures, a camera, a generated scene. All but a
 * camera shows the same again.
 */
public interface Footage {
  /** As the user names it. */
  String name();

  /**
   * Opens it at a frame.
   *
   * @param start number of the first frame to come, from 0
   * @throws org.skipconv.bench.cli.BadInput when it cannot be read or has no such frame
   */
  Frames open(int start);

  /** The frames of one showing, all of one size. Not thread-safe. */
  interface Frames extends AutoCloseable {
    int height();

    int width();

    /** Frames a second. */
    double frameRate();

    /**
     * Returns the time of the frame that was read last, since the first of the footage.
     *
     * @param number of that frame, from 0
     */
    default double seconds(int number) {
      return number / frameRate();
    }

    /** Number of frames from the start on, -1 when unknown. */
    long remaining();

    /** Whether it goes on as long as something is filmed, and cannot be seen again. */
    default boolean isLive() {
      return false;
    }

    /** Report of what happened so far to frames on their way. */
    default SourceReport report() {
      return SourceReport.NOTHING;
    }

    /**
     * Reads the next frame.
     *
     * @param into a picture of the right size, overwritten
     * @return false when there are no more
     * @throws org.skipconv.bench.cli.BadInput when the file is broken
     */
    boolean next(RgbImage into);

    @Override
    void close();
  }
}

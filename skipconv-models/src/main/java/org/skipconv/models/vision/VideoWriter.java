package org.skipconv.models.vision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Writes pictures to an .mp4 file, H.264 where FFmpeg brings an encoder for it, else MPEG-4. Needs
 * FFmpeg as {@link VideoReader} does. Not thread-safe.
 */
public final class VideoWriter implements AutoCloseable {
  private final int height;
  private final int width;
  private final FfmpegSink sink;
  private boolean closed;

  private VideoWriter(int height, int width, FfmpegSink sink) {
    this.height = height;
    this.width = width;
    this.sink = sink;
  }

  /**
   * Starts a file, over one that is there. It is complete once the writer is closed.
   *
   * @param height of every picture; an odd one is stretched by a pixel, since the format allows
   *     even ones only
   * @param width of every picture, likewise
   * @param frameRate pictures a second
   * @throws IOException when the file cannot be written
   * @throws IllegalStateException when FFmpeg is not on the class path
   */
  public static VideoWriter open(Path file, int height, int width, double frameRate)
      throws IOException {
    if (height < 16 || width < 16) {
      throw new IllegalArgumentException(
          "a video needs frames of 16x16 or more, but they are " + height + "x" + width);
    }
    if (!(frameRate > 0) || Double.isInfinite(frameRate)) {
      throw new IllegalArgumentException("the frame rate must be above 0, but is " + frameRate);
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(file.toString(), null, "its folder does not exist");
    }
    try {
      return new VideoWriter(height, width, FfmpegSink.open(file, height, width, frameRate));
    } catch (LinkageError e) {
      throw VideoReader.missing("writing " + file, e);
    }
  }

  /** Appends a picture. */
  public void write(RgbImage frame) throws IOException {
    if (closed) {
      throw new IllegalStateException("the video is closed");
    }
    if (frame.height() != height || frame.width() != width) {
      throw new IllegalArgumentException(
          "the video has frames of " + height + "x" + width + ", but got a " + frame);
    }
    sink.write(frame);
  }

  /** Completes the file; does nothing the second time. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      sink.close();
    }
  }
}

package org.skipconv.models.vision;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes pictures to an .mp4 file, H.264 where FFmpeg brings an encoder for it, else MPEG-4. Needs
 * FFmpeg as {@link VideoSource} does. Not thread-safe.
 *
 * <p>What is written goes to a file beside it, whose name has {@code .part} after it, and takes the
 * place of an older video when the writer is closed. A process that ends before leaves the older
 * video, and the part, which the next writer of that video overwrites; a disk that is full leaves
 * the older video alone.
 */
public final class VideoWriter implements AutoCloseable {
  private final int height;
  private final int width;
  private final Path file;
  private final Path part;
  private final FfmpegSink sink;
  private boolean failed;
  private boolean closed;

  private VideoWriter(Path file, Path part, int height, int width, FfmpegSink sink) {
    this.file = file;
    this.part = part;
    this.height = height;
    this.width = width;
    this.sink = sink;
  }

  /**
   * Starts a video, which takes the place of one that is there once the writer is closed.
   *
   * @param file path of the video
   * @param height of every picture; an odd one is stretched by a pixel, since the format allows
   *     even ones only
   * @param width of every picture, likewise
   * @param frameRate pictures a second
   * @return the writer, which the caller closes
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
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "it is a folder");
    }
    Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      FfmpegSink sink = FfmpegSink.open(file, part, height, width, frameRate);
      return new VideoWriter(target, part, height, width, sink);
    } catch (LinkageError e) {
      throw VideoSource.missing("writing " + file, e);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
  }

  /**
   * Appends a picture.
   *
   * @param frame the picture
   * @throws IOException when it cannot be written; closing the writer then leaves no video
   */
  public void write(RgbImage frame) throws IOException {
    if (closed) {
      throw new IllegalStateException("the video is closed");
    }
    if (frame.height() != height || frame.width() != width) {
      throw new IllegalArgumentException(
          "the video has frames of " + height + "x" + width + ", but got a " + frame);
    }
    try {
      sink.write(frame);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  /**
   * Completes the video; does nothing the second time.
   *
   * @throws IOException when it cannot be completed; an older video is then left as it was
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      sink.close();
      if (!failed) {
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }
}

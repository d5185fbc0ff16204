package org.skipconv.models.vision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a video file, or of a folder of pictures in the order of their names, one after the
 * other. Not thread-safe.
 *
 * <pre>{@code
 * try (VideoReader video = VideoReader.open(file)) {
 *   for (RgbImage frame : video) {
 *     show(frame);
 *   }
 * }
 * }</pre>
 *
 * <p>Each frame of such a loop, and of {@link #read}, is a new picture, which may be kept; {@link
 * #next} writes frame after frame into one, without garbage.
 *
 * <p>Video files are decoded by FFmpeg, on the caller's thread, through {@code org.bytedeco:javacv}
 * and {@code org.bytedeco:ffmpeg}, which an application adds itself; folders of pictures need
 * neither. Rotation that a file asks for is ignored, as is EXIF's.
 */
public final class VideoReader implements Iterable<RgbImage>, AutoCloseable {
  private final FrameSource source;
  private long position;
  private boolean closed;

  private VideoReader(FrameSource source) {
    this.source = source;
  }

  /**
   * Opens a video file or a folder of pictures. A playlist, which names other files, is refused.
   *
   * @throws NoSuchFileException when there is no such file
   * @throws IOException when it is no video, or a folder without pictures; the message names it
   * @throws IllegalStateException when FFmpeg is needed and not on the class path
   */
  public static VideoReader open(Path path) throws IOException {
    return open(path, VideoAccess.SINGLE_FILES);
  }

  /**
   * Opens a video file, of more kinds than {@link #open(Path)} takes, or a folder of pictures.
   *
   * @param access what FFmpeg may open; what a file names is opened without asking
   * @throws NoSuchFileException when there is no such file
   * @throws IOException when it is no video, or a folder without pictures; the message names it
   * @throws IllegalStateException when FFmpeg is needed and not on the class path
   */
  public static VideoReader open(Path path, VideoAccess access) throws IOException {
    Objects.requireNonNull(access, "access");
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (Files.isDirectory(path)) {
      return new VideoReader(PictureFolder.open(path));
    }
    try {
      return new VideoReader(FfmpegSource.open(path, access));
    } catch (LinkageError e) {
      throw missing("reading " + path, e);
    }
  }

  static IllegalStateException missing(String what, LinkageError cause) {
    return new IllegalStateException(
        what
            + " needs FFmpeg: add org.bytedeco:javacv, org.bytedeco:ffmpeg and org.bytedeco:ffmpeg"
            + " with the classifier of this platform (such as linux-x86_64) to the class path",
        cause);
  }

  public int height() {
    return source.height();
  }

  public int width() {
    return source.width();
  }

  /** Frames a second, 0 when unknown. */
  public double frameRate() {
    return source.frameRate();
  }

  /** How many frames there should be, -1 when unknown. Some containers only estimate it. */
  public long frameCount() {
    return source.frameCount();
  }

  /** Number of the frame that comes next, from 0. */
  public long position() {
    return position;
  }

  /**
   * Reads the next frame.
   *
   * @param into a picture of this video's size, overwritten; its content is undefined at the end
   * @return false when there are no more frames
   * @throws IOException when the frame cannot be decoded; the message names the file
   */
  public boolean next(RgbImage into) throws IOException {
    requireOpen();
    if (into.height() != height() || into.width() != width()) {
      throw new IllegalArgumentException(
          "the video has frames of " + height() + "x" + width() + ", but got a " + into);
    }
    boolean there = source.next(into);
    position += there ? 1 : 0;
    return there;
  }

  /** The next frame as a new picture, or null when there are no more. */
  public @Nullable RgbImage read() throws IOException {
    RgbImage frame = new RgbImage(height(), width());
    return next(frame) ? frame : null;
  }

  /**
   * Returns the frames that are left, each a new picture. A video is read once: all iterators, and
   * the other ways to read, go on where the last one stopped.
   *
   * @return throws {@link UncheckedIOException} when the next frame cannot be decoded
   */
  @Override
  public Iterator<RgbImage> iterator() {
    return new FrameIterator();
  }

  /** Reads ahead by one frame, since only decoding tells whether there is one. */
  private final class FrameIterator implements Iterator<RgbImage> {
    private @Nullable RgbImage ahead;

    private @Nullable RgbImage ahead() {
      if (ahead == null) {
        try {
          ahead = read();
        } catch (IOException e) {
          throw new UncheckedIOException(e.getMessage(), e);
        }
      }
      return ahead;
    }

    @Override
    public boolean hasNext() {
      return ahead() != null;
    }

    @Override
    public RgbImage next() {
      RgbImage frame = ahead();
      if (frame == null) {
        throw new NoSuchElementException("the video has ended");
      }
      ahead = null;
      return frame;
    }
  }

  /**
   * Passes over frames by decoding them, which is exact where seeking is not.
   *
   * @param frames 0 or more
   * @return how many were passed over: fewer only when the video ends
   */
  public long skip(long frames) throws IOException {
    requireOpen();
    if (frames < 0) {
      throw new IllegalArgumentException("cannot skip " + frames + " frames");
    }
    long skipped = 0;
    while (skipped < frames && source.skip()) {
      skipped++;
    }
    position += skipped;
    return skipped;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the video is closed");
    }
  }

  /** Ends reading; does nothing the second time. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      source.close();
    }
  }
}

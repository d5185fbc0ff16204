package org.skipconv.models.vision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Frames of a video file, of a folder of pictures in the order of their names, of a camera or of a
 * stream in the network, one after the other, upright and with square pixels.
 *
 * <pre>{@code
 * try (VideoSource video = VideoSource.open(file)) {
 *   for (RgbImage frame : video) {
 *     show(frame);
 *   }
 * }
 *
 * URI address = URI.create("rtsp://camera.example/stream");
 * try (VideoSource camera = VideoSource.open(address, SourceOptions.live())) {
 *   while (camera.next()) {
 *     if (camera.frame().sizeChanged()) {
 *       predictor.reset();
 *     }
 *     show(predictor.next(camera.picture()));
 *   }
 * }
 * }</pre>
 *
 * <p>Three ways to take frames, which may be mixed: {@link #next()} keeps the newest in {@link
 * #picture}, without garbage; {@link #next(RgbImage)} writes into a picture of the caller's; {@link
 * #read} and the loop make a new picture each time, which may be kept.
 *
 * <p>All but folders of pictures is decoded by FFmpeg, through {@code org.bytedeco:javacv} and
 * {@code org.bytedeco:ffmpeg}, which an application adds itself.
 *
 * <p>To be read by one thread at a time; others may call {@link #close} and {@link #report}. A call
 * that waits for a frame ends when the source is closed, and when its thread is interrupted.
 */
public final class VideoSource implements Iterable<RgbImage>, AutoCloseable {
  static final String CLOSED = "the video is closed";

  private static final Pattern CAMERA = Pattern.compile("/dev/video[0-9]+");

  private final String name;
  private final FrameSource source;
  private final SourceCounters counters;

  /** Held while the source is in use, so that it is not freed below a thread that reads. */
  private final ReentrantLock reading = new ReentrantLock();

  private volatile boolean closed;

  /** Whether a frame was reached and not yet handed out. */
  private boolean waiting;

  private @Nullable RgbImage picture;
  private @Nullable FrameInfo frame;
  private int connection;
  private long lastNumber = -1;
  private int lastHeight;
  private int lastWidth;

  private VideoSource(String name, FrameSource source, SourceCounters counters) {
    this.name = name;
    this.source = source;
    this.counters = counters;
  }

  /**
   * Opens a video file, a folder of pictures or a camera of this machine, every frame in order. A
   * playlist, which names other files, is refused.
   *
   * @param path path of the source
   * @return the source, which the caller closes
   * @throws NoSuchFileException when there is no such file
   * @throws IOException when it is no video, or a folder without pictures; the message names it
   * @throws IllegalStateException when FFmpeg is needed and not on the class path
   */
  public static VideoSource open(Path path) throws IOException {
    return open(path, SourceOptions.everyFrame());
  }

  /**
   * Opens a video file, a folder of pictures, or a camera of this machine, such as {@code
   * /dev/video0} (of Linux).
   *
   * @param path path of the source
   * @param options how frames are decoded and handed out
   * @return the source, which the caller closes
   * @throws NoSuchFileException when there is no such file
   * @throws IOException when it is no video, or a folder without pictures; the message names it
   * @throws IllegalStateException when FFmpeg is needed and not on the class path
   */
  public static VideoSource open(Path path, SourceOptions options) throws IOException {
    Objects.requireNonNull(options, "options");
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    SourceCounters counters = new SourceCounters();
    if (Files.isDirectory(path)) {
      return over(
          path.toString(), PictureFolder.open(path, options.uprightFrames()), options, counters);
    }
    return open(
        isCamera(path) ? MediaAddress.ofCamera(path) : MediaAddress.ofFile(path),
        options,
        counters);
  }

  /**
   * Opens a stream in the network ({@code rtsp}, {@code rtsps}, {@code http}, {@code https}), or
   * what a {@code file} address names. Of HTTP, videos and streams of JPEG pictures are read as
   * they are; playlists (HLS) where {@link SourceOptions#withAccess} allows their format and the
   * hosts that they name.
   *
   * @param address address of the source
   * @param options how frames are decoded and handed out
   * @return the source, which the caller closes
   * @throws IllegalArgumentException when it is no such address
   * @throws IOException when nothing answers in time, or what answers is no video; the message
   *     names the address, without a password in it
   * @throws IllegalStateException when FFmpeg is not on the class path
   */
  public static VideoSource open(URI address, SourceOptions options) throws IOException {
    Objects.requireNonNull(options, "options");
    if ("file".equals(String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT))) {
      return open(Path.of(address), options);
    }
    return open(MediaAddress.of(address), options, new SourceCounters());
  }

  /**
   * {@return how an address is named in messages: without a password, and without its query, in
   * which there may be one}
   *
   * @param address address of the source
   */
  public static String name(URI address) {
    return MediaAddress.named(address);
  }

  private static boolean isCamera(Path path) throws IOException {
    return CAMERA.matcher(path.toRealPath().toString()).matches();
  }

  private static VideoSource open(
      MediaAddress address, SourceOptions options, SourceCounters counters) throws IOException {
    try {
      return over(address.name(), connect(address, options, counters), options, counters);
    } catch (LinkageError e) {
      throw missing("reading " + address.name(), e);
    }
  }

  private static FrameSource connect(
      MediaAddress address, SourceOptions options, SourceCounters counters) throws IOException {
    FfmpegWatch watch = new FfmpegWatch();
    try {
      FfmpegSource connected = FfmpegSource.open(address, options, counters, watch);
      return connected.isLive() && options.reconnects() > 0
          ? new ReconnectingSource(address, options, counters, watch, connected)
          : connected;
    } catch (IOException | RuntimeException e) {
      watch.close();
      throw e;
    }
  }

  private static VideoSource over(
      String name, FrameSource source, SourceOptions options, SourceCounters counters) {
    FrameSource used = source;
    if (options.decodingAhead() > 0) {
      boolean newest = options.newestFrame() && source.isLive();
      used = new ThreadedSource(source, name, options.decodingAhead(), newest, counters);
    }
    return new VideoSource(name, used, counters);
  }

  static IllegalStateException missing(String what, LinkageError cause) {
    return new IllegalStateException(
        what
            + " needs FFmpeg: add org.bytedeco:javacv, org.bytedeco:ffmpeg and org.bytedeco:ffmpeg"
            + " with the classifier of this platform (such as linux-x86_64) to the class path",
        cause);
  }

  /**
   * {@return the height of the frame handed out last, upright; before the first one as announced}
   */
  public int height() {
    return source.height();
  }

  /**
   * {@return the width of the frame handed out last, upright; before the first one as announced}
   */
  public int width() {
    return source.width();
  }

  /** {@return the number of frames a second, 0 when unknown} */
  public double frameRate() {
    return source.frameRate();
  }

  /**
   * {@return the number of frames that there should be, -1 when unknown, as of a live source} Some
   * containers only estimate it, and some count frames that they leave out.
   */
  public long frameCount() {
    return source.frameCount();
  }

  /** {@return whether frames come as they are filmed, without a known end} */
  public boolean isLive() {
    return source.isLive();
  }

  /** {@return the number of frames handed out or skipped so far} */
  public long position() {
    return counters.handedOut.get();
  }

  /** {@return the numbers of what happened so far} */
  public SourceReport report() {
    return counters.report();
  }

  /**
   * Goes on to the next frame, which {@link #picture} then holds, in whatever size it has.
   *
   * @return false when there are no more frames
   * @throws java.io.InterruptedIOException when the thread is interrupted while it waits
   * @throws IOException when the frame cannot be decoded, or the connection broke and cannot be
   *     opened again; the message names the source
   * @throws IllegalStateException when the source is closed, also while this waits
   */
  public boolean next() throws IOException {
    reading.lock();
    try {
      if (!reach()) {
        return false;
      }
      picture = source.exchange(picture);
      handOut();
      return true;
    } finally {
      reading.unlock();
    }
  }

  /**
   * {@return the picture of the frame that {@link #next()} went on to, overwritten by its next
   * call}
   *
   * @throws IllegalStateException before the first frame
   */
  public RgbImage picture() {
    return required(picture);
  }

  /**
   * {@return the facts about the frame handed out last, in whatever way}
   *
   * @throws IllegalStateException before the first frame
   */
  public FrameInfo frame() {
    return required(frame);
  }

  private static <T> T required(@Nullable T ofLastFrame) {
    if (ofLastFrame == null) {
      throw new IllegalStateException("there has been no frame yet");
    }
    return ofLastFrame;
  }

  /**
   * Reads the next frame into a picture of the caller's.
   *
   * @param into of {@link #height} and {@link #width}, overwritten; its content is undefined at the
   *     end
   * @return false when there are no more frames
   * @throws SizeChangedException when the video changes its size with this frame; height and width
   *     are the new ones from then on, and the next call gives the frame
   * @throws java.io.InterruptedIOException when the thread is interrupted while it waits
   * @throws IOException as from {@link #next()}
   * @throws IllegalArgumentException when the picture has another size
   * @throws IllegalStateException when the source is closed, also while this waits
   */
  public boolean next(RgbImage into) throws IOException {
    reading.lock();
    try {
      requireOpen();
      if (!fits(into)) {
        throw new IllegalArgumentException(
            "the video has frames of " + height() + "x" + width() + ", but got a " + into);
      }
      if (!reach()) {
        return false;
      }
      if (!fits(into)) {
        throw new SizeChangedException(name, into, height(), width());
      }
      source.read(into);
      handOut();
      return true;
    } finally {
      reading.unlock();
    }
  }

  private boolean fits(RgbImage into) {
    return into.height() == height() && into.width() == width();
  }

  /**
   * {@return the next frame as a new picture, or null when there are no more}
   *
   * @throws IOException when the source fails
   */
  public @Nullable RgbImage read() throws IOException {
    reading.lock();
    try {
      if (!reach()) {
        return null;
      }
      RgbImage fresh = source.exchange(null);
      handOut();
      return fresh;
    } finally {
      reading.unlock();
    }
  }

  /** Goes on to the next frame unless there is one that nobody took. */
  private boolean reach() throws IOException {
    requireOpen();
    if (!waiting) {
      waiting = source.advance();
    }
    return waiting;
  }

  private void handOut() {
    waiting = false;
    FrameFacts facts = source.facts();
    boolean first = lastNumber < 0;
    boolean resized = !first && (height() != lastHeight || width() != lastWidth);
    if (resized) {
      counters.sizeChanges.incrementAndGet();
    }
    frame =
        new FrameInfo(
            facts.number(),
            facts.time(),
            facts.arrival(),
            facts.damaged(),
            resized,
            !first && facts.connection() != connection,
            facts.number() - lastNumber - 1);
    connection = facts.connection();
    lastNumber = facts.number();
    lastHeight = height();
    lastWidth = width();
    counters.handedOut.incrementAndGet();
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
   * @throws IOException when the source fails
   */
  public long skip(long frames) throws IOException {
    reading.lock();
    try {
      requireOpen();
      if (frames < 0) {
        throw new IllegalArgumentException("cannot skip " + frames + " frames");
      }
      long skipped = 0;
      while (skipped < frames && reach()) {
        handOut();
        skipped++;
      }
      return skipped;
    } finally {
      reading.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(CLOSED);
    }
  }

  /** Ends reading, and a call that waits in another thread; does nothing the second time. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    source.cancel();
    reading.lock();
    try {
      source.close();
    } finally {
      reading.unlock();
    }
  }
}

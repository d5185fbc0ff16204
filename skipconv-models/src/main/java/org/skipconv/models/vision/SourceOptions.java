package org.skipconv.models.vision;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Options of reading a {@link VideoSource}; immutable, each {@code with} method returns a changed
 * copy.
 *
 * <pre>{@code
 * SourceOptions.live().withReadTimeout(Duration.ofSeconds(5)).withDamagedFrames(false)
 * }</pre>
 */
public final class SourceOptions {
  private static final int MOST_AHEAD = 64;
  private static final Duration LONGEST = Duration.ofDays(1);

  /**
   * Size and rate that a camera of this machine is asked for.
   *
   * @param height in pixels
   * @param width in pixels
   * @param frameRate frames a second
   */
  record CameraMode(int height, int width, double frameRate) {}

  /** Values while they are made; none of them changes once the options exist. */
  private static final class Values {
    VideoAccess access = VideoAccess.SINGLE_FILES;
    Duration connectTimeout = Duration.ofSeconds(15);
    Duration readTimeout = Duration.ofSeconds(10);
    int reconnects;
    Duration firstPause = Duration.ofMillis(500);
    Duration longestPause = Duration.ofSeconds(30);
    int ahead;
    boolean newest;
    boolean damaged = true;
    boolean upright = true;
    @Nullable CameraMode mode;

    Values copy() {
      Values copy = new Values();
      copy.access = access;
      copy.connectTimeout = connectTimeout;
      copy.readTimeout = readTimeout;
      copy.reconnects = reconnects;
      copy.firstPause = firstPause;
      copy.longestPause = longestPause;
      copy.ahead = ahead;
      copy.newest = newest;
      copy.damaged = damaged;
      copy.upright = upright;
      copy.mode = mode;
      return copy;
    }
  }

  private static final SourceOptions EVERY_FRAME = new SourceOptions(new Values());

  private final Values values;

  private SourceOptions(Values values) {
    this.values = values;
  }

  private SourceOptions with(Consumer<Values> change) {
    Values copy = values.copy();
    change.accept(copy);
    return new SourceOptions(copy);
  }

  /**
   * {@return the options under which every frame is handed out, in order, decoded by the thread
   * that asks for it, and a connection that breaks is an error; for files}
   */
  public static SourceOptions everyFrame() {
    return EVERY_FRAME;
  }

  /**
   * {@return the options for what is filmed now: a thread of its own decodes and keeps the newest
   * frame, and a connection that breaks is opened again, up to 100 times in a row, with pauses of
   * half a second that double up to 30 seconds}
   */
  public static SourceOptions live() {
    return EVERY_FRAME.withNewestFrame().withReconnects(100);
  }

  /**
   * {@return a copy with other limits to what FFmpeg may open}
   *
   * @param access what may be opened
   */
  public SourceOptions withAccess(VideoAccess access) {
    Objects.requireNonNull(access, "access");
    return with(copy -> copy.access = access);
  }

  /**
   * {@return a copy with another limit to the time that opening an address or a camera takes, up to
   * where its frames are known to be a video}
   *
   * @param timeout more than 0; 15 seconds unless told
   */
  public SourceOptions withConnectTimeout(Duration timeout) {
    requirePositive("the connect time-out", timeout);
    return with(copy -> copy.connectTimeout = timeout);
  }

  /**
   * {@return a copy with another limit to the time without a frame after which the connection to an
   * address or a camera counts as broken}
   *
   * @param timeout more than 0; 10 seconds unless told
   */
  public SourceOptions withReadTimeout(Duration timeout) {
    requirePositive("the read time-out", timeout);
    return with(copy -> copy.readTimeout = timeout);
  }

  /**
   * {@return a copy that opens a broken connection to a live source again, or does not} A frame
   * that arrives begins the count anew. The first connection is tried once, so that a wrong address
   * is an error at once.
   *
   * @param attempts in a row before it is given up; 0 for none
   */
  public SourceOptions withReconnects(int attempts) {
    if (attempts < 0) {
      throw new IllegalArgumentException("attempts must be 0 or more, but are " + attempts);
    }
    return with(copy -> copy.reconnects = attempts);
  }

  /**
   * {@return a copy with other pauses before attempts to reconnect: each twice the one before}
   *
   * @param first half a second unless told
   * @param longest 30 seconds unless told; not less than the first
   */
  public SourceOptions withBackOff(Duration first, Duration longest) {
    requirePositive("the first pause", first);
    requirePositive("the longest pause", longest);
    if (longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "the longest pause, " + longest + ", is shorter than the first, " + first);
    }
    return with(
        copy -> {
          copy.firstPause = first;
          copy.longestPause = longest;
        });
  }

  /**
   * {@return a copy that hands out every frame, in order, decoded beforehand by a thread of the
   * source}
   *
   * @param frames that are held at most, up to 64; 0 decodes each in the thread that asks for it
   */
  public SourceOptions withDecodingAhead(int frames) {
    if (frames < 0 || frames > MOST_AHEAD) {
      throw new IllegalArgumentException(
          "frames decoded ahead must be 0 to " + MOST_AHEAD + ", but are " + frames);
    }
    return with(
        copy -> {
          copy.ahead = frames;
          copy.newest = false;
        });
  }

  /**
   * {@return a copy in which a thread of the source decodes frames as they come and keeps the
   * newest one alone; those that nobody took in time are counted as dropped} What is no live source
   * hands out every frame all the same, decoded ahead by one.
   */
  public SourceOptions withNewestFrame() {
    return with(
        copy -> {
          copy.ahead = 1;
          copy.newest = true;
        });
  }

  /**
   * {@return a copy that hands out damaged frames, which is the default, or leaves them out}
   *
   * @param handedOut whether they are handed out
   * @see FrameInfo#damaged
   */
  public SourceOptions withDamagedFrames(boolean handedOut) {
    return with(copy -> copy.damaged = handedOut);
  }

  /**
   * {@return a copy that turns frames as the file asks for (a phone's video, EXIF) and makes their
   * pixels square, which is the default, or hands them out as they are stored}
   *
   * @param turned whether they are turned
   */
  public SourceOptions withUprightFrames(boolean turned) {
    return with(copy -> copy.upright = turned);
  }

  /**
   * {@return a copy that asks a camera of this machine, such as {@code /dev/video0}, for a size and
   * rate; else it films as it was set last} The camera may choose the nearest that it has.
   *
   * @param height in pixels
   * @param width in pixels
   * @param frameRate frames a second
   */
  public SourceOptions withCameraMode(int height, int width, double frameRate) {
    if (height < 1 || width < 1 || (long) height * width > PictureFile.MAX_PIXELS) {
      throw new IllegalArgumentException(
          "a camera's frames have 1 to "
              + PictureFile.MAX_PIXELS
              + " pixels, but asked is for "
              + height
              + "x"
              + width);
    }
    if (!(frameRate > 0 && frameRate <= 1000)) {
      throw new IllegalArgumentException(
          "the frame rate must be more than 0 and at most 1000, but is " + frameRate);
    }
    return with(copy -> copy.mode = new CameraMode(height, width, frameRate));
  }

  private static void requirePositive(String what, Duration duration) {
    if (duration.isZero() || duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          what + " must be more than 0 and at most a day, but is " + duration);
    }
  }

  /** {@return the limits to what FFmpeg may open} */
  public VideoAccess access() {
    return values.access;
  }

  /** {@return the longest time that opening an address or a camera may take} */
  public Duration connectTimeout() {
    return values.connectTimeout;
  }

  /** {@return the longest time without a frame from an address or a camera} */
  public Duration readTimeout() {
    return values.readTimeout;
  }

  /** {@return the attempts in a row to open a broken connection again, 0 for none} */
  public int reconnects() {
    return values.reconnects;
  }

  /** Pause before an attempt to reconnect, counted from 0. */
  Duration pause(int attempt) {
    Duration pause = values.firstPause;
    for (int i = 0; i < attempt && pause.compareTo(values.longestPause) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(values.longestPause) < 0 ? pause : values.longestPause;
  }

  /** {@return the frames that are decoded ahead by a thread of the source, 0 when there is none} */
  public int decodingAhead() {
    return values.ahead;
  }

  /** {@return whether only the newest frame of a live source is kept} */
  public boolean newestFrame() {
    return values.newest;
  }

  /** {@return whether damaged frames are handed out} */
  public boolean damagedFrames() {
    return values.damaged;
  }

  /** {@return whether frames are turned and their pixels made square as the file asks for} */
  public boolean uprightFrames() {
    return values.upright;
  }

  /** Mode that a camera of this machine is asked for, null for its own. */
  @Nullable CameraMode cameraMode() {
    return values.mode;
  }
}

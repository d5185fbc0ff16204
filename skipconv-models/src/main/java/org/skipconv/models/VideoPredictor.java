package org.skipconv.models;

import java.nio.FloatBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.FrameReport;
import org.skipconv.core.FrameResult;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.VideoSession;
import org.skipconv.models.vision.Camera;
import org.skipconv.models.vision.InputBuffer;
import org.skipconv.models.vision.Placement;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.StreamFrame;
import org.skipconv.models.vision.StreamInput;

/**
 * One stream of a {@link VideoModel}: pictures in, results out, frame by frame. The view stays
 * where it is, or goes with the scene where the {@link Camera} moves, so that for the network it
 * stands still; results are in pixels of the frame either way. Not thread-safe; any number of
 * streams share a model.
 *
 * @param <R> what is found in a frame
 */
public class VideoPredictor<R> implements AutoCloseable {
  private final VideoModel<R> model;
  private final VideoSession session;
  private final InputBuffer input;
  private StreamDecoder<R> decoder;
  private final StreamInput stream;
  private @Nullable StreamFrame seen;
  private @Nullable FrameResult lastResult;
  private Duration prepareTime = Duration.ZERO;
  private Duration decodeTime = Duration.ZERO;

  /**
   * Opens a stream of a camera that stands still; {@link VideoModel#open} is the usual way.
   *
   * @param model what is computed, and how it is read
   * @param options how the stream computes
   */
  protected VideoPredictor(VideoModel<R> model, SessionOptions options) {
    this(model, options, Camera.FIXED);
  }

  /**
   * Opens a stream; {@link VideoModel#open} is the usual way.
   *
   * @param model what is computed, and how it is read
   * @param options how the stream computes
   * @param camera how the camera is mounted, and what of its pictures counts
   */
  protected VideoPredictor(VideoModel<R> model, SessionOptions options, Camera camera) {
    this.model = model;
    SkipNetwork network = model.network();
    this.decoder = model.task().decoder(network);
    this.input = new InputBuffer(network.inputShape());
    this.stream = model.input(camera);
    this.session =
        network.open(
            options.withInputThreshold(
                options.inputThreshold().forPictures(model.normalization().change(1))));
  }

  /**
   * Finds what is in the next frame, in pixels of the frame.
   *
   * @param frame the picture
   * @return what was found
   * @throws IllegalArgumentException when the frame differs in size from those since the stream was
   *     opened or reset; the stream stays as it was
   * @throws IllegalStateException when the stream is closed
   */
  public final R next(RgbImage frame) {
    FloatBuffer pixels = input.pixels();
    long start = System.nanoTime();
    StreamFrame now = stream.next(frame, pixels);
    seen = now;
    if (now.moves()) {
      now.prepare(session);
      decoder.moved();
    }
    long prepared = System.nanoTime();
    FrameResult result = session.nextNhwc(input.pixels(), stream.changed());
    long computed = System.nanoTime();
    R found = decode(result, now.view());
    decodeTime = Duration.ofNanos(System.nanoTime() - computed);
    prepareTime = Duration.ofNanos(prepared - start);
    lastResult = result;
    return found;
  }

  /** After a failure the decoder has missed a frame: the next one must be a keyframe. */
  private R decode(FrameResult result, Placement placed) {
    boolean done = false;
    try {
      R found = decoder.decode(result, placed);
      done = true;
      return found;
    } finally {
      if (!done) {
        session.requestKeyframe();
      }
    }
  }

  /**
   * {@return the cost of the last frame, without preparing and decoding}
   *
   * @throws IllegalStateException before the first frame
   */
  public final FrameReport lastReport() {
    return lastResult().report();
  }

  /**
   * {@return the raw outputs and masks of the last frame, valid until the next one}
   *
   * @throws IllegalStateException before the first frame
   */
  public final FrameResult lastResult() {
    return required(lastResult);
  }

  /**
   * {@return the placement of the network's input in the last frame, which goes with the scene
   * where the camera is steadied}
   *
   * @throws IllegalStateException before the first frame
   */
  public final Placement lastView() {
    return required(seen).view();
  }

  /**
   * {@return the view of the last frame: how far the scene lay from home, and whether the view was
   * moved}
   *
   * @throws IllegalStateException before the first frame
   */
  public final StreamFrame lastFrame() {
    return required(seen);
  }

  private static <T> T required(@Nullable T ofLastFrame) {
    if (ofLastFrame == null) {
      throw new IllegalStateException("there has been no frame yet");
    }
    return ofLastFrame;
  }

  /** {@return the time that it took to make the network's input from the last frame} */
  public final Duration prepareTime() {
    return prepareTime;
  }

  /** {@return the time that decoding the last frame's outputs took} */
  public final Duration decodeTime() {
    return decodeTime;
  }

  /** {@return what is computed, and how it is read} */
  public final VideoModel<R> model() {
    return model;
  }

  /**
   * {@return the stream underneath} Frames that are given to it directly, and not to this
   * predictor, make the results that follow wrong.
   */
  public final VideoSession session() {
    return session;
  }

  /**
   * {@return the bytes of memory outside the Java heap that this stream holds, the network's input
   * included, 0 when it is closed; the weights belong to the network}
   */
  public final long memoryBytes() {
    return session.memoryBytes() + input.bytes();
  }

  /** Forgets all frames: the next one is a keyframe, and may have another size. */
  public final void reset() {
    session.reset();
    decoder.close();
    decoder = model.task().decoder(model.network());
    stream.reset();
    seen = null;
    lastResult = null;
  }

  /** Frees the memory of the stream; does nothing the second time. */
  @Override
  public final void close() {
    session.close();
    input.close();
    decoder.close();
  }
}

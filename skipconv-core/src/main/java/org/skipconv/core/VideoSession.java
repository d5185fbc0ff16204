package org.skipconv.core;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.internal.engine.Engine;
import org.skipconv.core.internal.engine.FrameShape;
import org.skipconv.core.internal.engine.PackedNetwork;
import org.skipconv.core.internal.kernel.FrameMemory;
import org.skipconv.core.internal.kernel.Magnitude;
import org.skipconv.core.internal.kernel.Plane;
import org.skipconv.core.internal.kernel.RawFrame;

/**
 * One stream: everything that remembers a frame. Each {@link #next} brings every layer's map up to
 * date by computing only the output pixels that the layer's gate opens.
 *
 * <p>Any number of sessions share one {@link SkipNetwork}. A frame that is refused leaves the
 * session as it was. When computing fails half-way, as by an exception in an application's gate,
 * the next frame is a keyframe.
 *
 * <p>One thread at a time may use a session, today this one and tomorrow another. While a frame is
 * computed, {@link #next}, {@link #reset}, {@link #shift} and {@link #requestKeyframe} throw an
 * {@link IllegalStateException}, from another thread as from within a gate; the frame is not
 * disturbed.
 *
 * <p>{@link #close} may be called at any time and from anywhere, as from a shutdown hook, and never
 * waits. When a frame is being computed, which may be by the very thread that closes, from within a
 * gate, that frame is finished first and its thread frees the memory. A session that is dropped
 * without being closed is freed by the garbage collector, its threads included; that is late, and
 * nothing to rely on.
 */
public final class VideoSession implements AutoCloseable {
  private final SkipNetwork network;
  private final SessionOptions options;
  private final Engine engine;
  private final LayerReports.LayerTable layers;
  private final SessionGuard guard;
  private final FrameMemory frames;

  /** Held while a result hands out memory, and while memory is freed. */
  private final Object handingOut = new Object();

  private long frame;
  private long sinceKeyframe;
  private boolean needsKeyframe = true;
  private volatile Object current = new Object();

  /**
   * A session that takes part in a network's packed weights, and gives up its part when it is
   * closed.
   */
  VideoSession(SkipNetwork network, SessionOptions options, int threads, PackedNetwork packed) {
    this.network = network;
    this.options = options;
    this.engine = Engine.open(network, options, threads, packed);
    this.layers = new LayerReports.LayerTable(engine);
    this.frames = new FrameMemory(network.inputShape());
    this.guard = new SessionGuard(network.name(), () -> free(packed));
  }

  /** {@return the network that the session computes} */
  public SkipNetwork network() {
    return network;
  }

  /** {@return the options that the session was opened with} */
  public SessionOptions options() {
    return options;
  }

  /**
   * Computes the next frame. A direct buffer in this machine's byte order, as {@code
   * ByteBuffer.allocateDirect(n).order(ByteOrder.nativeOrder()).asFloatBuffer()}, is read where it
   * lies; any other is copied first.
   *
   * @param nchw all values in the order of channels, rows and columns, from the buffer's position
   *     to its limit, which stay where they are; finite
   * @return valid until the next frame, {@link #reset} or {@link #close}
   * @throws IllegalArgumentException when there are too few values or too many, or when one is NaN
   *     or infinite
   */
  public FrameResult next(FloatBuffer nchw) {
    return nextOf(nchw, false, null);
  }

  /**
   * Computes the next frame, as {@link #next(FloatBuffer)} does.
   *
   * @param nhwc all values in the order of rows, columns and channels, from the buffer's position
   *     to its limit, which stay where they are; finite
   * @return valid until the next frame, {@link #reset} or {@link #close}
   * @throws IllegalArgumentException when there are too few values or too many, or when one is NaN
   *     or infinite
   */
  public FrameResult nextNhwc(FloatBuffer nhwc) {
    return nextOf(nhwc, true, null);
  }

  /**
   * Computes the next frame, of which it is known where it differs from the one before. The result
   * has the bits that it would have without knowing; where noise is measured, as it is for
   * pictures, taking the frame over costs less.
   *
   * @param nchw all values in the order of channels, rows and columns, from the buffer's position
   *     to its limit, which stay where they are; finite
   * @param changed every cell in which a value differs from the frame that was computed before;
   *     null for all. It has no meaning for the first frame, nor for one after a {@link #slide}
   * @return valid until the next frame, {@link #reset} or {@link #close}
   * @throws IllegalArgumentException when there are too few values or too many, when one is NaN or
   *     infinite, or when the cells are of another input
   */
  public FrameResult next(FloatBuffer nchw, @Nullable InputChange changed) {
    return nextOf(nchw, false, changed);
  }

  /**
   * Computes the next frame, as {@link #next(FloatBuffer, InputChange)} does.
   *
   * @param nhwc all values in the order of rows, columns and channels, from the buffer's position
   *     to its limit, which stay where they are; finite
   * @param changed every cell in which a value differs from the frame that was computed before;
   *     null for all
   * @return valid until the next frame, {@link #reset} or {@link #close}
   * @throws IllegalArgumentException when there are too few values or too many, when one is NaN or
   *     infinite, or when the cells are of another input
   */
  public FrameResult nextNhwc(FloatBuffer nhwc, @Nullable InputChange changed) {
    return nextOf(nhwc, true, changed);
  }

  /**
   * Computes the next frame, of which a copy is made outside the Java heap.
   *
   * @param nchw [1, C, H, W] or [C, H, W], finite
   * @return valid until the next frame, {@link #reset} or {@link #close}
   * @throws IllegalArgumentException when the frame is of another shape, or holds NaN or infinity
   */
  public FrameResult next(Tensor nchw) {
    return nextOf(values(nchw, false), false, null);
  }

  /**
   * Computes the next frame, of which a copy is made outside the Java heap.
   *
   * @param nhwc [1, H, W, C] or [H, W, C], finite
   * @return valid until the next frame, {@link #reset} or {@link #close}
   * @throws IllegalArgumentException when the frame is of another shape, or holds NaN or infinity
   */
  public FrameResult nextNhwc(Tensor nhwc) {
    return nextOf(values(nhwc, true), true, null);
  }

  private FloatBuffer values(Tensor image, boolean channelsLast) {
    if (image == null) {
      throw new IllegalArgumentException("the frame is null");
    }
    long[] sizes = Arrays.stream(image.shape()).asLongStream().toArray();
    FrameShape.requireFit(sizes, network.inputShape(), channelsLast);
    return FloatBuffer.wrap(image.values());
  }

  private FrameResult nextOf(
      FloatBuffer image, boolean channelsLast, @Nullable InputChange changed) {
    if (changed != null) {
      changed.requireFit(network.inputShape());
    }
    guard.enter();
    try {
      long start = System.nanoTime();
      RawFrame source = frames.locate(image, channelsLast);
      boolean keyframe = compute(source, changed == null ? null : changed.cells());
      return new Result(report(keyframe, System.nanoTime() - start), current);
    } finally {
      // The kernels work on bare addresses: neither the frame nor the session may be collected
      // under them.
      Reference.reachabilityFence(image);
      Reference.reachabilityFence(this);
      guard.leave();
    }
  }

  /** Computes a frame; says whether it was a keyframe. */
  private boolean compute(RawFrame source, byte @Nullable [] changed) {
    Magnitude magnitude = engine.magnitude(source, needsKeyframe ? null : changed);
    if (!magnitude.finite()) {
      throw new IllegalArgumentException("the frame holds NaN or infinity");
    }
    boolean keyframe = needsKeyframe || options.keyframes().isKeyframe(sinceKeyframe);
    needsKeyframe = true;
    current = new Object();
    keyframe = keyframe || !engine.update(source, changed, magnitude, options.keyframes().onCut());
    if (keyframe) {
      engine.keyframe(source, magnitude);
      sinceKeyframe = 0;
    }
    needsKeyframe = false;
    sinceKeyframe++;
    return keyframe;
  }

  private FrameReport report(boolean keyframe, long nanos) {
    LayerReports reports = layers.read(engine);
    return new FrameReport(
        frame++,
        keyframe,
        engine.choseWhole(),
        reports.total(),
        Duration.ofNanos(nanos),
        engine.noise(),
        reports);
  }

  /** Forgets all frames: the next one is a keyframe, numbered 0. */
  public void reset() {
    guard.enter();
    engine.reset();
    needsKeyframe = true;
    frame = 0;
    current = new Object();
    guard.leave();
  }

  /** Makes the next frame a keyframe; the count of frames goes on. */
  public void requestKeyframe() {
    guard.enter();
    needsKeyframe = true;
    guard.leave();
  }

  /**
   * Moves all that the session remembers, so that it lies where the picture will be found in the
   * next frame: what a camera needs that turns. What comes into view is computed with the next
   * frame, whatever the gates say, the rest as ever. With thresholds 0 that frame has the bits of
   * computing it densely.
   *
   * <p>Under {@link ResidualPolicy#REBASE}, which cannot forget what a border once added, the next
   * frame is a keyframe instead.
   *
   * @param rows of the frame by which the picture moves down, up where negative; a multiple of
   *     {@link SkipNetwork#stride}
   * @param columns by which it moves right, left where negative; likewise
   * @throws IllegalArgumentException when one is not such a multiple
   */
  public void shift(int rows, int columns) {
    int stride = network.stride();
    if (rows % stride != 0 || columns % stride != 0) {
      throw new IllegalArgumentException(
          "a session of "
              + network.name()
              + " is shifted by multiples of "
              + stride
              + " pixels, but "
              + rows
              + " and "
              + columns
              + " were asked for");
    }
    slide(rows, columns);
  }

  /**
   * Moves all that the session remembers, as {@link #shift} does, by any number of pixels. Maps
   * that move by whole pixels of their own are moved; those of which a pixel stands for more, as
   * the coarsest levels of a pyramid do, are computed whole with the next frame, and what reads
   * them. It may so follow a camera in smaller steps than {@link SkipNetwork#stride}: a step costs
   * more of a frame, and less of the picture goes unseen before it.
   *
   * @param rows of the frame by which the picture moves down, up where negative
   * @param columns by which it moves right, left where negative
   */
  public void slide(int rows, int columns) {
    guard.enter();
    try {
      current = new Object();
      boolean whole = needsKeyframe || options.policy() == ResidualPolicy.REBASE;
      // Also when a gate throws half-way.
      needsKeyframe = true;
      if (!whole) {
        engine.shift(rows, columns);
        needsKeyframe = false;
      }
    } finally {
      Reference.reachabilityFence(this);
      guard.leave();
    }
  }

  /**
   * {@return the bytes of memory outside the Java heap that this session holds, 0 when it is
   * closed; the weights belong to the network} A session whose frames had to be copied holds one
   * frame more.
   */
  public long memoryBytes() {
    return engine.memoryBytes() + frames.bytes();
  }

  /**
   * Frees the session's memory and ends its threads, when no frame is being computed: otherwise
   * that is done when the frame is finished, and this returns at once. What was taken from results
   * may still be read, see {@link FrameResult}.
   */
  @Override
  public void close() {
    guard.close();
  }

  private void free(PackedNetwork packed) {
    // Not while a result hands out memory, which from then on must not be freed.
    synchronized (handingOut) {
      current = new Object();
      try {
        frames.close();
        engine.close();
      } finally {
        packed.release();
      }
    }
  }

  private final class Result implements FrameResult {
    private final FrameReport report;
    private final Object token;

    Result(FrameReport report, Object token) {
      this.report = report;
      this.token = token;
    }

    @Override
    public FeatureMap map(String name) {
      synchronized (handingOut) {
        return plane(name).view();
      }
    }

    private Plane plane(String name) {
      requireCurrent();
      Node node = network.outputs().get(name);
      if (node == null) {
        throw new IllegalArgumentException(
            "no output named " + name + "; there are " + network.outputs().keySet());
      }
      return engine.map(node);
    }

    @Override
    public GateMask mask(String layer) {
      GateMask mask;
      synchronized (handingOut) {
        requireCurrent();
        mask = engine.mask(layer);
      }
      if (mask == null) {
        throw new IllegalArgumentException(
            "no convolution named "
                + layer
                + "; there are "
                + network.convolutions().stream().map(Node::name).toList());
      }
      return mask;
    }

    @Override
    public FrameReport report() {
      return report;
    }

    private void requireCurrent() {
      if (token != current) {
        throw new IllegalStateException(
            "this result of "
                + network.name()
                + " is outdated: its session has computed another frame, or was reset or closed");
      }
    }

    @Override
    public String toString() {
      return "result of " + network.name() + ", " + report;
    }
  }
}

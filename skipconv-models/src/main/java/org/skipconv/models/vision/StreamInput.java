package org.skipconv.models.vision;

import java.nio.FloatBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.InputChange;
import org.skipconv.core.Shape;

/**
 * Makes a network's input of each picture of one stream: places and normalises it, lets it go with
 * the scene where the {@link Camera} moves, and leaves out what does not count. Not thread-safe.
 *
 * <p>A pixel of the input is resampled once, from the source pixels at its displaced place. One
 * that looks beyond the picture keeps what it held when the scene was last seen there. A crop goes
 * with the scene within the bounds below and then returns to its place in the picture: what is
 * asked for is that part of the picture.
 *
 * <p>When following, the view is moved as soon as more than a margin of the picture lies beyond it,
 * by {@value #STEP} pixels of the input, or a network's stride where that is less, so that it then
 * lies ahead by as much. Black bars at the sides of a picture count as margin. A margin is paid for
 * in what is seen late, a move in what is computed.
 */
public final class StreamInput {
  /** Pixels of the input by which the view is moved. */
  private static final int STEP = 32;

  /** Estimates that differ by less, in pixels of the picture, are of a view that stands still. */
  private static final double STILL = 0.1;

  /** Share of the input's shorter side by which a steadied view goes along. */
  private static final double STEADIED_REACH = 1 / 16.0;

  /** Pixels of the input a frame above which a camera is not followed. */
  private static final double FASTEST = 24;

  private final View view;
  private final Normalization normalization;
  private final Shape shape;
  private final int step;
  private final Camera camera;
  private @Nullable Stream stream;
  private @Nullable InputChange changed;

  /**
   * An input that has seen no picture.
   *
   * @param view what the network sees of a picture
   * @param normalization how pixels become the network's values
   * @param shape of the network's input
   * @param stride of the network
   * @param camera how the camera is mounted, and what of its pictures counts
   */
  public StreamInput(
      View view, Normalization normalization, Shape shape, int stride, Camera camera) {
    this.view = view;
    this.normalization = normalization;
    this.shape = shape;
    this.step = gcd(STEP, stride);
    this.camera = camera;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /**
   * Makes the input of the next picture.
   *
   * @param frame the picture
   * @param nhwc of the whole input; what it holds between frames belongs to this stream, and where
   *     it is the buffer of the frame before, what did not change is left as it is
   * @return the facts about the frame that its session needs
   * @throws IllegalArgumentException when the picture differs in size from those before; nothing
   *     changes then
   */
  public StreamFrame next(RgbImage frame, FloatBuffer nhwc) {
    Stream current = stream == null ? new Stream(frame) : stream;
    current.sampler.requireSize(frame);
    stream = current;
    return current.next(frame, nhwc);
  }

  /**
   * {@return the cells in which the last input may differ from the one before, until the next; null
   * when it may differ everywhere}
   */
  public @Nullable InputChange changed() {
    return changed;
  }

  /** Forgets all pictures: the next one may have another size. */
  public void reset() {
    stream = null;
    changed = null;
  }

  /** State since the first picture. */
  private final class Stream {
    private final Placement base;
    private final PixelSampler sampler;
    private final @Nullable InputMask mask;
    private final @Nullable Steadying steadying;

    /** Buffer that holds the input of the frame before. */
    private @Nullable FloatBuffer filled;

    private float[] moved = new float[0];
    private boolean first = true;

    /** Displacement at which the view is where it was at first. */
    private double homeX;

    private double homeY;

    /** By how much the view has moved from there, in pixels of the picture. */
    private double offsetX;

    private double offsetY;
    private double lastX;
    private double lastY;

    Stream(RgbImage frame) {
      base = view.place(frame.height(), frame.width(), shape.height(), shape.width());
      sampler = base.sampler(normalization);
      boolean all = camera.regions().isAll();
      mask = all ? null : new InputMask(camera.regions(), base, sampler);
      steadying = camera.isSteadied() ? new Steadying(frame.height(), frame.width()) : null;
    }

    StreamFrame next(RgbImage frame, FloatBuffer nhwc) {
      Displacement displacement = Displacement.HOME;
      boolean whole = first;
      boolean still = isFilled(nhwc);
      filled = null;
      int rows = 0;
      int columns = 0;
      Duration time = Duration.ZERO;
      if (steadying != null) {
        long start = System.nanoTime();
        displacement = steadying.next(frame);
        time = Duration.ofNanos(System.nanoTime() - start);
        // Asked of lost frames, too: the next one moves against them.
        boolean fast = isFast(displacement);
        whole |= fast || displacement.verdict() == Displacement.Verdict.LOST;
        if (!whole && camera.mount() == Camera.Mount.FOLLOWING) {
          CropWindow content = steadying.content();
          columns = move(displacement.x() - homeX, sampler.columns(), content.x(), content.width());
          rows = move(displacement.y() - homeY, sampler.rows(), content.y(), content.height());
          homeX += columns * sampler.columns().step();
          homeY += rows * sampler.rows().step();
        }
        whole |= !isWithinReach(displacement);
        still &= !place(displacement, whole);
      }
      still &= !whole && rows == 0 && columns == 0;
      if (still) {
        changed = sampler.sampleChanged(frame, nhwc);
      } else {
        changed = null;
        sample(frame, nhwc, whole, rows, columns);
      }
      if (mask != null) {
        mask.apply(nhwc);
      }
      boolean wasFirst = first;
      first = false;
      filled = nhwc;
      return new StreamFrame(
          MovedPlacement.of(base, offsetX, offsetY),
          displacement,
          whole && !wasFirst,
          whole ? 0 : rows,
          whole ? 0 : columns,
          time);
    }

    /** Whether a buffer is that of the frame before; equal values would not do. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isFilled(FloatBuffer nhwc) {
      return filled == nhwc;
    }

    /** Samples all that is seen. */
    private void sample(RgbImage frame, FloatBuffer nhwc, boolean whole, int down, int right) {
      if (whole) {
        sampler.sample(frame, nhwc);
      } else {
        if (down != 0 || right != 0) {
          moveContent(nhwc, down, right);
        }
        sampler.sampleSeen(frame, nhwc);
      }
    }

    private boolean isFast(Displacement now) {
      double x = (now.x() - lastX) / sampler.columns().step();
      double y = (now.y() - lastY) / sampler.rows().step();
      lastX = now.x();
      lastY = now.y();
      return Math.hypot(x, y) > FASTEST;
    }

    /** Whether the view may go along; what is followed has been moved already. */
    private boolean isWithinReach(Displacement now) {
      if (camera.mount() == Camera.Mount.FOLLOWING) {
        return true;
      }
      double reach = STEADIED_REACH * Math.min(shape.height(), shape.width());
      return Math.abs(now.x() - homeX) / sampler.columns().step() <= reach
          && Math.abs(now.y() - homeY) / sampler.rows().step() <= reach;
    }

    /**
     * Pixels of the input by which the view's content is to be moved along one axis, so that what
     * is to be seen lies in it but for a margin.
     *
     * @param offset by which the view would lie from where it was at first
     * @param from first pixel of the picture that is no black bar
     * @param length number of pixels that are none
     */
    private int move(double offset, SampleAxis axis, double from, double length) {
      double to = from + length - 1;
      double start = axis.position(axis.begin());
      double end = axis.position(axis.begin() + axis.filled() - 1);
      double wantedFrom = Math.max(from, start);
      double wantedTo = Math.min(to, end);
      double margin = step / 2.0 * axis.step();
      double beyondEnd = wantedTo - (end + offset);
      double beyondStart = start + offset - wantedFrom;
      int pixels = 0;
      while (beyondEnd > margin) {
        pixels -= step;
        beyondEnd -= step * axis.step();
      }
      while (beyondStart > margin) {
        pixels += step;
        beyondStart -= step * axis.step();
      }
      return pixels;
    }

    /** Places the view; says whether it moved in the picture. */
    private boolean place(Displacement now, boolean whole) {
      if (whole) {
        homeX = now.x();
        homeY = now.y();
      }
      double x = now.x() - homeX;
      double y = now.y() - homeY;
      boolean still = Math.abs(x - offsetX) < STILL && Math.abs(y - offsetY) < STILL;
      if (whole || !still) {
        offsetX = x;
        offsetY = y;
        sampler.moveTo(x, y);
        return true;
      }
      return false;
    }

    /** Moves what was seen along with the session's memory; what comes into view is not yet. */
    private void moveContent(FloatBuffer nhwc, int down, int right) {
      int width = shape.width();
      int length = sampler.inputLength();
      if (moved.length != length) {
        moved = new float[length];
      }
      nhwc.get(0, moved, 0, length);
      SampleAxis ofRows = sampler.rows();
      SampleAxis ofColumns = sampler.columns();
      for (int v = 0; v < shape.height(); v++) {
        boolean rowKept = holds(ofRows, v) && holds(ofRows, v - down);
        for (int u = 0; u < width; u++) {
          boolean kept = rowKept && holds(ofColumns, u) && holds(ofColumns, u - right);
          int to = 3 * (v * width + u);
          int from = 3 * ((v - down) * width + u - right);
          for (int c = 0; c < 3; c++) {
            nhwc.put(to + c, kept ? moved[from + c] : sampler.border(c));
          }
        }
      }
    }

    private boolean holds(SampleAxis axis, int index) {
      return index >= axis.begin() && index < axis.begin() + axis.filled();
    }
  }
}

package org.skipconv.core.internal.engine;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.InputThreshold;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Dependence;
import org.skipconv.core.internal.kernel.Kernels.LoadedFrame;
import org.skipconv.core.internal.kernel.Magnitude;
import org.skipconv.core.internal.kernel.Memory;
import org.skipconv.core.internal.kernel.RawFrame;

/** Takes a frame over, as far as it differs from what is held by more than noise. */
final class InputStep {
  /** A pixel counts as replaced when it changed by more than this share of the input's mean |x|. */
  private static final double REPLACED_CHANGE = 0.5;

  /** Share of replaced pixels that makes a cut. */
  private static final double CUT_SHARE = 0.5;

  /** Factor by which a frame's mean |x| may differ from the last keyframe's. */
  private static final double SIZE_FACTOR = 10;

  /** Likewise its contrast, in which the offset of a normalised picture plays no part. */
  private static final double CONTRAST_FACTOR = 1.5;

  private final Workspace space;
  private final Value out;
  private final float threshold;
  private final MeasuredInput measured;
  private final PictureChange pictureChange;
  private Magnitude atKeyframe;

  /** Sums of each row that make the last frame's magnitude. */
  private final Memory magnitudeSums;

  /** Whether those are the sums of a frame that was taken. */
  private boolean sumsKnown;

  /** Whether the frame of the keyframe to come has been compared with what is held. */
  private boolean compared;

  /**
   * The input.
   *
   * @param threshold up to which a pixel keeps its held value; REBASE has none, since it measures
   *     every residual against the previous frame
   * @param skips whether there will be frames that are not computed whole
   */
  InputStep(Workspace space, Value out, InputThreshold threshold, boolean skips) {
    this.space = space;
    this.out = out;
    this.pictureChange = new PictureChange(out, () -> atKeyframe.size());
    Shape shape = out.map().shape();
    this.magnitudeSums = space.planes().floats(2L * shape.height());
    boolean none = space.rebase() || threshold.isMeasured();
    this.threshold = none ? 0 : threshold.change() * shape.channels();
    this.measured =
        threshold.isMeasured() && skips && !space.rebase()
            ? new MeasuredInput(
                space.kernels(),
                space.planes(),
                out.map(),
                out.change().norms(),
                space.mask(),
                threshold.greyLevel())
            : null;
  }

  /** Forgets the stream that was. */
  void reset() {
    if (measured != null) {
      measured.reset();
    }
  }

  /** Standard deviation of the frames' noise, in grey levels; NaN when it is not measured. */
  double noise() {
    return measured == null ? Double.NaN : measured.deviation();
  }

  /** Change of this frame, for gates that ask for it. */
  PictureChange pictureChange() {
    return pictureChange;
  }

  /** Share of the pixels that the last frame changed. */
  double changedShare() {
    return (double) out.change().changed() / out.map().shape().pixels();
  }

  /**
   * Magnitude of a frame.
   *
   * @param changed cells that may differ from the frame before; null for all
   */
  Magnitude magnitude(RawFrame frame, byte @Nullable [] changed) {
    Magnitude magnitude =
        space
            .kernels()
            .magnitude(frame, out.map().shape(), sumsKnown ? changed : null, magnitudeSums);
    // A frame that is refused counts for nothing: the next one is not compared with it.
    sumsKnown = magnitude.finite();
    return magnitude;
  }

  /**
   * Whether a frame's magnitude is another one than that of the last keyframe, by which thresholds
   * are measured.
   */
  boolean hasMoved(Magnitude magnitude) {
    return differ(magnitude.size(), atKeyframe.size(), SIZE_FACTOR)
        || differ(magnitude.contrast(), atKeyframe.contrast(), CONTRAST_FACTOR);
  }

  private static boolean differ(double a, double b, double factor) {
    return a > b * factor || b > a * factor;
  }

  /** Takes a keyframe over. */
  void keyframe(RawFrame frame, Magnitude magnitude, boolean measure) {
    atKeyframe = magnitude;
    boolean onlyRest = compared;
    compared = false;
    if (onlyRest) {
      takeRest(frame);
    } else {
      takeWhole(frame);
    }
    Scales.begin(out);
    Scales.add(space.kernels(), out, 0, out.map().shape().height(), measure);
    Scales.finish(out);
  }

  /** Takes everything over of a frame that {@link #update} has looked at. */
  void takeRest(RawFrame frame) {
    if (measured == null) {
      space.kernels().takeFrame(frame, out.map());
    } else {
      measured.takeRest(frame);
      out.change().writtenAnywhere(1);
    }
    taken();
  }

  private void takeWhole(RawFrame frame) {
    space.kernels().takeFrame(frame, out.map());
    if (measured != null) {
      measured.keyframe(frame);
    }
    taken();
  }

  private void taken() {
    out.change().clear(space.kernels());
    clearResidual();
  }

  /**
   * Takes over what changed.
   *
   * @param changed cells that may differ from the frame before; null for all
   * @param stopAtCut leave a frame to a keyframe when most of the picture was replaced
   * @return false when it is left
   */
  boolean update(RawFrame frame, byte @Nullable [] changed, boolean stopAtCut) {
    clearResidual();
    pictureChange.forget();
    Shape shape = out.map().shape();
    float strong = (float) (REPLACED_CHANGE * Scales.finite(atKeyframe.size()) * shape.channels());
    double cut = CUT_SHARE * shape.pixels();
    if (measured == null) {
      LoadedFrame loaded = load(frame, strong);
      out.change().writtenAnywhere(loaded.changed());
      return !stopAtCut || loaded.strong() < cut;
    }
    compared = measured.compare(frame, changed, strong) >= cut && stopAtCut;
    if (compared) {
      return false;
    }
    out.change().writtenAnywhere(measured.take(frame));
    return true;
  }

  private LoadedFrame load(RawFrame frame, float strong) {
    return space
        .kernels()
        .loadFrame(frame, out.map(), out.residual(), threshold, strong, out.change().norms());
  }

  /** Forgets what came into view: no value is like it, so that the next frame takes it over. */
  void shifted(int rows, int columns) {
    if (measured != null) {
      measured.shifted();
    }
    Shape shape = out.map().shape();
    Dependence still = Dependence.pixelByPixel(shape);
    Uncovered uncovered =
        Uncovered.of(out.map(), List.of(new Uncovered.Read(out.map(), still)), rows, columns);
    ByteBuffer cells = space.mask().bytes();
    space.kernels().fill(space.mask(), 0, shape.pixels(), 0);
    uncovered.open(cells, shape.width());
    for (int i = 0; i < shape.pixels(); i++) {
      if (cells.get(i) != 0) {
        int index = out.map().index(i / shape.width(), i % shape.width());
        for (int c = 0; c < shape.channels(); c++) {
          out.map().floats().put(index + c, Float.POSITIVE_INFINITY);
        }
      }
    }
  }

  private void clearResidual() {
    if (out.residual() != null) {
      Shape shape = out.map().shape();
      space.kernels().clearPixels(out.residual(), space.wholeList(shape), shape.pixels());
    }
  }
}

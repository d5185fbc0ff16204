package org.skipconv.core.internal.engine;

import org.skipconv.core.Shape;
import org.skipconv.core.internal.kernel.FrameSource;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.Kernels.LoadedFrame;

/** Takes a frame over, as far as it differs from what is held by more than noise. */
final class InputStep {
  /** A pixel counts as replaced when it changed by more than this share of the input's mean |x|. */
  private static final double REPLACED_CHANGE = 0.5;

  /** Share of replaced pixels that makes a cut. */
  private static final double CUT_SHARE = 0.5;

  private final Workspace space;
  private final Value out;
  private final float threshold;

  /**
   * The input.
   *
   * @param threshold mean over channels of |x - held| up to which a pixel keeps its held value;
   *     REBASE has none, since it measures every residual against the previous frame
   */
  InputStep(Workspace space, Value out, float threshold) {
    this.space = space;
    this.out = out;
    this.threshold = space.rebase() ? 0 : threshold * out.map().shape().channels();
  }

  void keyframe(FrameSource frame, boolean measure) {
    Kernels kernels = space.kernels();
    // Threshold 0 takes whatever differs at all, which is the same as taking everything.
    kernels.loadFrame(frame, out.map(), null, 0, 0, out.change().norms());
    out.change().writtenAnywhere(1);
    out.change().clear(kernels);
    out.rowsDone(out.map().shape().height());
    clearResidual();
    Scales.begin(out);
    Scales.add(kernels, out, 0, out.map().shape().height(), measure);
    Scales.finish(out);
  }

  /** Takes over what changed; says whether that makes a cut. */
  boolean update(FrameSource frame) {
    clearResidual();
    Shape shape = out.map().shape();
    float strong = (float) (REPLACED_CHANGE * Scales.finite(out.meanSize()) * shape.channels());
    LoadedFrame loaded =
        space
            .kernels()
            .loadFrame(frame, out.map(), out.residual(), threshold, strong, out.change().norms());
    out.change().writtenAnywhere(loaded.changed());
    return loaded.strong() >= CUT_SHARE * shape.pixels();
  }

  private void clearResidual() {
    if (out.residual() != null) {
      Shape shape = out.map().shape();
      space.kernels().clearPixels(out.residual(), space.wholeList(shape), shape.pixels());
    }
  }
}

package org.skipconv.core.internal.engine;

import org.skipconv.core.Shape;
import org.skipconv.core.internal.kernel.FrameSource;
import org.skipconv.core.internal.kernel.Kernels;

/** Takes a frame over, as far as it differs from what is held by more than noise. */
final class InputStep {
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
    kernels.loadFrame(frame, out.map(), null, 0, out.change().norms());
    forgetChanges();
    Scales.measure(kernels, out, measure);
  }

  void update(FrameSource frame) {
    clearResidual();
    int changed =
        space
            .kernels()
            .loadFrame(frame, out.map(), out.residual(), threshold, out.change().norms());
    out.change().writtenAnywhere(changed);
  }

  private void forgetChanges() {
    out.change().writtenAnywhere(1);
    out.change().clear(space.kernels());
    clearResidual();
  }

  private void clearResidual() {
    if (out.residual() != null) {
      Shape shape = out.map().shape();
      space.kernels().clearPixels(out.residual(), space.wholeList(shape), shape.pixels());
    }
  }
}

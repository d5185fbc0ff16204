package org.skipconv.core.internal.engine;

import org.skipconv.core.MacCount;
import org.skipconv.core.Shape;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.RawFrame;

/**
 * One result of a foreign part. It is taken over like a frame: a pixel that differs from what is
 * held by no more than a threshold keeps its value, any other is a change for the readers.
 */
final class ForeignStep implements Step, Layer {
  private final Workspace space;
  private final ForeignPart part;
  private final boolean leads;
  private final RawFrame fresh;
  private final Value out;
  private final float threshold;
  private float limit;
  private boolean wroteResidual;

  /**
   * A step.
   *
   * @param part computes all of its results at once
   * @param leads whether this is the first of its steps in a frame, which has it computed
   * @param fresh where the part writes this result
   * @param threshold mean over channels of |x - held| up to which a pixel keeps its held value, as
   *     a share of the result's mean |x| at the last keyframe
   */
  ForeignStep(
      Workspace space,
      ForeignPart part,
      boolean leads,
      RawFrame fresh,
      Value out,
      float threshold) {
    this.space = space;
    this.part = part;
    this.leads = leads;
    this.fresh = fresh;
    this.out = out;
    this.threshold = threshold;
  }

  @Override
  public Value out() {
    return out;
  }

  @Override
  public void beginKeyframe() {
    forgetLastFrame();
    Scales.begin(out);
  }

  @Override
  public void keyframeRows(int begin, int end, boolean measure) {
    Kernels kernels = space.kernels();
    if (begin == 0) {
      if (leads) {
        part.keyframe();
      }
      // Threshold 0 takes whatever differs at all, which is the same as taking everything.
      load(0);
      out.change().clear(kernels);
      wroteResidual = out.residual() != null;
      forgetResidual();
    }
    Scales.add(kernels, out, begin, end, measure);
  }

  @Override
  public void endKeyframe() {
    Scales.finish(out);
    limit = 0;
    if (threshold > 0) {
      // The norm of a pixel is a sum over channels, the size a mean over all values.
      double sum = space.kernels().absSum(out.map(), null, 0, out.map().shape().height());
      double held = threshold * Scales.finite(sum) / pixels();
      limit = (float) Math.min(held, Float.MAX_VALUE);
    }
  }

  @Override
  public void shifted(int rows, int columns) {
    part.shifted();
  }

  @Override
  public void update() {
    forgetLastFrame();
    if (leads) {
      part.update();
    }
    if (part.ran()) {
      wroteResidual = out.residual() != null;
      load(limit);
    }
  }

  private void load(float above) {
    Kernels.LoadedFrame loaded =
        space
            .kernels()
            .loadFrame(
                fresh, out.map(), out.residual(), above, Float.MAX_VALUE, out.change().norms());
    out.change().writtenAnywhere(loaded.changed());
  }

  private void forgetLastFrame() {
    out.change().clear(space.kernels());
    forgetResidual();
  }

  private void forgetResidual() {
    if (wroteResidual) {
      Shape shape = out.map().shape();
      space.kernels().clearPixels(out.residual(), space.wholeList(shape), shape.pixels());
      wroteResidual = false;
    }
  }

  @Override
  public String name() {
    return out.node().name();
  }

  @Override
  public int pixels() {
    return out.map().shape().pixels();
  }

  /** A foreign part computes all or nothing. */
  @Override
  public long values() {
    return 0;
  }

  @Override
  public int open() {
    return part.ran() ? pixels() : 0;
  }

  /** All of it is told of with the first result. */
  @Override
  public long nanos() {
    return leads ? part.nanos() : 0;
  }

  @Override
  public MacCount macs() {
    long dense = out.node().denseMacs();
    return new MacCount(dense, part.ran() ? dense : 0, 0);
  }
}

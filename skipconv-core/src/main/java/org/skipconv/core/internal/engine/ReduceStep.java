package org.skipconv.core.internal.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Reduce;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.Memory;
import org.skipconv.core.internal.kernel.Plane;

/**
 * The mean, or the largest value, of each channel over the picture. Sums or maxima are kept run by
 * run, of {@value Kernels#RUN} pixels of a row: a run in which something changed is gone through
 * again, and the runs are put together in one fixed order, so that the result has the same bits as
 * when every run is.
 */
final class ReduceStep implements Step {
  private final Workspace space;
  private final Value in;
  private final Value out;
  private final int stride;
  private final Reduce.Reduction reduction;
  private final Memory ofRuns;
  private final int runs;
  private final double[] totals;
  private boolean all;

  ReduceStep(Workspace space, Reduce.Reduction reduction, Value in, Value out) {
    this.space = space;
    this.reduction = reduction;
    this.in = in;
    this.out = out;
    Shape shape = in.map().shape();
    stride = Plane.alignedChannels(shape.channels());
    runs = shape.height() * Kernels.runs(shape.width());
    ofRuns = space.planes().floats((long) runs * stride);
    totals = new double[shape.channels()];
  }

  @Override
  public Value out() {
    return out;
  }

  @Override
  public void beginKeyframe() {
    out.change().clear(space.kernels());
  }

  @Override
  public void keyframeRows(int begin, int end, boolean measure) {
    goThrough(begin, end, null);
  }

  private void goThrough(int begin, int end, Memory change) {
    switch (reduction) {
      case MEAN -> space.kernels().runSums(in.map(), begin, end, change, ofRuns, stride);
      case MAX -> space.kernels().runMaxima(in.map(), begin, end, change, ofRuns, stride);
    }
  }

  @Override
  public void endKeyframe() {
    takeRuns();
  }

  @Override
  public void shifted(int rows, int columns) {
    all = true;
  }

  @Override
  public void update() {
    out.change().clear(space.kernels());
    ChangeMap change = in.change();
    if (change.any() || all) {
      if (all) {
        goThrough(0, in.map().shape().height(), null);
      } else {
        goThrough(change.rowBegin(), change.rowEnd(), change.norms());
      }
      float norm = takeRuns();
      out.change().norms().floats().put(0, norm);
      // NaN is a change: nothing is known of it.
      out.change().writtenAnywhere(norm == 0 ? 0 : 1);
    }
  }

  /** Puts the runs together; returns the sum over channels of how much the results changed. */
  private float takeRuns() {
    all = false;
    switch (reduction) {
      case MEAN -> addUp();
      case MAX -> findLargest();
    }
    FloatBuffer result = out.map().floats();
    float norm = 0;
    for (int c = 0; c < totals.length; c++) {
      int index = out.map().index(0, 0) + c;
      float fresh = (float) totals[c];
      // Equal infinities are no change.
      norm += fresh == result.get(index) ? 0 : Math.abs(fresh - result.get(index));
      result.put(index, fresh);
    }
    return norm;
  }

  private void addUp() {
    int pixels = in.map().shape().pixels();
    space.kernels().addUp(ofRuns, runs, stride, totals);
    for (int c = 0; c < totals.length; c++) {
      totals[c] /= pixels;
    }
  }

  private void findLargest() {
    FloatBuffer maxima = ofRuns.floats();
    Arrays.fill(totals, Double.NEGATIVE_INFINITY);
    for (int run = 0; run < runs; run++) {
      for (int c = 0; c < totals.length; c++) {
        totals[c] = Math.max(totals[c], maxima.get(run * stride + c));
      }
    }
  }
}

package org.skipconv.core.internal.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Reduce;
import org.skipconv.core.internal.kernel.Memory;
import org.skipconv.core.internal.kernel.Plane;

/**
 * The mean, or the largest value, of each channel over the picture. Sums or maxima are kept row by
 * row: a row in which something changed is gone through again, and the rows are put together in one
 * fixed order, so that the result has the same bits as when every row is.
 */
final class ReduceStep implements Step {
  private final Workspace space;
  private final Value in;
  private final Value out;
  private final int stride;
  private final Reduce.Reduction reduction;
  private final Memory ofRows;
  private final double[] totals;
  private boolean allRows;

  ReduceStep(Workspace space, Reduce.Reduction reduction, Value in, Value out) {
    this.space = space;
    this.reduction = reduction;
    this.in = in;
    this.out = out;
    Shape shape = in.map().shape();
    stride = Plane.alignedChannels(shape.channels());
    ofRows = space.planes().floats((long) shape.height() * stride);
    totals = new double[shape.channels()];
  }

  @Override
  public Value out() {
    return out;
  }

  @Override
  public boolean reads(Value value) {
    return in == value;
  }

  @Override
  public void beginKeyframe() {
    out.change().clear(space.kernels());
  }

  @Override
  public int rows() {
    return in.map().shape().height();
  }

  @Override
  public int rowsReady() {
    return in.rowsDone();
  }

  @Override
  public void keyframeRows(int begin, int end, boolean measure) {
    switch (reduction) {
      case MEAN -> space.kernels().rowSums(in.map(), begin, end, ofRows, stride);
      case MAX -> space.kernels().rowMaxima(in.map(), begin, end, ofRows, stride);
    }
  }

  @Override
  public void endKeyframe() {
    takeRows();
    out.rowsDone(1);
  }

  @Override
  public void shifted(int rows, int columns) {
    allRows = true;
  }

  @Override
  public void update() {
    out.change().clear(space.kernels());
    ChangeMap change = in.change();
    if (change.any() || allRows) {
      int begin = allRows ? 0 : change.rowBegin();
      int end = allRows ? rows() : change.rowEnd();
      keyframeRows(begin, end, false);
      float norm = takeRows();
      out.change().norms().floats().put(0, norm);
      // NaN is a change: nothing is known of it.
      out.change().writtenAnywhere(norm == 0 ? 0 : 1);
    }
  }

  /** Puts the rows together; returns the sum over channels of how much the results changed. */
  private float takeRows() {
    allRows = false;
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
    FloatBuffer sums = ofRows.floats();
    Arrays.fill(totals, 0);
    for (int y = 0; y < rows(); y++) {
      for (int c = 0; c < totals.length; c++) {
        totals[c] += sums.get(y * stride + c);
      }
    }
    for (int c = 0; c < totals.length; c++) {
      totals[c] /= pixels;
    }
  }

  private void findLargest() {
    FloatBuffer maxima = ofRows.floats();
    Arrays.fill(totals, Double.NEGATIVE_INFINITY);
    for (int y = 0; y < rows(); y++) {
      for (int c = 0; c < totals.length; c++) {
        totals[c] = Math.max(totals[c], maxima.get(y * stride + c));
      }
    }
  }
}

package org.skipconv.core.internal.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.skipconv.core.Shape;
import org.skipconv.core.internal.kernel.Memory;
import org.skipconv.core.internal.kernel.Plane;

/**
 * The mean of each channel over the picture. Sums are kept row by row: a row in which something
 * changed is summed again, and the rows are added up in one fixed order, so that a mean has the
 * same bits as when every row is summed again.
 */
final class ReduceStep implements Step {
  private final Workspace space;
  private final Value in;
  private final Value out;
  private final int stride;
  private final Memory rowSums;
  private final double[] totals;
  private boolean allRows;

  ReduceStep(Workspace space, Value in, Value out) {
    this.space = space;
    this.in = in;
    this.out = out;
    Shape shape = in.map().shape();
    stride = Plane.alignedChannels(shape.channels());
    rowSums = space.planes().floats((long) shape.height() * stride);
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
    space.kernels().rowSums(in.map(), begin, end, rowSums, stride);
  }

  @Override
  public void endKeyframe() {
    takeMeans();
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
      float norm = takeMeans();
      out.change().norms().floats().put(0, norm);
      // NaN is a change: nothing is known of it.
      out.change().writtenAnywhere(norm == 0 ? 0 : 1);
    }
  }

  /** Adds the rows up; returns the sum over channels of how much the means changed. */
  private float takeMeans() {
    allRows = false;
    int height = in.map().shape().height();
    int pixels = in.map().shape().pixels();
    FloatBuffer sums = rowSums.floats();
    FloatBuffer mean = out.map().floats();
    Arrays.fill(totals, 0);
    for (int y = 0; y < height; y++) {
      for (int c = 0; c < totals.length; c++) {
        totals[c] += sums.get(y * stride + c);
      }
    }
    float norm = 0;
    for (int c = 0; c < totals.length; c++) {
      int index = out.map().index(0, 0) + c;
      float fresh = (float) (totals[c] / pixels);
      norm += Math.abs(fresh - mean.get(index));
      mean.put(index, fresh);
    }
    return norm;
  }
}

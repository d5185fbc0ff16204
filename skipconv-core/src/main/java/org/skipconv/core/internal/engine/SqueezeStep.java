package org.skipconv.core.internal.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.skipconv.core.Activation;
import org.skipconv.core.MacCount;
import org.skipconv.core.Op;
import org.skipconv.core.Shape;
import org.skipconv.core.internal.kernel.ConvBinding;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.Memory;
import org.skipconv.core.internal.kernel.PackedConv;
import org.skipconv.core.internal.kernel.PixelKernel;
import org.skipconv.core.internal.kernel.Plane;
import org.skipconv.core.internal.kernel.ScaleBinding;
import org.skipconv.core.internal.kernel.WindowGeometry;

/**
 * Squeeze-excite. The channel sums are kept row by row: a row in which something changed is summed
 * again, the rows are added up in one fixed order, so that the means have the same bits as when
 * every row is summed again. The factors that follow from the means are used only when one of them
 * is off by more than a threshold; until then only changed pixels are scaled anew.
 */
final class SqueezeStep implements CostedStep {

  private final Workspace space;
  private final String name;
  private final long denseMacs;
  private final float threshold;
  private final Value in;
  private final Value out;
  private final int stride;
  private final Memory rowSums;
  private final Sums sums;
  private final double[] totals;
  private final Plane means;
  private final Plane fresh;
  private final Memory factors;
  private final PixelKernel reduce;
  private final PixelKernel expand;
  private final PixelKernel wholeMeasured;
  private final PixelStep scaling;
  private int open;
  private long computedMacs;
  private long nanos;

  /**
   * A step.
   *
   * @param threshold largest difference of a factor that is held back
   * @param scaling scales the pixels that changed
   */
  SqueezeStep(
      Workspace space,
      String name,
      Op.SqueezeExcite op,
      PackedNetwork.Squeeze weights,
      float threshold,
      Value in,
      Value out,
      Memory factors,
      PixelStep scaling) {
    this.space = space;
    this.name = name;
    this.denseMacs = op.macs();
    this.threshold = threshold;
    this.in = in;
    this.out = out;
    this.factors = factors;
    this.scaling = scaling;
    Shape shape = in.map().shape();
    stride = Plane.alignedChannels(shape.channels());
    sums = new Sums();
    rowSums = space.planes().floats((long) shape.height() * stride);
    totals = new double[op.channels()];
    means = space.planes().vector(op.channels());
    Plane squeezed = space.planes().vector(op.squeezed());
    fresh = space.planes().vector(op.channels());
    reduce = dense(weights.reduce(), op.inner(), means, squeezed);
    expand = dense(weights.expand(), Activation.SIGMOID, squeezed, fresh);
    Memory list = space.wholeList(shape);
    wholeMeasured =
        space
            .kernels()
            .channelScale(
                new ScaleBinding(
                    in.map(), out.map(), factors, out.residual(), list, space.norms()));
  }

  /** The step before this one, which sums rows while they are at hand. */
  Step sums() {
    return sums;
  }

  /** A 1x1 convolution on a map of one pixel. */
  private PixelKernel dense(PackedConv packed, Activation activation, Plane from, Plane to) {
    WindowGeometry window = WindowGeometry.of(packed.conv().spec(), from.shape(), to.shape());
    Memory list = space.wholeList(to.shape());
    return space
        .kernels()
        .conv(
            new ConvBinding(
                packed,
                window,
                from,
                to,
                null,
                null,
                activation,
                false,
                ConvBinding.Norm.NONE,
                list,
                null,
                0));
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
    scaling.beginKeyframe();
    computeFactors();
    takeFactors();
    open = pixels();
  }

  @Override
  public int rowsReady() {
    return in.rowsDone();
  }

  @Override
  public void keyframeRows(int begin, int end, boolean measure) {
    scaling.keyframeRows(begin, end, measure);
  }

  @Override
  public void endKeyframe() {
    scaling.endKeyframe();
  }

  @Override
  public void update() {
    ChangeMap change = in.change();
    computedMacs = 0;
    nanos = 0;
    if (change.any()) {
      computeFactors();
      if (largestDifference() > threshold) {
        takeFactors();
        scaleAll();
        return;
      }
    }
    scaling.update();
    open = scaling.written();
  }

  private void scaleAll() {
    scaling.forgetLastFrame();
    space.run(wholeMeasured, pixels());
    Kernels kernels = space.kernels();
    Shape shape = out.map().shape();
    Memory changes = out.change().norms();
    int changed =
        kernels.scatterNorms(
            space.norms(), 0, 1, space.wholeList(shape), pixels(), shape.width(), changes);
    out.change().writtenAnywhere(changed);
    scaling.wroteAll();
    open = pixels();
  }

  private void computeFactors() {
    long start = System.nanoTime();
    Shape shape = in.map().shape();
    FloatBuffer sums = rowSums.floats();
    FloatBuffer mean = means.floats();
    Arrays.fill(totals, 0);
    for (int y = 0; y < shape.height(); y++) {
      for (int c = 0; c < totals.length; c++) {
        totals[c] += sums.get(y * stride + c);
      }
    }
    for (int c = 0; c < totals.length; c++) {
      mean.put(c, (float) (totals[c] / shape.pixels()));
    }
    reduce.run(0, 1, 0, reduce.parts());
    expand.run(0, 1, 0, expand.parts());
    nanos = System.nanoTime() - start;
    computedMacs = denseMacs;
  }

  private float largestDifference() {
    FloatBuffer used = factors.floats();
    float largest = 0;
    for (int c = 0; c < in.map().shape().channels(); c++) {
      largest = Math.max(largest, Math.abs(fresh.floats().get(c) - used.get(c)));
    }
    return largest;
  }

  private void takeFactors() {
    FloatBuffer used = factors.floats();
    for (int c = 0; c < in.map().shape().channels(); c++) {
      used.put(c, fresh.floats().get(c));
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int pixels() {
    return out.map().shape().pixels();
  }

  @Override
  public int open() {
    return open;
  }

  @Override
  public MacCount macs() {
    return new MacCount(denseMacs, computedMacs, 0);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  /**
   * Sums the channels of rows that are new. Its result is not a map: it has the rows of the input.
   */
  private final class Sums implements Step {
    private final Value progress = new Value(in.node(), in.map(), false, null, null);

    @Override
    public Value out() {
      return progress;
    }

    @Override
    public boolean reads(Value value) {
      return in == value;
    }

    @Override
    public void beginKeyframe() {}

    @Override
    public int rowsReady() {
      return in.rowsDone();
    }

    @Override
    public void keyframeRows(int begin, int end, boolean measure) {
      space.kernels().rowSums(in.map(), begin, end, rowSums, stride);
    }

    @Override
    public void endKeyframe() {}

    @Override
    public void update() {
      ChangeMap change = in.change();
      if (change.any()) {
        keyframeRows(change.rowBegin(), change.rowEnd(), false);
      }
    }
  }
}

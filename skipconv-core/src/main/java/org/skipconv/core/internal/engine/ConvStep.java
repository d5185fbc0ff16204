package org.skipconv.core.internal.engine;

import java.util.ArrayList;
import java.util.List;
import org.skipconv.core.Gate;
import org.skipconv.core.GateMask;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.MacCount;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Stage;
import org.skipconv.core.internal.kernel.ConvBinding;
import org.skipconv.core.internal.kernel.ConvBinding.Norm;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.Kernels.ChangePool;
import org.skipconv.core.internal.kernel.Memory;
import org.skipconv.core.internal.kernel.PackedConv;
import org.skipconv.core.internal.kernel.PixelKernel;
import org.skipconv.core.internal.kernel.Plane;
import org.skipconv.core.internal.kernel.Planes;
import org.skipconv.core.internal.kernel.Reach;
import org.skipconv.core.internal.kernel.ScaledNorms;
import org.skipconv.core.internal.kernel.Target;
import org.skipconv.core.internal.kernel.WindowGeometry;

/**
 * A skip-convolution, the heart of the engine (Habibian et al., Skip-Convolutions for Efficient
 * Video Processing, CVPR 2021, eq. 3): {@code z_t = z_(t-1) + g_t * (w * r_t)}, where one bit of
 * {@code g_t} per output pixel says whether its residual {@code r_t} matters.
 *
 * <p>Under {@link org.skipconv.core.ResidualPolicy#CARRY} the residual of a pixel is measured
 * against the input that it was last computed from, so that an open pixel is {@code w * x_t + b}
 * afresh, with shortcut and activation. The life of an output pixel p, frame by frame:
 *
 * <ol>
 *   <li><b>change</b>: each input pixel has written how much it changed in this frame, {@code c(q)
 *       = sum over channels of |new - old|};
 *   <li><b>pending</b>: {@code S(p) += sum of c(q) over the window of p}, and the shortcut's change
 *       in the same unit: how much p has not seen since it was computed;
 *   <li><b>mask</b>: the gate looks at S and opens p, or not;
 *   <li><b>list</b>: p joins the list of pixels to compute when it is open and S(p) is not 0, and
 *       S(p) becomes 0; a closed pixel keeps S(p) for the next frame;
 *   <li><b>kernel</b>: the convolution runs over the list alone and writes the new values in place;
 *   <li><b>change</b>: it also writes how much p itself changed, for the layers that read p.
 * </ol>
 *
 * <p>Under {@link org.skipconv.core.ResidualPolicy#REBASE} S(p) is this frame's alone, and the
 * kernel adds {@code w * r_t} to what is there: a residual that was gated off is lost until a
 * keyframe.
 */
final class ConvStep implements Step, Layer {
  private final Workspace space;
  private final Stage.Convolution stage;
  private final GatedLayer layer;
  private final Value in;
  private final Value add;
  private final Value out;
  private final Value product;
  private final boolean rebase;
  private final Reach reach;
  private final Memory pending;
  private final Memory maskCells;
  private final GateMask shownMask;
  private final Memory list;
  private final LayerResidual residual;
  private final Gate.State gate;
  private final ChangePool changePool;
  private final PixelKernel whole;
  private final PixelKernel wholeMeasured;
  private final PixelKernel listed;
  private final int parts;
  private final int pixels;
  private final long macsPerPixel;
  private boolean measuresOutput;
  private double sumOutput;
  private double meanOutput;
  private float shortcutFactor;
  private Uncovered uncovered = Uncovered.NOTHING;
  private boolean maskHasOpen;

  /** Whether nothing has touched the mask and what is pending since the last keyframe. */
  private boolean untouched;

  private int open;
  private long gatingMacs;

  /** Whether the gate was asked, and nothing computed since. */
  private boolean decided;

  private long nanos;

  /**
   * A convolution.
   *
   * @param add null where no shortcut was fused with it
   * @param product the result times its factors, when this step says how much that changed, too;
   *     otherwise null
   */
  ConvStep(
      Workspace space,
      Stage.Convolution stage,
      PackedConv weights,
      GatedLayer layer,
      Gate gate,
      Value in,
      Value add,
      Value out,
      Value product,
      PictureChange pictureChange) {
    this.space = space;
    this.stage = stage;
    this.layer = layer;
    this.in = in;
    this.add = add;
    this.out = out;
    this.product = product;
    this.rebase = space.rebase() && stage.isGated();
    Shape shape = out.map().shape();
    this.pixels = shape.pixels();
    this.macsPerPixel =
        layer.spec().macsPerPixel(layer.input().channels(), layer.output().channels());
    this.parts = weights.parts();
    WindowGeometry window = WindowGeometry.of(layer.spec(), layer.input(), layer.output());
    Planes planes = space.planes();
    this.reach = window.reach(planes);
    this.pending = planes.cellsOf(out.map(), Plane.Element.FLOAT32).memory();
    this.maskCells = planes.cellsOf(out.map(), Plane.Element.BYTE).memory();
    this.shownMask =
        new GateMask(
            shape.height(), shape.width(), maskCells.bytes().asReadOnlyBuffer(), maskCells);
    this.list = space.listFor(pixels);
    Kernels kernels = space.kernels();
    GateMask mask = new GateMask(shape.height(), shape.width(), maskCells.bytes(), maskCells);
    this.residual =
        new LayerResidual(
            kernels,
            pending,
            maskCells,
            mask,
            new AbsConvolution(space, layer, in, pending),
            pictureChange.under(out.map()));
    this.gate = gate.open(layer);
    if (gate != Gate.ALL_OPEN) {
      // An application's gate may keep what it is shown, and read it when the session is closed.
      pending.expose();
      maskCells.expose();
    }
    this.changePool =
        kernels.changePool(planes, window, in.change().norms(), pending, space.scratch());
    this.whole = bindWhole(weights, window, Norm.NONE);
    this.wholeMeasured = bindWhole(weights, window, Norm.SIZE);
    this.listed = bindListed(weights, window);
  }

  private PixelKernel bindWhole(PackedConv weights, WindowGeometry window, Norm norm) {
    return space
        .kernels()
        .conv(
            space.planes(),
            new ConvBinding(
                    weights,
                    window,
                    in.map(),
                    add == null ? null : add.map(),
                    Target.of(out.map(), null, space.wholeList(out.map().shape()), space.norms()),
                    stage.activation(),
                    false,
                    norm,
                    pixels)
                .withInFactors(in.factors()));
  }

  /**
   * Under CARRY an open pixel is computed afresh from the input, under REBASE its residual's
   * convolution is added.
   */
  private PixelKernel bindListed(PackedConv weights, WindowGeometry window) {
    return space
        .kernels()
        .conv(
            space.planes(),
            new ConvBinding(
                    weights,
                    window,
                    rebase ? in.residual() : in.map(),
                    add == null ? null : add.map(),
                    Target.of(out.map(), out.residual(), list, space.norms()),
                    stage.activation(),
                    rebase,
                    // Old values are not read where nobody asks how much changed.
                    out.isRead() ? Norm.CHANGE : Norm.NONE,
                    pixels)
                .withInFactors(in.factors())
                .withScaledNorms(
                    product == null
                        ? null
                        : new ScaledNorms(product.factors(), space.scaledNorms())));
  }

  @Override
  public Value out() {
    return out;
  }

  @Override
  public void beginKeyframe() {
    forgetLastFrame();
    uncovered = Uncovered.NOTHING;
    if (!untouched) {
      Kernels kernels = space.kernels();
      kernels.fill(pending, 0, pending.size(), 0);
      kernels.fill(maskCells, 0, pixels, 1);
      untouched = true;
    }
    maskHasOpen = true;
    open = pixels;
    // The gate's answer may not be followed, but has been paid for.
    gatingMacs = decided ? gatingMacs : 0;
    decided = false;
    nanos = 0;
    sumOutput = 0;
    Scales.begin(out);
  }

  @Override
  public void keyframeRows(int begin, int end, boolean measure) {
    int width = out.map().shape().width();
    int first = begin * width;
    int last = end * width;
    boolean sizes = measure && measuresOutput;
    nanos += space.run(sizes ? wholeMeasured : whole, first, last);
    Scales.add(space.kernels(), out, begin, end, measure);
    if (sizes) {
      sumOutput += space.kernels().total(space.norms(), pixels, parts, first, last);
    }
  }

  @Override
  public void endKeyframe() {
    meanOutput = sumOutput / out.map().shape().elements();
    Scales.finish(out);
  }

  /** Whether a gate decides which pixels are computed. */
  boolean isGated() {
    return stage.isGated();
  }

  /** Whether the gate asks how large the output is. */
  boolean wantsOutputScale() {
    return gate.wantsOutputScale();
  }

  /** Whether keyframes shall find out how large the output is. */
  void measuresOutput(boolean wanted) {
    measuresOutput = wanted;
  }

  /** Tells the gate how large values are; called when the whole keyframe has been computed. */
  void keyframeDone(double smallestInput, double smallestOutput) {
    double input = Scales.orSmallest(in.meanSize(), smallestInput);
    gate.keyframe(input, Scales.orSmallest(meanOutput, smallestOutput));
    if (add != null) {
      double shortcut = Scales.orSmallest(add.meanSize(), smallestInput);
      // Not infinite, which would make NaN of what did not change.
      double factor = stage.shortcutFactor(input, shortcut);
      shortcutFactor = (float) Math.min(Float.MAX_VALUE, factor);
    }
  }

  @Override
  public void shifted(int rows, int columns) {
    if (!out.map().liesOverPicture() && !isGated()) {
      // A value for the picture as a whole stays where it is.
      return;
    }
    List<Uncovered.Read> reads = new ArrayList<>();
    reads.add(new Uncovered.Read(in.map(), stage.dependence(0)));
    if (add != null) {
      reads.add(new Uncovered.Read(add.map(), stage.dependence(1)));
    }
    uncovered = uncovered.and(Uncovered.of(out.map(), reads, rows, columns));
    untouched = false;
    // More than any threshold: nothing is known of these pixels.
    int width = out.map().shape().width();
    uncovered.fill(pending.floats(), width, Float.POSITIVE_INFINITY);
    boolean moves = out.map().movesWhole(rows, columns);
    gate.shift(
        moves ? rows / out.map().strideY() : out.map().shape().height(),
        moves ? columns / out.map().strideX() : width);
  }

  @Override
  public void update() {
    decide();
    compute();
  }

  /** Lets the gate decide: from then on it is known what the frame costs here. */
  void decide() {
    forgetLastFrame();
    untouched = false;
    open = 0;
    gatingMacs = 0;
    nanos = 0;
    if (!gatherChanges() && !uncovered.any() && !gate.decidesUnchanged()) {
      closeMask();
      return;
    }
    Kernels kernels = space.kernels();
    Shape shape = out.map().shape();
    gatingMacs = residual.letDecide(gate);
    uncovered.open(maskCells.bytes(), shape.width());
    uncovered = Uncovered.NOTHING;
    open = kernels.compact(maskCells, pending, shape.width(), 0, shape.height(), list);
    maskHasOpen = open > 0;
    decided = true;
  }

  /** Computes what was decided on. */
  void compute() {
    decided = false;
    if (open == 0) {
      return;
    }
    nanos = space.run(listed, open);
    if (out.isRead()) {
      scatter(space.norms(), out.change());
    }
    if (product != null) {
      scatter(space.scaledNorms(), product.change());
    }
  }

  private void scatter(Memory norms, ChangeMap change) {
    int width = out.map().shape().width();
    int changed =
        space.kernels().scatterNorms(norms, pixels, parts, list, open, width, change.norms());
    change.written(changed, list.ints().get(0) >>> 16, (list.ints().get(open - 1) >>> 16) + 1);
  }

  /** Adds this frame's changes to what is pending; false when there are none. */
  private boolean gatherChanges() {
    Kernels kernels = space.kernels();
    if (rebase) {
      kernels.fill(pending, 0, pending.size(), 0);
    }
    boolean any = false;
    ChangeMap change = in.change();
    if (change.any()) {
      changePool.accumulate(reach.firstRow(change.rowBegin()), reach.endRow(change.rowEnd()));
      any = true;
    }
    if (add != null && add.change().any()) {
      kernels.addScaled(pending, add.change().norms(), shortcutFactor, pixels);
      any = true;
    }
    return any;
  }

  private void forgetLastFrame() {
    out.change().clear(space.kernels());
    if (product != null) {
      product.change().clear(space.kernels());
    }
    if (out.residual() != null && open > 0) {
      boolean all = open == pixels;
      Memory written = all ? space.wholeList(out.map().shape()) : list;
      space.kernels().clearPixels(out.residual(), written, open);
    }
  }

  private void closeMask() {
    if (maskHasOpen) {
      space.kernels().fill(maskCells, 0, pixels, 0);
      maskHasOpen = false;
    }
  }

  /** Name of the layer. */
  @Override
  public String name() {
    return layer.name();
  }

  /** Number of output pixels. */
  @Override
  public int pixels() {
    return pixels;
  }

  @Override
  public long values() {
    return out.map().shape().elements();
  }

  /** Number of output pixels that the last frame computed. */
  @Override
  public int open() {
    return open;
  }

  /** Cost of the last frame. */
  @Override
  public MacCount macs() {
    return new MacCount(macsPerPixel * pixels, macsPerPixel * open, gatingMacs);
  }

  /** Time in the kernel in the last frame. */
  @Override
  public long nanos() {
    return nanos;
  }

  /** Mask of the pixels that the last frame computed, to be handed to a user. */
  GateMask mask() {
    maskCells.expose();
    return shownMask;
  }

  double meanInput() {
    return in.meanSize();
  }

  double meanOutput() {
    return meanOutput;
  }
}

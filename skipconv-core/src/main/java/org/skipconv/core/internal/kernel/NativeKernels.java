package org.skipconv.core.internal.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Conv;

/** The C++ kernels of one instruction set. */
public final class NativeKernels implements Kernels {

  /** Instruction sets, slowest first among those of one processor, with their numbers in C++. */
  public enum Tier {
    PORTABLE(NativeLayout.TIER_PORTABLE, ""),
    AVX2(NativeLayout.TIER_AVX2, "-x86_64"),
    AVX512(NativeLayout.TIER_AVX512, "-x86_64"),
    NEON(NativeLayout.TIER_NEON, "-arm64");

    private final int code;
    private final String processors;

    Tier(int code, String processors) {
      this.code = code;
      this.processors = processors;
    }

    /** The tiers that some processor of a platform has, by JavaCPP's name of it; slowest first. */
    static List<Tier> of(String platform) {
      return Arrays.stream(values()).filter(tier -> platform.endsWith(tier.processors)).toList();
    }

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this build and this processor have it. */
    public boolean supported() {
      int number = code;
      return NativeBinding.supported(number) != 0;
    }
  }

  /**
   * Instructions that multiply bfloat16s as they are, which some processors of a tier have; slowest
   * first among those of one tier.
   */
  public enum Products {
    /** {@code vdpbf16ps}. */
    AVX512_BF16(Tier.AVX512, NativeLayout.TIER_AVX512_BF16),
    /** {@code tdpbf16ps}. */
    AMX_BF16(Tier.AVX512, NativeLayout.TIER_AMX_BF16),
    /** {@code bfmmla}. */
    NEON_BF16(Tier.NEON, NativeLayout.TIER_NEON_BF16);

    private final Tier tier;
    private final int code;

    Products(Tier tier, int code) {
      this.tier = tier;
      this.code = code + NativeLayout.TIER_MIXED;
    }

    /** Products that processors of a tier may have, slowest first. */
    static List<Products> of(Tier tier) {
      return Arrays.stream(values()).filter(products -> products.tier == tier).toList();
    }

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this build and this processor have them. */
    public boolean supported() {
      int number = code;
      return NativeBinding.supported(number) != 0;
    }
  }

  private final int tier;
  private final String name;
  private final Plane.Element element;

  /**
   * Kernels of a tier for maps of float32.
   *
   * @throws LinkageError when the native library is missing
   * @throws IllegalArgumentException when build or processor lack the tier
   */
  public NativeKernels(Tier tier) {
    this(tier.code, tier.id(), Plane.Element.FLOAT32);
  }

  private NativeKernels(int tier, String name, Plane.Element element) {
    if (NativeBinding.supported(tier) == 0) {
      throw new IllegalArgumentException("this processor or build has no " + name + " kernels");
    }
    this.tier = tier;
    this.name = name;
    this.element = element;
  }

  /** Kernels of a tier for maps of bfloat16, which they widen to multiply. */
  public static NativeKernels widening(Tier tier) {
    int code = tier.code + NativeLayout.TIER_MIXED;
    return new NativeKernels(code, tier.id() + " bfloat16", Plane.Element.BFLOAT16);
  }

  /**
   * Kernels for maps of bfloat16, which they multiply as they are.
   *
   * @throws LinkageError when the native library is missing
   * @throws IllegalArgumentException when build or processor lack the instructions
   */
  public static NativeKernels multiplying(Products products) {
    return new NativeKernels(products.code, products.id(), Plane.Element.BFLOAT16);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Plane.Element element() {
    return element;
  }

  @Override
  public PackedConv pack(Conv conv, int inChannels, Plane.Element in, PackedConv sharing) {
    boolean halves = NativeBinding.half(tier) != 0 && element == Plane.Element.FLOAT32;
    NativePacking packing =
        new NativePacking(
            NativeBinding.lanes(tier),
            NativeBinding.blockVectors(tier),
            halves,
            in == Plane.Element.BFLOAT16 ? NativeBinding.step(tier) : 0);
    return packing.pack(conv, inChannels, sharing);
  }

  @Override
  public PixelKernel conv(Planes owner, ConvBinding binding) {
    Memory call = NativeCalls.conv(owner, binding);
    boolean depthwise = binding.weights().depthwise();
    int parts = binding.weights().parts();
    return new PixelKernel() {
      @Override
      public int parts() {
        return parts;
      }

      @Override
      public void run(int begin, int end, int partBegin, int partEnd) {
        if (depthwise) {
          NativeBinding.convolveDepthwise(tier, call.address(), begin, end, partBegin, partEnd);
        } else {
          NativeBinding.convolve(tier, call.address(), begin, end, partBegin, partEnd);
        }
      }
    };
  }

  @Override
  public PixelKernel pixels(Planes owner, PixelBinding binding) {
    Memory call = NativeCalls.pixels(owner, binding);
    return (begin, end, partBegin, partEnd) ->
        NativeBinding.pixels(tier, call.address(), begin, end);
  }

  @Override
  public PixelKernel absDot(Planes owner, AbsDotBinding binding) {
    Memory call = NativeCalls.magnitudes(owner, binding);
    return (begin, end, partBegin, partEnd) ->
        NativeBinding.convolveMagnitudes(tier, call.address(), begin, end);
  }

  @Override
  public void runSums(Plane map, int begin, int end, Memory change, Memory sums, int stride) {
    NativeBinding.sumRuns(
        tier,
        map.address(),
        NativeLayout.code(map.element()),
        map.rowStride(),
        map.pixelStride(),
        map.shape().channels(),
        map.shape().width(),
        RUN,
        begin,
        end,
        change == null ? 0 : change.address(),
        sums.address(),
        stride);
  }

  @Override
  public void runMaxima(Plane map, int begin, int end, Memory change, Memory maxima, int stride) {
    NativeBinding.maximaOfRuns(
        tier,
        map.address(),
        NativeLayout.code(map.element()),
        map.rowStride(),
        map.pixelStride(),
        map.shape().channels(),
        map.shape().width(),
        RUN,
        begin,
        end,
        change == null ? 0 : change.address(),
        maxima.address(),
        stride);
  }

  @Override
  public void addUp(Memory sums, int count, int stride, double[] totals) {
    NativeBinding.addUp(tier, sums.address(), count, totals.length, stride, totals);
  }

  @Override
  public Magnitude magnitude(RawFrame frame, Shape shape, byte @Nullable [] changed, Memory sums) {
    double[] totals = new double[2];
    int finite =
        NativeBinding.magnitude(
            tier,
            frame.address(),
            frame.channelStride(),
            frame.rowStride(),
            frame.pixelStride(),
            shape.channels(),
            shape.height(),
            shape.width(),
            changed,
            sums.address(),
            totals);
    return Magnitude.of(finite != 0, totals[0], totals[1], shape);
  }

  @Override
  public int resample(byte[] rgb, Resampling resampling, boolean whole, long address) {
    ResampledAxis rows = resampling.rows();
    ResampledAxis columns = resampling.columns();
    return NativeBinding.resample(
        tier,
        rgb,
        resampling.before().address(),
        rows.sourceSize(),
        columns.sourceSize(),
        rows.table().address(),
        rows.size(),
        rows.begin(),
        rows.end(),
        columns.table().address(),
        columns.size(),
        columns.begin(),
        columns.end(),
        resampling.colours().address(),
        resampling.reversed() ? 1 : 0,
        whole ? 1 : 0,
        resampling.lines().address(),
        resampling.cells().address(),
        address);
  }

  @Override
  public LoadedFrame loadFrame(
      RawFrame frame, Plane map, Plane residual, float threshold, float strong, Memory change) {
    long counts =
        NativeBinding.loadFrame(
            tier,
            frame.address(),
            frame.channelStride(),
            frame.rowStride(),
            frame.pixelStride(),
            map.address(),
            map.rowStride(),
            map.pixelStride(),
            residual == null ? 0 : residual.address(),
            residual == null ? 0 : residual.rowStride(),
            residual == null ? 0 : residual.pixelStride(),
            map.shape().channels(),
            map.shape().height(),
            map.shape().width(),
            threshold,
            strong,
            change.address());
    return new LoadedFrame((int) counts, (int) (counts >>> 32));
  }

  @Override
  public void takeFrame(RawFrame frame, Plane map) {
    NativeBinding.takeFrame(
        tier,
        frame.address(),
        frame.channelStride(),
        frame.rowStride(),
        frame.pixelStride(),
        map.address(),
        map.rowStride(),
        map.pixelStride(),
        map.shape().channels(),
        map.shape().height(),
        map.shape().width());
  }

  @Override
  public int compareFrame(
      RawFrame frame, Plane held, Memory weights, float strong, InputDifferences differences) {
    return NativeBinding.compareFrame(
        tier,
        frame.address(),
        frame.channelStride(),
        frame.rowStride(),
        frame.pixelStride(),
        held.address(),
        held.rowStride(),
        held.pixelStride(),
        held.shape().channels(),
        held.shape().height(),
        held.shape().width(),
        weights.address(),
        strong,
        differences.cells().address(),
        differences.luma().address(),
        differences.before().address(),
        differences.difference().address(),
        differences.difference().rowStride(),
        differences.norms().address(),
        differences.peaks().address());
  }

  @Override
  public int sampleNoise(Plane luma, Plane before, int step, Memory samples) {
    return NativeBinding.sampleNoise(
        tier,
        luma.address(),
        before.address(),
        luma.shape().height(),
        luma.shape().width(),
        step,
        samples.address());
  }

  @Override
  public void openChanges(InputDifferences differences, Memory limits, Memory flags, Memory mask) {
    NativeBinding.openChanges(
        tier,
        differences.difference().address(),
        differences.difference().rowStride(),
        differences.luma().address(),
        differences.norms().address(),
        differences.peaks().address(),
        differences.luma().shape().height(),
        differences.luma().shape().width(),
        limits.address(),
        flags.address(),
        mask.address());
  }

  @Override
  public int takeOpen(
      RawFrame frame, Plane held, Memory mask, InputDifferences differences, Memory changes) {
    return NativeBinding.takeOpen(
        tier,
        frame.address(),
        frame.channelStride(),
        frame.rowStride(),
        frame.pixelStride(),
        held.address(),
        held.rowStride(),
        held.pixelStride(),
        held.shape().channels(),
        held.shape().height(),
        held.shape().width(),
        mask.address(),
        differences.difference().address(),
        differences.difference().rowStride(),
        differences.norms().address(),
        differences.peaks().address(),
        changes.address(),
        differences.written().address());
  }

  @Override
  public ChangePool changePool(
      Planes owner, WindowGeometry window, Memory change, Memory pending, Memory scratch) {
    Memory struct = NativeCalls.window(owner, window);
    int width = window.out().width();
    return (begin, end) ->
        NativeBinding.poolChange(
            tier,
            struct.address(),
            change.address(),
            pending.address(),
            width,
            begin,
            end,
            scratch.address());
  }

  @Override
  public void addScaled(Memory target, Memory source, float factor, int count) {
    NativeBinding.addScaled(tier, target.address(), source.address(), factor, count);
  }

  @Override
  public void above(Memory values, float threshold, Memory mask, int count) {
    NativeBinding.openAbove(tier, values.address(), threshold, mask.address(), count);
  }

  @Override
  public void mark(Memory change, Reach reach, Memory mask, int begin, int end) {
    NativeBinding.openDependents(
        tier,
        change.address(),
        reach.inWidth(),
        reach.rowLows().address(),
        reach.rowHighs().address(),
        reach.keepsColumns() ? 0 : reach.columnLows().address(),
        reach.keepsColumns() ? 0 : reach.columnHighs().address(),
        mask.address(),
        reach.outWidth(),
        begin,
        end);
  }

  @Override
  public int compact(Memory mask, Memory pending, int width, int begin, int end, Memory list) {
    long pendingAddress = pending == null ? 0 : pending.address();
    return NativeBinding.listOpen(
        tier, mask.address(), pendingAddress, width, begin, end, list.address());
  }

  @Override
  public int scatterNorms(
      Memory norms, long normStride, int parts, Memory list, int count, int width, Memory change) {
    return NativeBinding.scatterNorms(
        tier, norms.address(), normStride, parts, list.address(), count, width, change.address());
  }

  @Override
  public double total(Memory norms, long normStride, int parts, int begin, int end) {
    long first = norms.address() + (long) Float.BYTES * begin;
    return NativeBinding.sumNorms(tier, first, normStride, parts, end - begin);
  }

  @Override
  public double absSum(Plane map, Plane factors, int begin, int end) {
    return NativeBinding.sumMagnitudes(
        tier,
        map.address(),
        NativeLayout.code(map.element()),
        map.rowStride(),
        map.pixelStride(),
        map.shape().channels(),
        map.shape().width(),
        begin,
        end,
        factors == null ? 0 : factors.address());
  }

  @Override
  public void changeFactors(
      Plane map, Plane factors, Plane next, int begin, int end, Memory change) {
    NativeBinding.changeFactors(
        tier,
        map.address(),
        NativeLayout.code(map.element()),
        map.rowStride(),
        map.pixelStride(),
        map.shape().channels(),
        map.shape().width(),
        begin,
        end,
        factors.address(),
        next.address(),
        change.address());
  }

  @Override
  public void clearPixels(Plane map, Memory list, int count) {
    NativeBinding.clearPixels(
        tier,
        map.address(),
        NativeLayout.code(map.element()),
        map.rowStride(),
        map.pixelStride(),
        map.shape().channels(),
        list.address(),
        count);
  }

  @Override
  public void fill(Memory memory, long from, long to, int value) {
    NativeBinding.fillBytes(tier, memory.address() + from, value, to - from);
  }
}

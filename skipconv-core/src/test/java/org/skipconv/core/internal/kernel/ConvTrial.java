package org.skipconv.core.internal.kernel;

import static org.skipconv.core.testing.Tolerance.check;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.skipconv.core.Activation;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.internal.kernel.ConvBinding.Norm;
import org.skipconv.core.testing.Tolerance;

/**
 * Runs one {@link ConvCase} on a kernel and on the reference, and compares everything they write.
 */
final class ConvTrial {
  /** What an exact function may gain in steepness: the largest slope of any activation is 1.1. */
  private static final double STEEPEST = 1.1;

  private final Planes owner = new Planes();

  private final ConvCase trial;
  private final Kernels kernels;
  private final Kernels reference;
  private final Conv conv;
  private final int[] pixels;
  private final GuardedMap in;
  private final GuardedMap inFactors;
  private final GuardedMap outFactors;
  private final GuardedMap add;
  private final GuardedMap out;
  private final GuardedMap residual;

  ConvTrial(ConvCase trial, Kernels kernels) {
    this.trial = trial;
    this.kernels = kernels;
    Random random = new Random(trial.seed());
    conv = trial.operation(random);
    pixels = randomPixels(trial, random);
    boolean depthwise = PackedConv.isDepthwise(conv, trial.in().channels());
    int aligned = Plane.alignedChannels(trial.in().channels());
    int narrow = (trial.in().channels() + 3) / 4 * 4;
    Padding.Explicit border = trial.window().border();
    reference = new ReferenceKernels(kernels.element());
    Plane.Element element = GuardedMap.element(kernels, random);
    boolean pairs = element == Plane.Element.BFLOAT16 && !depthwise;
    in =
        depthwise
            ? new GuardedMap(element, trial.in(), border, aligned, random)
            : new GuardedMap(
                    element, trial.in(), border, random.nextBoolean() ? aligned : narrow, random)
                .forbidPaddedChannels(pairs ? 2 : 1);
    boolean reads = ConvBinding.canScale(PackedConv.unpacked(conv, channels()), trial.window());
    inFactors = trial.options().inFactors() && reads ? factors(channels(), random) : null;
    outFactors = factors(trial.outChannels(), random);
    add = trial.options().add() ? GuardedMap.of(trial.out(), random, kernels) : null;
    out = GuardedMap.of(trial.out(), random, kernels);
    int stride = Plane.alignedChannels(trial.outChannels());
    residual =
        trial.options().residual()
            ? new GuardedMap(out.map().element(), trial.out(), Plane.NO_BORDER, stride, random)
            : null;
  }

  private int channels() {
    return trial.in().channels();
  }

  private static GuardedMap factors(int channels, Random random) {
    return GuardedMap.of(new Shape(channels, 1, 1), random);
  }

  /** Some pixels in the order in which masks list them. */
  private static int[] randomPixels(ConvCase trial, Random random) {
    int height = trial.out().height();
    int width = trial.out().width();
    Set<Integer> chosen = new TreeSet<>();
    while (chosen.size() < Math.min(trial.pixels(), height * width)) {
      chosen.add(random.nextInt(height) << 16 | random.nextInt(width));
    }
    return chosen.stream().mapToInt(i -> i).toArray();
  }

  /** One kernel's results in memory of their own. */
  private final class Run {
    final GuardedMap written = out.copy();
    final GuardedMap change = residual == null ? null : residual.copy();
    final GuardedNorms norms;
    final GuardedNorms scaled;
    final ConvBinding binding;
    final PixelKernel kernel;

    Run(Kernels kernels) {
      PackedConv packed = kernels.pack(conv, trial.in().channels(), in.map().element(), null);
      boolean wanted = trial.options().norm() != Norm.NONE;
      norms = new GuardedNorms(packed.parts(), pixels.length + 3, wanted);
      boolean scales = trial.options().scales();
      scaled = new GuardedNorms(packed.parts(), pixels.length + 3, scales);
      binding =
          bind(packed, in, inFactors, add, written, change, norms)
              .withScaledNorms(scales ? new ScaledNorms(outFactors.map(), scaled.memory()) : null);
      kernel = kernels.conv(owner, binding);
      if (kernel.parts() != packed.parts()) {
        throw new AssertionError(kernel.parts() + " parts, packed for " + packed.parts());
      }
    }

    int[] everything() {
      int[] maps = written.bits();
      int[] changes = change == null ? new int[0] : change.bits();
      return Stream.of(maps, changes, norms.bits(), scaled.bits())
          .flatMapToInt(Arrays::stream)
          .toArray();
    }
  }

  private ConvBinding bind(
      PackedConv packed,
      GuardedMap input,
      GuardedMap scale,
      GuardedMap shortcut,
      GuardedMap output,
      GuardedMap change,
      GuardedNorms norms) {
    ConvCase.Options options = trial.options();
    return new ConvBinding(
        packed,
        trial.window(),
        input.map(),
        scale == null ? null : scale.map(),
        shortcut == null ? null : shortcut.map(),
        Target.of(output.map(), change == null ? null : change.map(), list(), norms.memory()),
        options.activation(),
        options.accumulate(),
        options.norm(),
        norms.stride(),
        null);
  }

  /** The list, followed by a pixel that must not be computed. */
  private Memory list() {
    Set<Integer> listed = listed();
    int[] entries = Arrays.copyOf(pixels, pixels.length + 1);
    for (int i = 0; i < trial.out().pixels(); i++) {
      int pixel = (i / trial.out().width()) << 16 | i % trial.out().width();
      if (!listed.contains(pixel)) {
        entries[pixels.length] = pixel;
      }
    }
    return Memory.of(entries);
  }

  private Set<Integer> listed() {
    return Arrays.stream(pixels).boxed().collect(Collectors.toSet());
  }

  void verify() {
    try (Kept kept = new Kept()) {
      kept.keep(this);
      verify(kept);
    }
  }

  private void verify(Kept kept) {
    Run whole = kept.keep(new Run(kernels));
    whole.kernel.run(0, pixels.length, 0, whole.kernel.parts());
    verifyValues(whole, kept);
    verifyChanges(whole);
    verifyCanaries(whole);
    Run pieces = kept.keep(new Run(kernels));
    for (int part = pieces.kernel.parts() - 1; part >= 0; part--) {
      for (int i = pixels.length - 1; i >= 0; i--) {
        pieces.kernel.run(i, i + 1, part, part + 1);
      }
    }
    if (!Arrays.equals(pieces.everything(), whole.everything())) {
      throw new AssertionError(trial + ": a pixel's bits depend on which others are computed");
    }
  }

  private void verifyValues(Run run, Kept kept) {
    Run definition = kept.keep(new Run(reference));
    definition.kernel.run(0, pixels.length, 0, 1);
    GuardedMap sumsOfAbs = kept.keep(sumsOfAbs(kept));
    Activation activation = trial.options().activation();
    for (int i = 0; i < pixels.length; i++) {
      int y = pixels[i] >>> 16;
      int x = pixels[i] & 0xffff;
      double allowedNorm = 0;
      double norm = 0;
      double scaled = 0;
      for (int c = 0; c < trial.outChannels(); c++) {
        double allowed = Tolerance.ofSum(sumsOfAbs.map().get(c, y, x), trial.terms());
        allowedNorm += allowed;
        double expected = definition.written.map().get(c, y, x);
        double function = activation.equals(Activation.NONE) ? 0 : 16 * Tolerance.EPSILON;
        check(
            trial + ", pixel " + y + ", " + x + ", channel " + c,
            run.written.map().get(c, y, x),
            expected,
            STEEPEST * allowed
                + function * Math.abs(expected)
                + Tolerance.ofStoring(run.written.map(), expected)
                + 1e-35);
        norm += Math.abs(run.written.map().get(c, y, x) - out.old(c, y, x));
        float factor = outFactors.map().get(c, 0, 0);
        Plane.Element element = out.map().element();
        scaled +=
            Math.abs(
                element.rounded(run.written.map().get(c, y, x) * factor)
                    - element.rounded(out.old(c, y, x) * factor));
      }
      if (trial.options().scales()) {
        double allowedScaled = Tolerance.ofSum(scaled, trial.outChannels()) + 1e-6 * scaled;
        check(trial + ", scaled norm " + i, run.scaled.total(i), scaled, allowedScaled);
      }
      if (trial.options().norm() == Norm.SIZE) {
        norm = definition.norms.total(i);
      } else {
        allowedNorm = Tolerance.ofSum(norm, trial.outChannels());
      }
      if (trial.options().norm() != Norm.NONE) {
        check(trial + ", norm " + i, run.norms.total(i), norm, allowedNorm + 1e-6 * norm);
      }
    }
  }

  /** Sum of |w * x|, |bias| and |shortcut| at every pixel of the list. */
  private GuardedMap sumsOfAbs(Kept kept) {
    Tensor scale = conv.scale() == null ? null : magnitudes(conv.scale());
    Conv positive =
        new Conv(conv.spec(), magnitudes(conv.weight()), scale, magnitudes(conv.bias()));
    GuardedMap input = kept.keep(in.magnitudes());
    GuardedMap shortcut = add == null ? null : kept.keep(add.magnitudes());
    GuardedNorms none = new GuardedNorms(1, pixels.length, false);
    PackedConv packed = reference.pack(positive, trial.in().channels(), in.map().element(), null);
    GuardedMap sums = kept.keep(out.magnitudes());
    GuardedMap factors = inFactors == null ? null : kept.keep(inFactors.magnitudes());
    ConvBinding like = kept.keep(bind(packed, input, factors, shortcut, sums, null, none));
    reference
        .conv(
            owner,
            new ConvBinding(
                packed,
                like.window(),
                like.in(),
                like.inFactors(),
                like.add(),
                Target.of(like.target().out(), null, like.target().list(), null),
                Activation.NONE,
                like.accumulate(),
                Norm.NONE,
                0,
                null))
        .run(0, pixels.length, 0, 1);
    return sums;
  }

  private static Tensor magnitudes(Tensor tensor) {
    float[] values = tensor.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]);
    }
    return Tensor.of(values, tensor.shape());
  }

  private void verifyChanges(Run run) {
    for (int pixel : run.change == null ? new int[0] : pixels) {
      int y = pixel >>> 16;
      int x = pixel & 0xffff;
      for (int c = 0; c < trial.outChannels(); c++) {
        float change = run.written.map().get(c, y, x) - out.old(c, y, x);
        float stored = run.change.map().element().rounded(change);
        check(trial + ", residual", run.change.map().get(c, y, x), stored, 0);
      }
    }
  }

  private void verifyCanaries(Run run) {
    // A function of 0, which is what the padded channels' sums are.
    float padding = (float) trial.options().activation().apply(0);
    Set<Integer> listed = listed();
    run.written.verifyOnly(trial + ", output", listed, 0, trial.outChannels(), padding);
    if (run.change != null) {
      run.change.verifyOnly(trial + ", residual", listed, 0, trial.outChannels(), padding);
    }
    in.verifyOnly(trial + ", input", Set.of(), 0, 0, 0);
    run.norms.verifyOnly(trial + ", norms", pixels.length);
    run.scaled.verifyOnly(trial + ", scaled norms", pixels.length);
  }
}

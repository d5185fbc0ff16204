package org.skipconv.core.internal.kernel;

import static org.skipconv.core.testing.Tolerance.check;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.skipconv.core.Shape;
import org.skipconv.core.testing.Tolerance;

/**
 * Runs a kernel that is no convolution and the reference on the same maps, and compares everything
 * that they write.
 */
final class PixelTrial {
  private final Kernels kernels;
  private final String what;
  private final int[] pixels;
  private final GuardedMap out;
  private final GuardedMap residual;
  private final boolean norms;
  private final Planes owner = new Planes();
  private int channelBegin;
  private int channelEnd;
  private float startNorm;

  /** Binds a program to where its results go. */
  @FunctionalInterface
  interface Binder {
    PixelBinding bind(Target target);
  }

  /** How far a value may be from the reference's. */
  @FunctionalInterface
  interface Allowed {
    double at(int channel, int y, int x);
  }

  PixelTrial(Kernels kernels, String what, Shape shape, int count, Random random) {
    this.kernels = kernels;
    Set<Integer> chosen = new TreeSet<>();
    while (chosen.size() < Math.min(count, shape.pixels())) {
      chosen.add(random.nextInt(shape.height()) << 16 | random.nextInt(shape.width()));
    }
    this.pixels = chosen.stream().mapToInt(i -> i).toArray();
    this.out = GuardedMap.of(shape, random, kernels);
    int stride = Plane.alignedChannels(shape.channels());
    this.residual =
        random.nextBoolean()
            ? new GuardedMap(out.map().element(), shape, Plane.NO_BORDER, stride, random)
            : null;
    this.norms = random.nextInt(3) > 0;
    this.what = what + (residual == null ? "" : ", residual") + (norms ? ", norms" : "");
    this.channelEnd = shape.channels();
  }

  /** For a kernel that writes some of the channels, and adds to norms that are there already. */
  PixelTrial channels(int begin, int end) {
    channelBegin = begin;
    channelEnd = end;
    startNorm = begin == 0 ? 0 : 3;
    return this;
  }

  private final class Run {
    final GuardedMap written = out.copy();
    final GuardedMap change = residual == null ? null : residual.copy();
    final GuardedNorms sums = new GuardedNorms(1, pixels.length + 3, norms);
    final Memory list;
    final PixelKernel kernel;

    Run(Kernels kernels, Binder binder) {
      for (int i = 0; i < pixels.length && norms && startNorm > 0; i++) {
        sums.memory().floats().put(i, startNorm);
      }
      // Behind the list's end stands a pixel that must not be computed.
      int[] entries = Arrays.copyOf(pixels, pixels.length + 1);
      entries[pixels.length] = unlisted();
      list = Memory.of(entries);
      kernel =
          kernels.pixels(
              owner,
              binder.bind(
                  new Target(
                      written.map(),
                      channelBegin,
                      channelEnd - channelBegin,
                      change == null ? null : change.map(),
                      list,
                      norms ? sums.memory() : null,
                      startNorm > 0)));
    }

    boolean sameBits(Run other) {
      return Arrays.equals(written.bits(), other.written.bits())
          && Arrays.equals(sums.bits(), other.sums.bits())
          && (change == null || Arrays.equals(change.bits(), other.change.bits()));
    }
  }

  private int unlisted() {
    int width = out.map().shape().width();
    for (int i = 0; i < out.map().shape().pixels(); i++) {
      int pixel = (i / width) << 16 | i % width;
      if (!listed().contains(pixel)) {
        return pixel;
      }
    }
    return 0;
  }

  private Set<Integer> listed() {
    return Arrays.stream(pixels).boxed().collect(Collectors.toSet());
  }

  void verify(Binder binder, Allowed allowed) {
    try (Kept kept = new Kept()) {
      kept.keep(this);
      kept.keep(binder);
      verify(binder, allowed, kept);
    }
  }

  private void verify(Binder binder, Allowed allowed, Kept kept) {
    Run reference = kept.keep(new Run(new ReferenceKernels(), binder));
    reference.kernel.run(0, pixels.length, 0, 1);
    Run run = kept.keep(new Run(kernels, binder));
    run.kernel.run(0, pixels.length, 0, 1);
    for (int i = 0; i < pixels.length; i++) {
      verifyPixel(run, reference, i, allowed);
    }
    run.written.verifyOnly(what + ", output", listed(), channelBegin, channelEnd, 0);
    if (run.change != null) {
      run.change.verifyOnly(what + ", residual", listed(), channelBegin, channelEnd, 0);
    }
    run.sums.verifyOnly(what + ", norms", pixels.length);
    Run pieces = kept.keep(new Run(kernels, binder));
    for (int i = pixels.length - 1; i >= 0; i--) {
      pieces.kernel.run(i, i + 1, 0, 1);
    }
    if (!pieces.sameBits(run)) {
      throw new AssertionError(what + ": a pixel's bits depend on which others are computed");
    }
  }

  private void verifyPixel(Run run, Run reference, int i, Allowed allowed) {
    int y = pixels[i] >>> 16;
    int x = pixels[i] & 0xffff;
    double norm = startNorm;
    for (int c = channelBegin; c < channelEnd; c++) {
      String where = what + ", pixel " + y + ", " + x + ", channel " + c;
      float value = run.written.map().get(c, y, x);
      float expected = reference.written.map().get(c, y, x);
      double storing = Tolerance.ofStoring(run.written.map(), expected);
      check(where, value, expected, allowed.at(c, y, x) + storing);
      float change = value - out.old(c, y, x);
      norm += Math.abs(change);
      if (run.change != null) {
        float stored = run.change.map().element().rounded(change);
        check(where + ", residual", run.change.map().get(c, y, x), stored, 0);
      }
    }
    if (norms) {
      double allowedNorm = Tolerance.ofSum(norm, channelEnd - channelBegin);
      check(what + ", norm " + i, run.sums.total(i), norm, allowedNorm);
    }
  }
}

package org.skipconv.core.internal.kernel;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Conv;

/**
 * For machines without native kernels and without OpenBLAS: loops in Java, a pixel at a time. They
 * need nothing, and are merely slow.
 */
public class JavaKernels implements Kernels {
  @Override
  public String name() {
    return "java";
  }

  @Override
  public PackedConv pack(Conv conv, int inChannels, Plane.Element in, PackedConv sharing) {
    return PackedConv.unpacked(conv, inChannels);
  }

  @Override
  public PixelKernel conv(Planes owner, ConvBinding binding) {
    return new JavaConv(binding);
  }

  @Override
  public PixelKernel pixels(Planes owner, PixelBinding binding) {
    return new JavaPixels(binding);
  }

  @Override
  public PixelKernel absDot(Planes owner, AbsDotBinding binding) {
    IntBuffer list = binding.list().ints();
    FloatBuffer sums = binding.sums().floats();
    return (begin, end, partBegin, partEnd) -> {
      for (int i = begin; i < end; i++) {
        sums.put(i, JavaSums.absDot(binding, list.get(i)));
      }
    };
  }

  @Override
  public void runSums(Plane map, int begin, int end, Memory change, Memory sums, int stride) {
    JavaSums.runSums(map, begin, end, change, sums, stride);
  }

  @Override
  public void runMaxima(Plane map, int begin, int end, Memory change, Memory maxima, int stride) {
    JavaSums.runMaxima(map, begin, end, change, maxima, stride);
  }

  @Override
  public void addUp(Memory sums, int count, int stride, double[] totals) {
    FloatBuffer values = sums.floats();
    Arrays.fill(totals, 0);
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < totals.length; c++) {
        totals[c] += values.get(i * stride + c);
      }
    }
  }

  @Override
  public Magnitude magnitude(RawFrame frame, Shape shape, byte @Nullable [] changed, Memory sums) {
    return JavaMagnitude.of(frame, shape, changed, sums.floats());
  }

  @Override
  public int resample(byte[] rgb, Resampling resampling, boolean whole, long address) {
    return JavaResampling.resample(rgb, resampling, whole, address);
  }

  @Override
  public LoadedFrame loadFrame(
      RawFrame frame, Plane map, Plane residual, float threshold, float strong, Memory change) {
    return JavaChange.loadFrame(frame, map, residual, threshold, strong, change.floats());
  }

  @Override
  public void takeFrame(RawFrame frame, Plane map) {
    JavaChange.takeFrame(frame, map);
  }

  @Override
  public int compareFrame(
      RawFrame frame, Plane held, Memory weights, float strong, InputDifferences differences) {
    return JavaNoise.compareFrame(frame, held, weights, strong, differences);
  }

  @Override
  public int sampleNoise(Plane luma, Plane before, int step, Memory samples) {
    return JavaNoise.sampleNoise(luma, before, step, samples);
  }

  @Override
  public void openChanges(InputDifferences differences, Memory limits, Memory flags, Memory mask) {
    JavaNoise.openChanges(differences, NoiseLimits.from(limits), flags, mask);
  }

  @Override
  public int takeOpen(
      RawFrame frame, Plane held, Memory mask, InputDifferences differences, Memory changes) {
    return JavaNoise.takeOpen(frame, held, mask, differences, changes);
  }

  @Override
  public ChangePool changePool(
      Planes owner, WindowGeometry window, Memory change, Memory pending, Memory scratch) {
    return (begin, end) -> JavaChange.pool(window, change.floats(), pending.floats(), begin, end);
  }

  @Override
  public void addScaled(Memory target, Memory source, float factor, int count) {
    FloatBuffer sums = target.floats();
    FloatBuffer terms = source.floats();
    for (int i = 0; i < count; i++) {
      float term = factor * terms.get(i);
      // A change that is too small for a float is a change all the same.
      boolean lost = term == 0 && terms.get(i) != 0;
      sums.put(i, sums.get(i) + (lost ? Float.MIN_VALUE : term));
    }
  }

  @Override
  public void above(Memory values, float threshold, Memory mask, int count) {
    FloatBuffer sizes = values.floats();
    ByteBuffer open = mask.bytes();
    for (int i = 0; i < count; i++) {
      // NaN opens.
      open.put(i, (byte) (sizes.get(i) <= threshold ? 0 : 1));
    }
  }

  @Override
  public void mark(Memory change, Reach reach, Memory mask, int begin, int end) {
    JavaChange.mark(change.floats(), reach, mask.bytes(), begin, end);
  }

  @Override
  public int compact(Memory mask, Memory pending, int width, int begin, int end, Memory list) {
    FloatBuffer waiting = pending == null ? null : pending.floats();
    return JavaChange.compact(mask.bytes(), waiting, width, begin, end, list.ints());
  }

  @Override
  public int scatterNorms(
      Memory norms, long normStride, int parts, Memory list, int count, int width, Memory change) {
    return JavaChange.scatterNorms(
        norms.floats(), normStride, parts, list.ints(), count, width, change.floats());
  }

  @Override
  public double total(Memory norms, long normStride, int parts, int begin, int end) {
    return JavaSums.total(norms.floats(), normStride, parts, begin, end);
  }

  @Override
  public double absSum(Plane map, Plane factors, int begin, int end) {
    return JavaSums.absSum(map, factors, begin, end);
  }

  @Override
  public void changeFactors(
      Plane map, Plane factors, Plane next, int begin, int end, Memory change) {
    JavaSums.changeFactors(map, factors, next, begin, end, change.floats());
  }

  @Override
  public void clearPixels(Plane map, Memory list, int count) {
    float[] zeros = new float[map.shape().channels()];
    IntBuffer pixels = list.ints();
    for (int i = 0; i < count; i++) {
      map.floats().put(map.index(pixels.get(i) >>> 16, pixels.get(i) & 0xffff), zeros);
    }
  }

  @Override
  public void fill(Memory memory, long from, long to, int value) {
    ByteBuffer bytes = memory.bytes();
    for (long i = from; i < to; i++) {
      bytes.put(Math.toIntExact(i), (byte) value);
    }
  }
}

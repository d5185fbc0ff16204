package org.skipconv.core.internal.kernel;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Conv;

/**
 * The specification of every kernel: plain loops that read like the equation, summed in double
 * precision, never tuned. Every other implementation is tested against it.
 */
public final class ReferenceKernels implements Kernels {
  private final Plane.Element element;

  /** For maps of float32. */
  public ReferenceKernels() {
    this(Plane.Element.FLOAT32);
  }

  /** For maps of an element. */
  public ReferenceKernels(Plane.Element element) {
    this.element = element;
  }

  @Override
  public String name() {
    return element == Plane.Element.FLOAT32 ? "reference" : "reference bfloat16";
  }

  @Override
  public Plane.Element element() {
    return element;
  }

  @Override
  public PackedConv pack(Conv conv, int inChannels, Plane.Element in, PackedConv sharing) {
    boolean rounds = in == Plane.Element.BFLOAT16 && !PackedConv.isDepthwise(conv, inChannels);
    return PackedConv.unpacked(rounds ? PackedConv.rounded(conv) : conv, inChannels);
  }

  @Override
  public PixelKernel conv(Planes owner, ConvBinding binding) {
    return new ReferenceConv(binding);
  }

  @Override
  public PixelKernel pixels(Planes owner, PixelBinding binding) {
    return new ReferencePixels(binding);
  }

  @Override
  public PixelKernel absDot(Planes owner, AbsDotBinding binding) {
    IntBuffer list = binding.list().ints();
    FloatBuffer sums = binding.sums().floats();
    return (begin, end, partBegin, partEnd) -> {
      for (int i = begin; i < end; i++) {
        sums.put(i, (float) ReferenceConv.absDot(binding, row(list.get(i)), column(list.get(i))));
      }
    };
  }

  @Override
  public void runSums(Plane map, int begin, int end, Memory change, Memory sums, int stride) {
    int runs = Kernels.runs(map.shape().width());
    for (int i = begin * runs; i < end * runs; i++) {
      int[] columns = columns(map, change, i).toArray();
      for (int c = 0; columns.length > 0 && c < map.shape().channels(); c++) {
        double total = 0;
        for (int x : columns) {
          total += map.get(c, i / runs, x);
        }
        sums.floats().put(i * stride + c, (float) total);
      }
    }
  }

  @Override
  public void runMaxima(Plane map, int begin, int end, Memory change, Memory maxima, int stride) {
    int runs = Kernels.runs(map.shape().width());
    for (int i = begin * runs; i < end * runs; i++) {
      int[] columns = columns(map, change, i).toArray();
      for (int c = 0; columns.length > 0 && c < map.shape().channels(); c++) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int x : columns) {
          largest = Math.max(largest, map.get(c, i / runs, x));
        }
        maxima.floats().put(i * stride + c, largest);
      }
    }
  }

  /** Columns of a run, or none where nothing changed in it. */
  private static IntStream columns(Plane map, Memory change, int index) {
    int width = map.shape().width();
    int first = index % Kernels.runs(width) * RUN;
    int row = index / Kernels.runs(width) * width;
    IntStream columns = IntStream.range(first, Math.min(width, first + RUN));
    boolean any =
        change == null
            || IntStream.range(first, Math.min(width, first + RUN))
                .anyMatch(x -> change.floats().get(row + x) != 0);
    return any ? columns : IntStream.empty();
  }

  @Override
  public void addUp(Memory sums, int count, int stride, double[] totals) {
    for (int c = 0; c < totals.length; c++) {
      totals[c] = 0;
      for (int i = 0; i < count; i++) {
        totals[c] += sums.floats().get(i * stride + c);
      }
    }
  }

  @Override
  public Magnitude magnitude(RawFrame frame, Shape shape, byte @Nullable [] changed, Memory sums) {
    FloatBuffer values = ForeignFloats.spanning(frame, shape);
    boolean finite = true;
    double size = 0;
    double contrast = 0;
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          double value = values.get(frame.index(c, y, x));
          finite &= Double.isFinite(value);
          size += Math.abs(value);
          boolean last = x + 1 == shape.width();
          if (!last || y + 1 < shape.height()) {
            int next = last ? frame.index(c, y + 1, 0) : frame.index(c, y, x + 1);
            contrast += Math.abs(values.get(next) - value);
          }
        }
      }
    }
    return Magnitude.of(finite, size, contrast, shape);
  }

  @Override
  public int resample(byte[] rgb, Resampling resampling, boolean whole, long address) {
    return ReferenceResampling.resample(rgb, resampling, whole, address);
  }

  @Override
  public LoadedFrame loadFrame(
      RawFrame frame, Plane map, Plane residual, float threshold, float strong, Memory change) {
    FloatBuffer source = ForeignFloats.spanning(frame, map.shape());
    FloatBuffer changes = change.floats();
    int width = map.shape().width();
    int changed = 0;
    int replaced = 0;
    for (int y = 0; y < map.shape().height(); y++) {
      for (int x = 0; x < width; x++) {
        float norm = 0;
        for (int c = 0; c < map.shape().channels(); c++) {
          norm += Math.abs(source.get(frame.index(c, y, x)) - map.get(c, y, x));
        }
        boolean take = !(norm <= threshold);
        replaced += norm > strong ? 1 : 0;
        changes.put(y * width + x, take ? norm : 0);
        if (take) {
          changed++;
          PixelWriter writer = new PixelWriter(Target.of(map, residual, null, null), y, x);
          for (int c = 0; c < map.shape().channels(); c++) {
            writer.put(c, source.get(frame.index(c, y, x)));
          }
        }
      }
    }
    return new LoadedFrame(changed, replaced);
  }

  @Override
  public void takeFrame(RawFrame frame, Plane map) {
    FloatBuffer source = ForeignFloats.spanning(frame, map.shape());
    for (int y = 0; y < map.shape().height(); y++) {
      for (int x = 0; x < map.shape().width(); x++) {
        for (int c = 0; c < map.shape().channels(); c++) {
          map.put(map.index(y, x) + c, source.get(frame.index(c, y, x)));
        }
      }
    }
  }

  @Override
  public int compareFrame(
      RawFrame frame, Plane held, Memory weights, float strong, InputDifferences differences) {
    return ReferenceNoise.compareFrame(frame, held, weights, strong, differences);
  }

  @Override
  public int sampleNoise(Plane luma, Plane before, int step, Memory samples) {
    return ReferenceNoise.sampleNoise(luma, before, step, samples);
  }

  @Override
  public void openChanges(InputDifferences differences, Memory limits, Memory flags, Memory mask) {
    ReferenceNoise.openChanges(differences, NoiseLimits.from(limits), mask);
  }

  @Override
  public int takeOpen(
      RawFrame frame, Plane held, Memory mask, InputDifferences differences, Memory changes) {
    return ReferenceNoise.takeOpen(frame, held, mask, differences, changes);
  }

  @Override
  public ChangePool changePool(
      Planes owner, WindowGeometry window, Memory change, Memory pending, Memory scratch) {
    FloatBuffer changes = change.floats();
    FloatBuffer sums = pending.floats();
    return (begin, end) -> {
      for (int y = begin; y < end; y++) {
        for (int x = 0; x < window.out().width(); x++) {
          int index = y * window.out().width() + x;
          sums.put(index, (float) (sums.get(index) + changeInWindow(window, changes, y, x)));
        }
      }
    };
  }

  private static double changeInWindow(WindowGeometry window, FloatBuffer changes, int y, int x) {
    double sum = 0;
    for (int ky = 0; ky < window.spec().kernelHeight(); ky++) {
      for (int kx = 0; kx < window.spec().kernelWidth(); kx++) {
        int sourceY = window.sourceY(y, ky);
        int sourceX = window.sourceX(x, kx);
        if (window.isInside(sourceY, sourceX)) {
          sum += changes.get(sourceY * window.in().width() + sourceX);
        }
      }
    }
    return sum;
  }

  @Override
  public void addScaled(Memory target, Memory source, float factor, int count) {
    FloatBuffer to = target.floats();
    FloatBuffer from = source.floats();
    for (int i = 0; i < count; i++) {
      float change = factor * from.get(i);
      boolean lost = change == 0 && from.get(i) != 0;
      to.put(i, to.get(i) + (lost ? Float.MIN_VALUE : change));
    }
  }

  @Override
  public void above(Memory values, float threshold, Memory mask, int count) {
    FloatBuffer value = values.floats();
    ByteBuffer open = mask.bytes();
    for (int i = 0; i < count; i++) {
      open.put(i, (byte) (value.get(i) <= threshold ? 0 : 1));
    }
  }

  @Override
  public void mark(Memory change, Reach reach, Memory mask, int begin, int end) {
    FloatBuffer changes = change.floats();
    ByteBuffer open = mask.bytes();
    for (int y = begin; y < end; y++) {
      for (int x = 0; x < reach.outWidth(); x++) {
        for (int sy = reach.rowLows().ints().get(y); sy <= reach.rowHighs().ints().get(y); sy++) {
          for (int sx = reach.columnLows().ints().get(x);
              sx <= reach.columnHighs().ints().get(x);
              sx++) {
            if (changes.get(sy * reach.inWidth() + sx) != 0) {
              open.put(y * reach.outWidth() + x, (byte) 1);
            }
          }
        }
      }
    }
  }

  @Override
  public int compact(Memory mask, Memory pending, int width, int begin, int end, Memory list) {
    ByteBuffer open = mask.bytes();
    FloatBuffer waiting = pending == null ? null : pending.floats();
    IntBuffer pixels = list.ints();
    int count = 0;
    for (int y = begin; y < end; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        if (open.get(i) != 0 && (waiting == null || waiting.get(i) != 0)) {
          pixels.put(count++, (y << 16) | x);
          if (waiting != null) {
            waiting.put(i, 0);
          }
        } else {
          open.put(i, (byte) 0);
        }
      }
    }
    return count;
  }

  @Override
  public int scatterNorms(
      Memory norms, long normStride, int parts, Memory list, int count, int width, Memory change) {
    int changed = 0;
    FloatBuffer norm = norms.floats();
    for (int i = 0; i < count; i++) {
      float total = 0;
      for (int part = 0; part < parts; part++) {
        total += norm.get(Math.toIntExact(part * normStride + i));
      }
      int pixel = list.ints().get(i);
      change.floats().put(row(pixel) * width + column(pixel), total);
      changed += total != 0 ? 1 : 0;
    }
    return changed;
  }

  @Override
  public double total(Memory norms, long normStride, int parts, int begin, int end) {
    double total = 0;
    for (int part = 0; part < parts; part++) {
      for (int i = begin; i < end; i++) {
        total += norms.floats().get(Math.toIntExact(part * normStride + i));
      }
    }
    return total;
  }

  @Override
  public double absSum(Plane map, Plane factors, int begin, int end) {
    double total = 0;
    for (int y = begin; y < end; y++) {
      for (int x = 0; x < map.shape().width(); x++) {
        for (int c = 0; c < map.shape().channels(); c++) {
          float value = map.get(c, y, x);
          total += Math.abs(factors == null ? value : product(map, value, factors, c));
        }
      }
    }
    return total;
  }

  @Override
  public void changeFactors(
      Plane map, Plane factors, Plane next, int begin, int end, Memory change) {
    FloatBuffer changes = change.floats();
    for (int i = begin; i < end; i++) {
      double norm = 0;
      for (int c = 0; c < map.shape().channels(); c++) {
        float value = map.get(c, i / map.shape().width(), i % map.shape().width());
        norm += Math.abs(product(map, value, next, c) - product(map, value, factors, c));
      }
      changes.put(i, (float) (changes.get(i) + norm));
    }
  }

  /** A value times its channel's factor, as the map would hold it. */
  private static float product(Plane map, float value, Plane factors, int channel) {
    return map.element().rounded(value * factors.get(channel, 0, 0));
  }

  @Override
  public void clearPixels(Plane map, Memory list, int count) {
    for (int i = 0; i < count; i++) {
      int index = map.index(row(list.ints().get(i)), column(list.ints().get(i)));
      for (int c = 0; c < map.shape().channels(); c++) {
        map.put(index + c, 0);
      }
    }
  }

  @Override
  public void fill(Memory memory, long from, long to, int value) {
    ByteBuffer bytes = memory.bytes();
    for (long i = from; i < to; i++) {
      bytes.put(Math.toIntExact(i), (byte) value);
    }
  }

  static int row(int pixel) {
    return pixel >>> 16;
  }

  static int column(int pixel) {
    return pixel & 0xffff;
  }
}

package org.skipconv.core.internal.kernel;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import org.skipconv.core.KernelInfo;
import org.skipconv.core.graph.Conv;

/**
 * The specification of every kernel: plain loops that read like the equation, summed in double
 * precision, never tuned. Every other implementation is tested against it.
 */
public class TwinKernels implements Kernels {

  @Override
  public KernelInfo info() {
    return new KernelInfo("twin", "plain Java loops, the specification of the others", List.of());
  }

  @Override
  public double fmaLoop(int iterations) {
    return 0;
  }

  @Override
  public PackedConv pack(Conv conv, int inChannels, PackedConv sharing) {
    boolean depthwise = PackedConv.isDepthwise(conv, inChannels);
    return new PackedConv(conv, null, null, null, null, false, 1, depthwise);
  }

  @Override
  public PixelKernel conv(ConvBinding binding) {
    return new TwinConv(binding);
  }

  @Override
  public PixelKernel sum(SumBinding binding) {
    IntBuffer list = binding.list().ints();
    return (begin, end, partBegin, partEnd) -> {
      for (int i = begin; i < end; i++) {
        int y = row(list.get(i));
        int x = column(list.get(i));
        PixelWriter writer = new PixelWriter(binding.out(), binding.residual(), y, x);
        for (int c = 0; c < binding.out().shape().channels(); c++) {
          double sum = 0;
          for (SumBinding.Term term : binding.terms()) {
            int sourceY = term.rows().ints().get(y);
            int sourceX = term.columns().ints().get(x);
            sum += (double) term.factor() * term.map().get(c, sourceY, sourceX);
          }
          writer.put(c, (float) binding.activation().apply(sum));
        }
        writer.writeNorm(binding.norms(), i);
      }
    };
  }

  @Override
  public PixelKernel maxPool(PoolBinding binding) {
    IntBuffer list = binding.list().ints();
    return (begin, end, partBegin, partEnd) -> {
      for (int i = begin; i < end; i++) {
        int y = row(list.get(i));
        int x = column(list.get(i));
        PixelWriter writer = new PixelWriter(binding.out(), binding.residual(), y, x);
        for (int c = 0; c < binding.out().shape().channels(); c++) {
          writer.put(c, largest(binding, c, y, x));
        }
        writer.writeNorm(binding.norms(), i);
      }
    };
  }

  private static float largest(PoolBinding binding, int channel, int y, int x) {
    WindowGeometry window = binding.window();
    float largest = Float.NEGATIVE_INFINITY;
    for (int ky = 0; ky < window.spec().kernelHeight(); ky++) {
      for (int kx = 0; kx < window.spec().kernelWidth(); kx++) {
        int sourceY =
            y * window.spec().strideY() - window.padding().top() + ky * window.spec().dilation();
        int sourceX =
            x * window.spec().strideX() - window.padding().left() + kx * window.spec().dilation();
        if (inside(sourceY, window.in().height()) && inside(sourceX, window.in().width())) {
          largest = Math.max(largest, binding.in().get(channel, sourceY, sourceX));
        }
      }
    }
    return largest;
  }

  static boolean inside(int index, int size) {
    return index >= 0 && index < size;
  }

  @Override
  public PixelKernel bilinear(BilinearBinding binding) {
    IntBuffer list = binding.list().ints();
    return (begin, end, partBegin, partEnd) -> {
      for (int i = begin; i < end; i++) {
        int y = row(list.get(i));
        int x = column(list.get(i));
        PixelWriter writer = new PixelWriter(binding.out(), binding.residual(), y, x);
        for (int c = 0; c < binding.out().shape().channels(); c++) {
          double top = between(binding, c, binding.rows().low().ints().get(y), x);
          double bottom = between(binding, c, binding.rows().high().ints().get(y), x);
          double weight = binding.rows().weight().floats().get(y);
          writer.put(c, (float) (top + (bottom - top) * weight));
        }
        writer.writeNorm(binding.norms(), i);
      }
    };
  }

  private static double between(BilinearBinding binding, int channel, int row, int x) {
    double left = binding.in().get(channel, row, binding.columns().low().ints().get(x));
    double right = binding.in().get(channel, row, binding.columns().high().ints().get(x));
    return left + (right - left) * binding.columns().weight().floats().get(x);
  }

  @Override
  public PixelKernel copy(CopyBinding binding) {
    IntBuffer list = binding.list().ints();
    return (begin, end, partBegin, partEnd) -> {
      for (int i = begin; i < end; i++) {
        int y = row(list.get(i));
        int x = column(list.get(i));
        PixelWriter writer = new PixelWriter(binding.out(), binding.residual(), y, x);
        for (int c = 0; c < binding.in().shape().channels(); c++) {
          writer.put(binding.offset() + c, binding.in().get(c, y, x));
        }
        if (binding.offset() > 0) {
          writer.continueNorm(binding.norms(), i);
        }
        writer.writeNorm(binding.norms(), i);
      }
    };
  }

  @Override
  public PixelKernel channelScale(ScaleBinding binding) {
    IntBuffer list = binding.list().ints();
    FloatBuffer factors = binding.factors().floats();
    return (begin, end, partBegin, partEnd) -> {
      for (int i = begin; i < end; i++) {
        int y = row(list.get(i));
        int x = column(list.get(i));
        PixelWriter writer = new PixelWriter(binding.out(), binding.residual(), y, x);
        for (int c = 0; c < binding.out().shape().channels(); c++) {
          writer.put(c, binding.in().get(c, y, x) * factors.get(c));
        }
        writer.writeNorm(binding.norms(), i);
      }
    };
  }

  @Override
  public PixelKernel absDot(AbsDotBinding binding) {
    IntBuffer list = binding.list().ints();
    FloatBuffer sums = binding.sums().floats();
    return (begin, end, partBegin, partEnd) -> {
      for (int i = begin; i < end; i++) {
        sums.put(i, (float) TwinConv.absDot(binding, row(list.get(i)), column(list.get(i))));
      }
    };
  }

  @Override
  public void rowSums(Plane map, int begin, int end, Memory sums, int stride) {
    for (int y = begin; y < end; y++) {
      for (int c = 0; c < map.shape().channels(); c++) {
        double total = 0;
        for (int x = 0; x < map.shape().width(); x++) {
          total += map.get(c, y, x);
        }
        sums.floats().put(y * stride + c, (float) total);
      }
    }
  }

  @Override
  public Magnitude magnitude(long address, long count, int neighbour) {
    FloatBuffer values = ForeignFloats.at(address, count);
    boolean finite = true;
    double size = 0;
    double contrast = 0;
    for (int i = 0; i < values.capacity(); i++) {
      double value = values.get(i);
      finite &= Double.isFinite(value);
      size += Math.abs(value);
      if (i + neighbour < values.capacity()) {
        contrast += Math.abs(values.get(i + neighbour) - value);
      }
    }
    return new Magnitude(finite, size / count, contrast / count);
  }

  @Override
  public LoadedFrame loadFrame(
      FrameSource frame, Plane map, Plane residual, float threshold, float strong, Memory change) {
    FloatBuffer source = ForeignFloats.spanning(frame, map.shape());
    FloatBuffer changes = change.floats();
    int width = map.shape().width();
    int changed = 0;
    int replaced = 0;
    for (int y = 0; y < map.shape().height(); y++) {
      for (int x = 0; x < width; x++) {
        int at = Math.toIntExact(y * frame.rowStride() + x * frame.pixelStride());
        float norm = 0;
        for (int c = 0; c < map.shape().channels(); c++) {
          int index = Math.toIntExact(at + c * frame.channelStride());
          norm += Math.abs(source.get(index) - map.get(c, y, x));
        }
        boolean take = norm > threshold;
        replaced += norm > strong ? 1 : 0;
        changes.put(y * width + x, take ? norm : 0);
        if (take) {
          changed++;
          PixelWriter writer = new PixelWriter(map, residual, y, x);
          for (int c = 0; c < map.shape().channels(); c++) {
            writer.put(c, source.get(Math.toIntExact(at + c * frame.channelStride())));
          }
        }
      }
    }
    return new LoadedFrame(changed, replaced);
  }

  @Override
  public ChangePool changePool(
      WindowGeometry window, Memory change, Memory pending, Memory scratch) {
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
        int sourceY =
            y * window.spec().strideY() - window.padding().top() + ky * window.spec().dilation();
        int sourceX =
            x * window.spec().strideX() - window.padding().left() + kx * window.spec().dilation();
        if (inside(sourceY, window.in().height()) && inside(sourceX, window.in().width())) {
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
  public double absSum(Plane map, int begin, int end) {
    double total = 0;
    for (int y = begin; y < end; y++) {
      for (int x = 0; x < map.shape().width(); x++) {
        for (int c = 0; c < map.shape().channels(); c++) {
          total += Math.abs(map.get(c, y, x));
        }
      }
    }
    return total;
  }

  @Override
  public void clearPixels(Plane map, Memory list, int count) {
    for (int i = 0; i < count; i++) {
      int index = map.index(row(list.ints().get(i)), column(list.ints().get(i)));
      for (int c = 0; c < map.shape().channels(); c++) {
        map.floats().put(index + c, 0);
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

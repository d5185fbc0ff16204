package org.skipconv.gates.training;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.Activation;

/**
 * What CARRY keeps of a layer over a clip, and its gradient:
 *
 * <pre>
 *   h_t = h_(t-1) + m_t (z_t - h_(t-1)),  h_0 = z_0      y_t = f(h_t)
 *   c_t = sum over channels |y_t - y_(t-1)|              s = mean |y_0|
 * </pre>
 *
 * <p>z is what each frame would give, m what is computed, f the activation. In plain loops over a
 * few pixels and all frames at a time, since this is most of the work of a training: as PyTorch's
 * operations it takes some forty passes over each map.
 *
 * <p>Of a map that is no layer's, all m are 1 and f changes nothing: y is z, and what is left is c
 * and s.
 */
final class Carried {
  /** Values of a frame that are looked at together: all frames of them stay in the cache. */
  private static final int RUN_VALUES = 1024;

  private static final double LEAST_SIZE = 1e-12;

  private final Tensor z;
  private final Tensor open;
  private final Clips clips;
  private final Activation function;
  private final int frames;
  private final int channels;
  private final int pixels;
  private final int pixelsOfRun;

  /**
   * A layer's clips.
   *
   * @param z [T * clips, C, H, W]
   * @param open m, [(T - 1) * clips, 1, H, W]; null when all are 1
   */
  Carried(Tensor z, Tensor open, Clips clips, Activation function) {
    this.z = z.contiguous(torch.MemoryFormat.ChannelsLast);
    this.open = open == null ? null : open.contiguous();
    this.clips = clips;
    this.function = function;
    this.frames = clips.frames();
    this.channels = (int) z.size(1);
    this.pixels = Math.toIntExact(z.size(2) * z.size(3));
    this.pixelsOfRun = Math.max(1, RUN_VALUES / channels);
  }

  /** A map that is no layer's. */
  static Carried map(Tensor x, Clips clips) {
    return new Carried(x, null, clips, Activation.NONE);
  }

  /** The tensors that it uses, which must not be closed. */
  List<Tensor> needed() {
    return open == null ? List.of(z) : List.of(z, open);
  }

  /** y, and of the change c and s. */
  record Result(Tensor y, MapChange change) {}

  Result forward() {
    boolean changes = open != null;
    Tensor y = changes ? torch.empty_like(z) : z;
    Tensor fresh = changeLike();
    double[] sizes = new double[clips.clips()];
    Run run = new Run();
    Memory ys = run.memory(y);
    Memory fresher = run.memory(fresh);
    double[] change = new double[pixelsOfRun];
    for (int clip = 0; clip < clips.clips(); clip++) {
      for (int first = 0; first < pixels; first += pixelsOfRun) {
        int count = Math.min(pixelsOfRun, pixels - first);
        run.compute(clip, first, count);
        sizes[clip] += sumOfSizes(run.y[0], count * channels);
        for (int t = 0; t < frames; t++) {
          if (changes) {
            ys.put(at(t, clip, first) * channels, run.y[t], count * channels);
          }
          if (t > 0) {
            run.changes(t, count, change);
            fresher.put(at(t - 1, clip, first), change, count);
          }
        }
      }
    }
    return new Result(y, new MapChange(fresh, means(sizes)));
  }

  private Tensor changeLike() {
    return torch.empty((frames - 1L) * clips.clips(), 1, z.size(2), z.size(3)).to(z.scalar_type());
  }

  private static double sumOfSizes(double[] values, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.abs(values[i]);
    }
    return sum;
  }

  private Tensor means(double[] sums) {
    double[] means = new double[sums.length];
    for (int i = 0; i < sums.length; i++) {
      means[i] = Math.max(LEAST_SIZE, sums[i] / ((double) pixels * channels));
    }
    return Tensor.create(means).to(z.scalar_type()).reshape(sums.length, 1, 1, 1);
  }

  /** Place of a pixel among all pixels of all frames. */
  private long at(int t, int clip, int pixel) {
    return ((long) t * clips.clips() + clip) * pixels + pixel;
  }

  /** Gradients of z and m. */
  record Gradients(Tensor z, Tensor open) {}

  /**
   * The gradients.
   *
   * @param ofY undefined for none, as are the others
   * @param ofFresh of c
   * @param ofSize of s
   */
  Gradients backward(Tensor ofY, Tensor ofFresh, Tensor ofSize) {
    Tensor gradZ = torch.empty_like(z);
    Tensor gradOpen = changeLike();
    Run run = new Run();
    Slope slope = new Slope(run, ofY, ofFresh, ofSize);
    Memory zs = run.memory(gradZ);
    Memory opens = run.memory(gradOpen);
    for (int clip = 0; clip < clips.clips(); clip++) {
      for (int first = 0; first < pixels; first += pixelsOfRun) {
        int count = Math.min(pixelsOfRun, pixels - first);
        run.compute(clip, first, count);
        slope.start();
        for (int t = frames - 1; t >= 0; t--) {
          slope.step(t, clip, first, count);
          zs.put(at(t, clip, first) * channels, slope.ofZ, count * channels);
          if (t > 0) {
            opens.put(at(t - 1, clip, first), slope.ofOpen, count);
          }
        }
      }
    }
    return new Gradients(gradZ, gradOpen);
  }

  /** Some pixels in all frames; pixel after pixel, each with all channels. */
  private final class Run {
    final double[][] z = new double[frames][pixelsOfRun * channels];
    final double[][] held = new double[frames][pixelsOfRun * channels];
    final double[][] y = new double[frames][pixelsOfRun * channels];
    final double[][] slope = new double[frames][pixelsOfRun * channels];
    final double[][] open = new double[frames][pixelsOfRun];
    private final Memory zs = memory(Carried.this.z);
    private final Memory opens = Carried.this.open == null ? null : memory(Carried.this.open);

    Run() {
      for (double[] all : open) {
        Arrays.fill(all, 1);
      }
    }

    Memory memory(Tensor tensor) {
      return Memory.of(tensor, pixelsOfRun * channels);
    }

    void compute(int clip, int first, int count) {
      for (int t = 0; t < frames; t++) {
        zs.get(at(t, clip, first) * channels, z[t], count * channels);
        if (t > 0 && opens != null) {
          opens.get(at(t - 1, clip, first), open[t], count);
        }
      }
      System.arraycopy(z[0], 0, held[0], 0, count * channels);
      Slopes.of(function, held[0], y[0], slope[0], 0, count * channels);
      for (int t = 1; t < frames; t++) {
        for (int p = 0; p < count; p++) {
          pixel(t, open[t][p], p * channels);
        }
      }
    }

    /** Exactly the new value or the old one in hard gates: rounding would be seen as a change. */
    private void pixel(int t, double m, int from) {
      if (m == 0) {
        System.arraycopy(held[t - 1], from, held[t], from, channels);
        System.arraycopy(y[t - 1], from, y[t], from, channels);
        System.arraycopy(slope[t - 1], from, slope[t], from, channels);
        return;
      }
      for (int i = from; i < from + channels; i++) {
        double before = held[t - 1][i];
        held[t][i] = m == 1 ? z[t][i] : before + m * (z[t][i] - before);
      }
      Slopes.of(function, held[t], y[t], slope[t], from, from + channels);
    }

    void changes(int t, int count, double[] into) {
      for (int p = 0; p < count; p++) {
        double sum = 0;
        if (open[t][p] != 0) {
          for (int i = p * channels; i < (p + 1) * channels; i++) {
            sum += Math.abs(y[t][i] - y[t - 1][i]);
          }
        }
        into[p] = sum;
      }
    }
  }

  /** Gradients of a run, from the last frame to the first. */
  private final class Slope {
    final double[] ofZ = new double[pixelsOfRun * channels];
    final double[] ofOpen = new double[pixelsOfRun];

    /** What h_t gets from h_(t+1), and y_t from c_(t+1). */
    private final double[] later = new double[pixelsOfRun * channels];

    private final double[] laterChange = new double[pixelsOfRun * channels];
    private final double[] ofY = new double[pixelsOfRun * channels];
    private final double[] ofFresh = new double[pixelsOfRun];
    private final double[] ofSize = new double[1];
    private final Run run;
    private final Memory ys;
    private final Memory changes;
    private final Memory sizes;

    Slope(Run run, Tensor ofY, Tensor ofFresh, Tensor ofSize) {
      this.run = run;
      this.ys = ofY.defined() ? run.memory(ofY.contiguous(torch.MemoryFormat.ChannelsLast)) : null;
      this.changes = ofFresh.defined() ? run.memory(ofFresh.contiguous()) : null;
      this.sizes = ofSize.defined() ? run.memory(ofSize.contiguous()) : null;
    }

    void start() {
      Arrays.fill(later, 0);
      Arrays.fill(laterChange, 0);
    }

    void step(int t, int clip, int first, int count) {
      if (ys != null) {
        ys.get(at(t, clip, first) * channels, ofY, count * channels);
      }
      if (t == 0) {
        first(clip, count * channels);
        return;
      }
      if (changes != null) {
        changes.get(at(t - 1, clip, first), ofFresh, count);
      }
      for (int p = 0; p < count; p++) {
        double m = run.open[t][p];
        ofOpen[p] = m == 0 ? closed(t, p * channels) : pixel(t, m, ofFresh[p], p * channels);
      }
    }

    private void first(int clip, int values) {
      if (sizes != null) {
        sizes.get(clip, ofSize, 1);
      }
      double each = ofSize[0] / ((double) pixels * channels);
      for (int i = 0; i < values; i++) {
        double gradient = ofY[i] + laterChange[i] + each * Math.signum(run.y[0][i]);
        ofZ[i] = gradient * run.slope[0][i] + later[i];
      }
    }

    /** A closed pixel passes all on to the frame before. Gives the gradient of m. */
    private double closed(int t, int from) {
      double sum = 0;
      for (int i = from; i < from + channels; i++) {
        double ofHeld = (ofY[i] + laterChange[i]) * run.slope[t][i] + later[i];
        sum += ofHeld * (run.z[t][i] - run.held[t - 1][i]);
        ofZ[i] = 0;
        later[i] = ofHeld;
        laterChange[i] = 0;
      }
      return sum;
    }

    private double pixel(int t, double m, double ofChange, int from) {
      double sum = 0;
      for (int i = from; i < from + channels; i++) {
        double own = ofChange * Math.signum(run.y[t][i] - run.y[t - 1][i]);
        double ofHeld = (ofY[i] + laterChange[i] + own) * run.slope[t][i] + later[i];
        sum += ofHeld * (run.z[t][i] - run.held[t - 1][i]);
        ofZ[i] = m * ofHeld;
        later[i] = (1 - m) * ofHeld;
        laterChange[i] = -own;
      }
      return sum;
    }
  }
}

package org.skipconv.gates.training;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.Activation;

/**
 * State that CARRY keeps of a layer over a clip, and its gradient:
 *
 * <pre>
 *   h_t = h_(t-1) + m_t (z_t - h_(t-1)),  h_0 = z_0      y_t = f(h_t)
 *   c_t = sum over channels |y_t - y_(t-1)|              s = mean |y_0|
 * </pre>
 *
 * <p>z is what each frame would give, m what is computed, f the activation. In plain loops over a
 * few pixels and all frames at a time ({@link CarriedRun}), since this is most of the work of a
 * training: as PyTorch's operations it takes some forty passes over each map.
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
  private final int pixels;
  private final int pixelsOfRun;

  /** y, and of the change c and s. */
  record Kept(Tensor y, MapChange change) {}

  /** Gradients of z and m. */
  record Gradients(Tensor z, Tensor open) {}

  /** Takes some pixels of all frames of a clip. */
  private interface RunVisitor {
    void visit(int number, int clip, int first, int count);
  }

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
    this.pixels = Math.toIntExact(z.size(2) * z.size(3));
    this.pixelsOfRun = Math.max(1, RUN_VALUES / channels());
  }

  /** A map that is no layer's. */
  static Carried map(Tensor x, Clips clips) {
    return new Carried(x, null, clips, Activation.NONE);
  }

  /** The tensors that it uses, which must not be closed. */
  List<Tensor> needed() {
    return open == null ? List.of(z) : List.of(z, open);
  }

  int frames() {
    return clips.frames();
  }

  int channels() {
    return (int) z.size(1);
  }

  int pixels() {
    return pixels;
  }

  int pixelsOfRun() {
    return pixelsOfRun;
  }

  /** Null when all are 1. */
  Tensor open() {
    return open;
  }

  /** Place of a pixel among all pixels of all frames. */
  long at(int t, int clip, int pixel) {
    return ((long) t * clips.clips() + clip) * pixels + pixel;
  }

  /** A tensor's memory, of which at most a run's values are asked for at a time. */
  TensorMemory memory(Tensor tensor) {
    return TensorMemory.of(tensor, pixelsOfRun * channels());
  }

  Kept forward() {
    Tensor y = open == null ? z : torch.empty_like(z);
    Tensor fresh = changeLike();
    double[] sizes = new double[clips.clips() * runs()];
    visit(
        () -> {
          CarriedRun run = new CarriedRun(this, z, function);
          TensorMemory ys = memory(y);
          TensorMemory changes = memory(fresh);
          return (number, clip, first, count) -> {
            run.compute(clip, first, count);
            sizes[number] = run.size(count);
            for (int t = 0; t < frames(); t++) {
              if (open != null) {
                ys.put(at(t, clip, first) * channels(), run.y[t], count * channels());
              }
              if (t > 0) {
                changes.put(at(t - 1, clip, first), run.changes(t, count), count);
              }
            }
          };
        });
    return new Kept(y, new MapChange(fresh, means(sizes)));
  }

  /**
   * The gradients. That of z takes the memory of y's, which nobody may need any more: new memory
   * costs more than what is done here.
   *
   * @param ofY undefined for none, as are the others
   * @param ofFresh of c
   * @param ofSize of s
   */
  Gradients backward(Tensor ofY, Tensor ofFresh, Tensor ofSize) {
    Tensor wholeY = ofY.defined() ? ofY.contiguous(torch.MemoryFormat.ChannelsLast) : null;
    Tensor gradZ = wholeY == null ? torch.empty_like(z) : wholeY;
    Tensor gradOpen = changeLike();
    Tensor wholeFresh = ofFresh.defined() ? ofFresh.contiguous() : null;
    double[] perValue = ofSize.defined() ? perValue(ofSize) : new double[clips.clips()];
    visit(
        () -> {
          CarriedRun run = new CarriedRun(this, z, function);
          CarriedSlope slope = new CarriedSlope(this, run, wholeY, wholeFresh);
          TensorMemory zs = memory(gradZ);
          TensorMemory opens = memory(gradOpen);
          return (number, clip, first, count) -> {
            run.compute(clip, first, count);
            slope.start();
            for (int t = frames() - 1; t > 0; t--) {
              slope.step(t, clip, first, count);
              zs.put(at(t, clip, first) * channels(), slope.ofZ, count * channels());
              opens.put(at(t - 1, clip, first), slope.ofOpen, count);
            }
            slope.end(perValue[clip], clip, first, count);
            zs.put(at(0, clip, first) * channels(), slope.ofZ, count * channels());
          };
        });
    return new Gradients(gradZ, gradOpen);
  }

  private Tensor changeLike() {
    return torch
        .empty((frames() - 1L) * clips.clips(), 1, z.size(2), z.size(3))
        .to(z.scalar_type());
  }

  private int runs() {
    return (pixels + pixelsOfRun - 1) / pixelsOfRun;
  }

  private void visit(Supplier<RunVisitor> visitors) {
    int runs = runs();
    ParallelPieces.run(
        Math.multiplyExact(clips.clips(), runs),
        () -> {
          RunVisitor visitor = visitors.get();
          return i -> {
            int first = i % runs * pixelsOfRun;
            visitor.visit(i, i / runs, first, Math.min(pixelsOfRun, pixels - first));
          };
        });
  }

  /** The sums of runs as the means of clips, added up in one order whoever made them. */
  private Tensor means(double[] sums) {
    double[] means = new double[clips.clips()];
    for (int i = 0; i < sums.length; i++) {
      means[i / runs()] += sums[i] / ((double) pixels * channels());
    }
    for (int clip = 0; clip < means.length; clip++) {
      means[clip] = Math.max(LEAST_SIZE, means[clip]);
    }
    return Tensor.create(means).to(z.scalar_type()).reshape(means.length, 1, 1, 1);
  }

  private double[] perValue(Tensor ofSize) {
    double[] each = new double[clips.clips()];
    TensorMemory.of(ofSize.contiguous(), each.length).get(0, each, each.length);
    for (int clip = 0; clip < each.length; clip++) {
      each[clip] /= (double) pixels * channels();
    }
    return each;
  }
}

package org.skipconv.core.internal.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Shape;
import org.skipconv.core.internal.kernel.InputDifferences;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.Memory;
import org.skipconv.core.internal.kernel.NoiseLimits;
import org.skipconv.core.internal.kernel.NoiseSample;
import org.skipconv.core.internal.kernel.Plane;
import org.skipconv.core.internal.kernel.Planes;
import org.skipconv.core.internal.kernel.RawFrame;
import org.skipconv.core.internal.kernel.Resampling;

/**
 * The input of a stream that measures its noise. With l the luma, in grey levels, of the difference
 * between frame and held input, B_r its mean over (2r + 1) x (2r + 1) pixels and a the mean over
 * channels of a pixel's |difference|, a pixel is taken over when
 *
 * <pre>
 * a &gt; max(6 sigma_0, 8) or |B_1| &gt; max(4 sigma_1, 3) at it or beside it, or
 * |B_3| &gt; max(3.5 sigma_3, 1.5) at most 2 pixels from it;
 * </pre>
 *
 * any other keeps what is held. sigma_r is the deviation of B_r between consecutive frames, as
 * {@link NoiseEstimate} finds it. Noise averages out in B, a mover that is fainter than the noise
 * of a pixel does not; what B does not see, as a colour alone or a pattern finer than it, a bounds.
 */
final class MeasuredInput {
  /** Samples of the noise that a frame shall give. */
  private static final int SAMPLES = 2048;

  /**
   * Weights of three colours in the luma: those of television, but that red and blue share theirs,
   * since a network takes them in either order.
   */
  private static final List<Double> COLOURS = List.of(0.2065, 0.587, 0.2065);

  private final Kernels kernels;
  private final Plane held;
  private final Memory changes;
  private final Memory mask;
  private final Memory weights;
  private final InputDifferences differences;
  private final byte[] marks;
  private final Memory flags;
  private final Memory limits;
  private final Memory samples;
  private final int step;
  private final double unit;
  private final NoiseEstimate noise = new NoiseEstimate();

  /** Whether it is known of each cell what was there in the frame before. */
  private boolean follows;

  /** Whether it was when the last frame was compared. */
  private boolean followed;

  /**
   * An input.
   *
   * @param held what the network reads
   * @param changes of its pixels
   * @param mask scratch, one byte a pixel
   * @param greyLevel change of a value for one grey level
   */
  MeasuredInput(
      Kernels kernels, Planes planes, Plane held, Memory changes, Memory mask, float greyLevel) {
    this.kernels = kernels;
    this.held = held;
    this.changes = changes;
    this.mask = mask;
    Shape shape = held.shape();
    this.unit = (double) greyLevel * shape.channels();
    this.weights = planes.tableOf(weights(shape.channels(), greyLevel));
    this.differences = InputDifferences.of(planes, held);
    this.marks = new byte[shape.height() * Resampling.cells(shape.width())];
    this.flags = planes.bytes(NoiseLimits.flags(shape.height(), shape.width()));
    this.limits = NoiseLimits.memory(planes);
    this.step = Math.max(1, (int) Math.ceil(Math.sqrt((double) shape.pixels() / SAMPLES)));
    long rows = shape.height() / step + 1L;
    this.samples = planes.floats(NoiseSample.FIELDS * rows * (shape.width() / step + 1L));
  }

  private static float[] weights(int channels, double greyLevel) {
    float[] weights = new float[channels];
    for (int c = 0; c < channels; c++) {
      double weight = channels == COLOURS.size() ? COLOURS.get(c) : 1.0 / channels;
      weights[c] = (float) (weight / greyLevel);
    }
    return weights;
  }

  /** Takes note of a frame that the input has taken over as a whole. */
  void keyframe(RawFrame frame) {
    mark(null);
    kernels.compareFrame(frame, held, weights, 0, differences);
    follows = true;
  }

  /**
   * Compares a frame with what is held.
   *
   * @param changed cells that may differ from the frame before; null for all
   * @return number of pixels that differ by more than {@code strong}
   */
  int compare(RawFrame frame, byte @Nullable [] changed, float strong) {
    mark(follows ? changed : null);
    int strongly = kernels.compareFrame(frame, held, weights, strong, differences);
    followed = follows;
    follows = true;
    return strongly;
  }

  /**
   * Takes over what stands out of the noise of the frame that was compared, and measures that.
   *
   * @return number of pixels that changed
   */
  int take(RawFrame frame) {
    if (followed) {
      Plane luma = differences.luma();
      int count = kernels.sampleNoise(luma, differences.before(), step, samples);
      noise.add(samples.floats(), count);
    }
    noise.limits(unit).write(limits);
    kernels.openChanges(differences, limits, flags, mask);
    return kernels.takeOpen(frame, held, mask, differences, changes);
  }

  /**
   * Takes over all that still differs from the frame that was compared. Of a cut that is all that
   * is done: how the scenes on both sides of it differ is no noise.
   */
  void takeRest(RawFrame frame) {
    kernels.fill(mask, 0, held.shape().pixels(), 1);
    kernels.takeOpen(frame, held, mask, differences, changes);
  }

  /** Marks what is to be compared; of what was compared and now is not, the luma stays. */
  private void mark(byte @Nullable [] changed) {
    for (int i = 0; i < marks.length; i++) {
      boolean before = marks[i] == InputDifferences.COMPARED;
      if (changed == null || changed[i] != 0) {
        marks[i] = InputDifferences.COMPARED;
      } else {
        marks[i] = before ? InputDifferences.KEPT : 0;
      }
    }
    differences.cells().bytes().put(0, marks);
  }

  /** Takes note that the planes were shifted: nothing is known of the frame before in places. */
  void shifted() {
    follows = false;
  }

  /** Forgets the noise. */
  void reset() {
    noise.reset();
  }

  /** Standard deviation of the noise of a pixel's luma, in grey levels. */
  double deviation() {
    return noise.deviation();
  }
}

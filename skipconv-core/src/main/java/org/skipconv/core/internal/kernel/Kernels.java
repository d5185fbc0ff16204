package org.skipconv.core.internal.kernel;

import org.jspecify.annotations.Nullable;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Conv;

/**
 * The seam between the graph and the arithmetic. A pixel in a list is {@code (y << 16) | x} of the
 * output; lists, masks and norms are {@link Memory}, one entry a pixel.
 *
 * <p>Implementations are stateless and thread-safe; what they bind belongs to one session.
 */
public interface Kernels {

  /** Name of these kernels: {@code avx512}, {@code openblas}, ... */
  String name();

  /** Element in which maps are kept that lie over the picture. */
  default Plane.Element element() {
    return Plane.Element.FLOAT32;
  }

  /**
   * A convolution's parameters in this kernel's own layout; sharing layers share the packed
   * weights.
   *
   * @param in of a bfloat16 map the weights are bfloat16, too, but for depthwise convolutions
   */
  PackedConv pack(Conv conv, int inChannels, Plane.Element in, PackedConv sharing);

  /** The same for an input of float32. */
  default PackedConv pack(Conv conv, int inChannels, PackedConv sharing) {
    return pack(conv, inChannels, Plane.Element.FLOAT32, sharing);
  }

  /**
   * {@code y = activation((w * x) * scale + bias + add)}, or {@code y += (w * x) * scale}. Sums are
   * float32, y is rounded once, when it is stored; what changed is measured on what is stored.
   *
   * @param owner of the memory that the kernel needs for itself
   */
  PixelKernel conv(Planes owner, ConvBinding binding);

  /**
   * Everything that is no convolution: a {@link PixelProgram}.
   *
   * @param owner of the memory that the kernel needs for itself
   */
  PixelKernel pixels(Planes owner, PixelBinding binding);

  /**
   * The convolution of |x| to one channel: {@code sums[i]} for the list's i-th pixel.
   *
   * @param owner of the memory that the kernel needs for itself
   */
  PixelKernel absDot(Planes owner, AbsDotBinding binding);

  /** Pixels of a run, a part of a row; the last run of a row is what is left. */
  int RUN = 16;

  /** Number of runs of a row. */
  static int runs(int width) {
    return (width + RUN - 1) / RUN;
  }

  /**
   * Sums a map's runs channel by channel: {@code sums[row][run][channel]} for the rows [begin,
   * end).
   *
   * @param change where no pixel of a run has changed its sums stay as they are; null for all runs
   */
  void runSums(Plane map, int begin, int end, Memory change, Memory sums, int stride);

  /**
   * Finds the largest value of each of a map's runs, channel by channel: {@code
   * maxima[row][run][channel]} for the rows [begin, end). A NaN is the largest.
   *
   * @param change as for sums
   */
  void runMaxima(Plane map, int begin, int end, Memory change, Memory maxima, int stride);

  /**
   * Adds rows of sums up, one after the other: {@code totals[channel]} is the sum of {@code
   * sums[i][channel]}, in double.
   */
  void addUp(Memory sums, int count, int stride, double[] totals);

  /**
   * Measures a frame.
   *
   * @param frame whose rows lie one after the other
   * @param changed a byte for each cell, 0 where the frame is as it was when the sums were written;
   *     null when that is not known. Of rows without such a cell it is not asked whether they are
   *     finite
   * @param sums of each row: those of |x| of all rows, then those of differences between
   *     neighbours, of which the last pixel's is the first one of the next row
   */
  Magnitude magnitude(RawFrame frame, Shape shape, byte @Nullable [] changed, Memory sums);

  /**
   * Samples a picture into a network's input and normalises it: {@code value * factor + shift}, the
   * value being that of the two source pixels to the left and right, weighted and added, then of
   * the two rows, each rounded to float. Cells of the input in which no byte differs from the
   * picture before keep what they hold; the others are marked. The picture becomes the one before.
   *
   * @param rgb a byte each of red, green and blue, pixel by pixel
   * @param whole marks and samples all cells
   * @param address of the input
   * @return number of cells that are marked
   */
  int resample(byte[] rgb, Resampling resampling, boolean whole, long address);

  /**
   * Takes a frame over: a pixel whose sum over channels of |x - held| is above the threshold, or
   * NaN, is copied and its change written, any other keeps its held value with change 0.
   *
   * @param strong how many pixels changed by more than this is counted beside
   */
  LoadedFrame loadFrame(
      RawFrame frame, Plane map, Plane residual, float threshold, float strong, Memory change);

  /** Takes all of a frame over, whatever is held. */
  void takeFrame(RawFrame frame, Plane map);

  /**
   * Compares the cells of a frame that are marked so with what is held, and brings their luma of
   * the frame before up: each pixel's norm, the sum over channels of |x - held|; its difference,
   * the sum of weight * (x - held); and its luma, the sum of weight * x.
   *
   * @return how many norms of all pixels are above {@code strong}
   */
  int compareFrame(
      RawFrame frame, Plane held, Memory weights, float strong, InputDifferences differences);

  /**
   * Looks at every {@code step}-th pixel of every {@code step}-th row how the luma differs from
   * that of the frame before; {@link NoiseSample} says what is noted. Pixels that are flat and
   * unchanged, as a border or saturated, say nothing of noise and give no sample.
   *
   * @return number of samples
   */
  int sampleNoise(Plane luma, Plane before, int step, Memory samples);

  /**
   * Makes the mask of what stands out of the noise: pixels whose norm, or whose difference's sum
   * over 3x3 or over 7x7 pixels, is above its {@linkplain NoiseLimits limit}, and 1, 1 and 2 pixels
   * around. Infinity and NaN stand out.
   *
   * @param flags scratch of {@link NoiseLimits#flags} bytes
   */
  void openChanges(InputDifferences differences, Memory limits, Memory flags, Memory mask);

  /**
   * Takes over the pixels that a mask opens: their change is their norm, which then is 0, as their
   * difference is. The change of all others is 0.
   *
   * @param changes always the same with the same differences, zeros at first
   * @return how many pixels changed
   */
  int takeOpen(
      RawFrame frame, Plane held, Memory mask, InputDifferences differences, Memory changes);

  /** Makes what adds the change in each output pixel's window to what is pending there. */
  ChangePool changePool(
      Planes owner, WindowGeometry window, Memory change, Memory pending, Memory scratch);

  /**
   * {@code target += factor * source}; a product that is too small for a float counts as the
   * smallest one, so that a change is never lost.
   */
  void addScaled(Memory target, Memory source, float factor, int count);

  /** {@code mask = value > threshold}; NaN opens. */
  void above(Memory values, float threshold, Memory mask, int count);

  /** {@code mask |= something changed in reach}, for the output rows [begin, end). */
  void mark(Memory change, Reach reach, Memory mask, int begin, int end);

  /**
   * Lists the pixels of rows [begin, end) that the mask opens and, where pending is not null, at
   * which something is pending; closes the others in the mask, and clears what was pending at the
   * listed. Returns their number.
   */
  int compact(Memory mask, Memory pending, int width, int begin, int end, Memory list);

  /**
   * Writes each listed pixel's norm, summed over parts, to the change map; returns how many are not
   * 0.
   */
  int scatterNorms(
      Memory norms, long normStride, int parts, Memory list, int count, int width, Memory change);

  /** Sum over parts and the pixels [begin, end). */
  double total(Memory norms, long normStride, int parts, int begin, int end);

  /**
   * Sum of |x| over rows [begin, end) of a map.
   *
   * @param factors a map of one pixel: the sum is of the channels times these, each product as the
   *     map would hold it; null for none
   */
  double absSum(Plane map, Plane factors, int begin, int end);

  /**
   * Adds to each pixel's change how much the map times its factors changes when these do: the sum
   * over channels of |x * next - x * factor|, each product as the map would hold it.
   *
   * @param begin first pixel, counted row by row
   * @param end one past the last pixel
   */
  void changeFactors(Plane map, Plane factors, Plane next, int begin, int end, Memory change);

  /** Sets the listed pixels of a map to 0. */
  void clearPixels(Plane map, Memory list, int count);

  /** Sets bytes [from, to). */
  void fill(Memory memory, long from, long to, int value);

  /** Number of pixels of a frame that changed, and of those that changed strongly. */
  record LoadedFrame(int changed, int strong) {}

  /** Adds change within windows to what is pending, for the output rows [begin, end). */
  @FunctionalInterface
  interface ChangePool {
    void accumulate(int begin, int end);
  }
}

package org.skipconv.core.internal.kernel;

import java.nio.FloatBuffer;

/**
 * Limits that a change must exceed to stand out of the noise. Noise has another variance where a
 * picture is brighter: that of the picture's middle, times {@code 1 + slope * (luma - middle)},
 * which is held to [lowest, highest].
 *
 * @param slope relative growth of the variance for one unit of luma
 * @param middle luma at which factors are as they are
 * @param lowest smallest relative variance
 * @param highest largest relative variance
 * @param norm of a pixel by itself
 * @param small of the difference's sum over 3x3 pixels
 * @param large of the difference's sum over 7x7 pixels
 */
public record NoiseLimits(
    float slope,
    float middle,
    float lowest,
    float highest,
    Square norm,
    Square small,
    Square large) {
  /** Pixels around one that its limits look at: those of the larger sum. */
  public static final int REACH = 3;

  /** Pixels by which what is opened by the larger sum is widened. */
  static final int SPREAD = 2;

  private static final int ENTRIES = NativeLayout.LIMIT_LARGE_LEAST + 1;

  /**
   * Limit of a value's square: {@code max(factor * relative variance, least)}.
   *
   * @param factor limit at the luma {@code middle}
   * @param least limit where there is no noise
   */
  public record Square(float factor, float least) {
    boolean isExceeded(float value, float relative) {
      float limit = factor * relative;
      return !(value * value <= (limit > least ? limit : least));
    }
  }

  /** Memory for limits, as kernels read them. */
  public static Memory memory(Planes owner) {
    return owner.floats(ENTRIES);
  }

  /** Bytes of scratch that opening changes needs. */
  public static long flags(int height, int width) {
    return 2L * (height + 2 * SPREAD) * (width + 2 * SPREAD);
  }

  /** Writes these limits for kernels. */
  public void write(Memory limits) {
    FloatBuffer out = limits.floats();
    out.put(NativeLayout.LIMIT_SLOPE, slope);
    out.put(NativeLayout.LIMIT_MIDDLE, middle);
    out.put(NativeLayout.LIMIT_LOWEST, lowest);
    out.put(NativeLayout.LIMIT_HIGHEST, highest);
    out.put(NativeLayout.LIMIT_NORM_FACTOR, norm.factor);
    out.put(NativeLayout.LIMIT_NORM_LEAST, norm.least);
    out.put(NativeLayout.LIMIT_SMALL_FACTOR, small.factor);
    out.put(NativeLayout.LIMIT_SMALL_LEAST, small.least);
    out.put(NativeLayout.LIMIT_LARGE_FACTOR, large.factor);
    out.put(NativeLayout.LIMIT_LARGE_LEAST, large.least);
  }

  static NoiseLimits from(Memory limits) {
    FloatBuffer in = limits.floats();
    return new NoiseLimits(
        in.get(NativeLayout.LIMIT_SLOPE),
        in.get(NativeLayout.LIMIT_MIDDLE),
        in.get(NativeLayout.LIMIT_LOWEST),
        in.get(NativeLayout.LIMIT_HIGHEST),
        square(in, NativeLayout.LIMIT_NORM_FACTOR),
        square(in, NativeLayout.LIMIT_SMALL_FACTOR),
        square(in, NativeLayout.LIMIT_LARGE_FACTOR));
  }

  private static Square square(FloatBuffer in, int at) {
    return new Square(in.get(at), in.get(at + 1));
  }

  /** Relative variance of the noise where the picture has a luma. */
  float relative(float luma) {
    float variance = 1 + slope * (luma - middle);
    float above = variance > lowest ? variance : lowest;
    return above < highest ? above : highest;
  }
}

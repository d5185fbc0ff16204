package org.skipconv.core.internal.kernel;

/** IEEE 754 half precision (binary16), which Java 17 has no conversion for. */
public final class Half {
  /** Anything at least this large rounds to infinity: halfway between 65504 and 65536. */
  private static final int OVERFLOW_BITS = Float.floatToRawIntBits(65520f);

  private static final int SMALLEST_NORMAL_BITS = Float.floatToRawIntBits(0x1p-14f);

  private Half() {}

  /** The value of sixteen bits, exactly. */
  public static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >>> 10) & 0x1f;
    int mantissa = half & 0x3ff;
    int magnitude;
    if (exponent == 0) {
      magnitude = Float.floatToRawIntBits(mantissa * 0x1p-24f);
    } else if (exponent == 0x1f) {
      magnitude = 0x7f800000 | mantissa << 13;
    } else {
      magnitude = (exponent + 127 - 15) << 23 | mantissa << 13;
    }
    return Float.intBitsToFloat(sign | magnitude);
  }

  /** The nearest half, ties to even; too large becomes infinity. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7fffffff;
    int half;
    if (magnitude > 0x7f800000) {
      half = 0x7e00;
    } else if (magnitude >= OVERFLOW_BITS) {
      half = 0x7c00;
    } else if (magnitude < SMALLEST_NORMAL_BITS) {
      half = (int) Math.rint(Float.intBitsToFloat(magnitude) * 0x1p24);
    } else {
      int rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
      half = (rounded - ((127 - 15) << 23)) >>> 13;
    }
    return (short) (sign | half);
  }

  /** Whether a value is finite and a half, so that converting it loses nothing. */
  static boolean isExact(float value) {
    return Float.isFinite(value) && toFloat(fromFloat(value)) == value;
  }
}

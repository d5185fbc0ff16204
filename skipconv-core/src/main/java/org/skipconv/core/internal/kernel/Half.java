package org.skipconv.core.internal.kernel;

import org.skipconv.core.Tensor;

/** IEEE 754 half precision, as far as floats fit it without rounding. */
final class Half {
  private static final int UNFIT = -1;

  private Half() {}

  /** Whether every value fits exactly. */
  static boolean fitsAll(Tensor values) {
    for (int i = 0; i < values.elements(); i++) {
      if (encode(values.get(i)) == UNFIT) {
        return false;
      }
    }
    return true;
  }

  /**
   * The half's bits.
   *
   * @throws IllegalArgumentException when the value does not fit exactly
   */
  static short bits(float value) {
    int encoded = encode(value);
    if (encoded == UNFIT) {
      throw new IllegalArgumentException(value + " does not fit half precision");
    }
    return (short) encoded;
  }

  private static int encode(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int exponent = ((bits >>> 23) & 0xff) - 127;
    int fraction = bits & 0x7fffff;
    if ((bits << 1) == 0) {
      return sign;
    }
    if (exponent > 15 || exponent < -24) {
      return UNFIT;
    }
    if (exponent >= -14) {
      return (fraction & 0x1fff) != 0 ? UNFIT : sign | ((exponent + 15) << 10) | (fraction >>> 13);
    }
    int shift = 13 - 14 - exponent;
    int whole = fraction | 0x800000;
    return (whole & ((1 << shift) - 1)) != 0 ? UNFIT : sign | (whole >>> shift);
  }
}

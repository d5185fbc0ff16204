package org.skipconv.core.internal.kernel;

/** The upper half of a float: its range, and 8 bits of its precision. */
public final class Bfloat16 {
  private Bfloat16() {}

  /** The value of sixteen bits, exactly. */
  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** The nearest bfloat16, ties to even; too large becomes infinity. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  /** The nearest value that is a bfloat16. */
  public static float rounded(float value) {
    return toFloat(fromFloat(value));
  }
}

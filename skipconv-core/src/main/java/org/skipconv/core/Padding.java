package org.skipconv.core;

/** Padding of a window operation: a fixed number of cells per side, or TensorFlow's rule. */
public sealed interface Padding {

  /**
   * Cells added at each side, whatever the size of the map.
   *
   * @param top rows above
   * @param left columns at the left
   * @param bottom rows below
   * @param right columns at the right
   */
  record Explicit(int top, int left, int bottom, int right) implements Padding {
    /** Refuses impossible values. */
    public Explicit {
      if (top < 0 || left < 0 || bottom < 0 || right < 0) {
        throw new IllegalArgumentException(
            "padding must not be negative, but is "
                + top
                + ", "
                + left
                + ", "
                + bottom
                + ", "
                + right);
      }
    }
  }

  /**
   * TensorFlow's SAME: the output has {@code ceil(n / stride)} cells and the padding that this
   * needs, the odd cell at the bottom and the right.
   */
  record Same() implements Padding {}

  /**
   * {@return the same number of cells at all four sides}
   *
   * @param cells number of cells, 0 or more
   */
  static Padding symmetric(int cells) {
    return new Explicit(cells, cells, cells, cells);
  }

  /** {@return TensorFlow's SAME} */
  static Padding same() {
    return new Same();
  }
}

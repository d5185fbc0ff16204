package org.skipconv.core.internal.engine;

import java.util.Arrays;
import org.skipconv.core.Shape;

/** Shapes in which a frame may come: with the batch's 1 in front or without. */
public final class FrameShape {
  private FrameShape() {}

  /**
   * Makes sure that a frame has a network's input shape.
   *
   * @param actual sizes of the axes, outermost first
   * @throws IllegalArgumentException when it has not
   */
  public static void requireFit(long[] actual, Shape shape, boolean channelsLast) {
    long[] expected =
        channelsLast
            ? new long[] {shape.height(), shape.width(), shape.channels()}
            : new long[] {shape.channels(), shape.height(), shape.width()};
    int skip = actual.length - 3;
    boolean fits =
        (skip == 0 || (skip == 1 && actual[0] == 1))
            && Arrays.equals(Arrays.copyOfRange(actual, skip, actual.length), expected);
    if (!fits) {
      throw new IllegalArgumentException(
          "a frame must be "
              + Arrays.toString(expected)
              + ", with or without a leading 1, "
              + (channelsLast ? "channels last" : "channels first")
              + ", but is "
              + Arrays.toString(actual));
    }
  }
}

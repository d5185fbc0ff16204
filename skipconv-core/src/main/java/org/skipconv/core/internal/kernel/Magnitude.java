package org.skipconv.core.internal.kernel;

import org.skipconv.core.Shape;

/**
 * Magnitude of a frame's values.
 *
 * @param finite whether none of them is NaN or infinite
 * @param size mean |x|
 * @param contrast mean difference between a value and its neighbour in the row: a picture that
 *     fades loses it, whatever the values are that stand for black
 */
public record Magnitude(boolean finite, double size, double contrast) {
  /** Magnitude of a frame whose values, and the differences of whose neighbours, add up to that. */
  static Magnitude of(boolean finite, double sizes, double contrasts, Shape shape) {
    return new Magnitude(finite, sizes / shape.elements(), contrasts / shape.elements());
  }
}

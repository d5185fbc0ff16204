package org.skipconv.core.internal.kernel;

/**
 * Magnitude of a frame's values.
 *
 * @param finite whether none of them is NaN or infinite
 * @param size mean |x|
 * @param contrast mean difference between a value and its neighbour in the row: a picture that
 *     fades loses it, whatever the values are that stand for black
 */
public record Magnitude(boolean finite, double size, double contrast) {}

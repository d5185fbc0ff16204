package org.skipconv.core.internal.kernel;

/**
 * Destination of a kernel's results.
 *
 * @param out updated in place
 * @param firstChannel of the run of channels that is written
 * @param channels of the run
 * @param residual takes new - old, of the output's element; null when nobody wants it
 * @param list the pixels, {@code (y << 16) | x} each
 * @param norms takes the sum over channels of |new - old| for each pixel of the list; null when
 *     nobody wants it
 * @param continuesNorms adds to the norms that are there
 */
public record Target(
    Plane out,
    int firstChannel,
    int channels,
    Plane residual,
    Memory list,
    Memory norms,
    boolean continuesNorms) {
  public Target {
    if (firstChannel < 0 || channels < 1 || channels > out.shape().channels() - firstChannel) {
      throw new IllegalArgumentException(
          channels + " channels from " + firstChannel + " on are not in a " + out);
    }
    if (residual != null && residual.element() != out.element()) {
      throw new IllegalArgumentException("a " + residual + " for the residual of a " + out);
    }
  }

  /** All channels of a map. */
  public static Target of(Plane out, Plane residual, Memory list, Memory norms) {
    return new Target(out, 0, out.shape().channels(), residual, list, norms, false);
  }

  /** All channels, their norms added to those that are there. */
  public Target continued() {
    return new Target(out, firstChannel, channels, residual, list, norms, true);
  }

  boolean isWhole() {
    return firstChannel == 0 && channels == out.shape().channels();
  }
}

package org.skipconv.models.vision;

/**
 * Place of a frame against the one that its stream calls home. Immutable.
 *
 * @param x pixels of the picture by which the scene lies further right
 * @param y pixels by which it lies further down
 * @param rotation degrees by which it is turned clockwise, against the reference
 * @param zoom share by which it is larger than in the reference, 0.01 for a hundredth
 * @param verdict what these numbers are worth
 */
public record Displacement(double x, double y, double rotation, double zoom, Verdict verdict) {
  /** Displacement of a frame with which others are compared. */
  static final Displacement HOME = new Displacement(0, 0, 0, 0, Verdict.NEW);

  /** Certainty about a frame. */
  public enum Verdict {
    /** The scene was found, to about a tenth of a pixel. */
    FOUND,
    /** The first frame of a stream. */
    NEW,
    /** The scene was not found: a cut, or a camera that turned too far. This frame is home now. */
    LOST,
    /** There is too little to see, as in the dark; the displacement is that of the frame before. */
    BLIND
  }

  /** {@return the length in pixels} */
  public double length() {
    return Math.hypot(x, y);
  }
}

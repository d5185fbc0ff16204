package org.skipconv.models.vision;

/**
 * Estimates how far a camera has moved since the first frame of its stream, frame by frame, to
 * about a tenth of a pixel, whatever moves in a third of the picture. One that stands still has
 * moved by exactly nothing: as long as it rests, an estimate is believed only when the tiles of the
 * picture, by a clear majority, fit there better than at the place of the frame before.
 *
 * <p>Frames are compared with one reference, by Lucas and Kanade's least squares on a small grey
 * pyramid, starting from the displacement of the frame before. A reference is replaced by the
 * current frame, whose displacement is known, when it has become too different: too far away, or
 * too little left of what was to be seen. Brightness may change. Not thread-safe.
 */
public final class Steadying {
  /** Worse fits are no better than chance. */
  private static final double LOST_FIT = 0.9;

  /** Fits by which a reference may be replaced. */
  private static final double GOOD_FIT = 0.6;

  /** Share of the picture's shorter side by which a reference may lie away. */
  private static final double FAR = 1 / 24.0;

  private static final double FEW_INLIERS = 0.7;
  private static final int LEAST_AGE = 25;

  /** Frames after which a camera that has not moved rests. */
  private static final int REST = 5;

  /** Pixels by which only something that moves by itself takes the estimate along. */
  private static final double DISTURBED = 1;

  /** Mean difference of neighbours, in grey levels, below which there is nothing to see. */
  private static final double DARK = 0.4;

  private final GreyPyramid pyramid;
  private final Alignment alignment;
  private final double far;
  private boolean hasReference;
  private boolean darkReference;
  private double originX;
  private double originY;
  private int age;

  /** Frames since the camera moved beyond doubt. */
  private int resting = REST;

  private Similarity last = Similarity.NONE;
  private Displacement current = Displacement.HOME;

  /**
   * An estimator that has seen no frame.
   *
   * @param height height of the pictures
   * @param width width of the pictures
   */
  public Steadying(int height, int width) {
    pyramid = new GreyPyramid(height, width);
    alignment = new Alignment(pyramid);
    far = FAR * Math.min(height, width);
  }

  /**
   * Estimates the displacement of the next frame.
   *
   * @param frame the picture
   * @return the displacement
   * @throws IllegalArgumentException when it is of another size; nothing changes then
   */
  public Displacement next(RgbImage frame) {
    pyramid.fill(frame);
    boolean dark = pyramid.meanStep() < DARK;
    if (!hasReference) {
      renew(0, 0, dark);
      current = Displacement.HOME;
    } else if (dark || darkReference) {
      current = blind(dark);
    } else {
      current = compared();
    }
    return current;
  }

  private Displacement blind(boolean dark) {
    if (!dark) {
      renew(current.x(), current.y(), false);
    }
    return new Displacement(
        current.x(), current.y(), current.rotation(), current.zoom(), Displacement.Verdict.BLIND);
  }

  private Displacement compared() {
    Alignment.Found found = alignment.find(pyramid, last, Similarity.NONE);
    age++;
    if (found == null || found.fit() > LOST_FIT) {
      return hidden();
    }
    if (hasMoved(found.way())) {
      last = found.way();
    }
    Displacement seen = placed();
    if (isDisturbed(found) && alignment.isAt(pyramid, last)) {
      renew(seen.x(), seen.y(), false);
      return seen;
    }
    boolean away = Math.hypot(last.x(), last.y()) > far;
    boolean stale = found.inliers() < FEW_INLIERS && age >= LEAST_AGE;
    if (found.fit() < GOOD_FIT && (away || stale)) {
      renew(seen.x(), seen.y(), false);
    }
    return seen;
  }

  /**
   * Displacement where nothing fits: before a camera that rests, something large may hide the
   * scene.
   */
  private Displacement hidden() {
    if (rests() && alignment.isAt(pyramid, last)) {
      Displacement seen = placed();
      if (age >= REST) {
        renew(seen.x(), seen.y(), false);
      }
      return seen;
    }
    renew(0, 0, false);
    resting = 0;
    return new Displacement(0, 0, 0, 0, Displacement.Verdict.LOST);
  }

  /** Whether the camera has moved since the frame before; one that rests, beyond doubt. */
  private boolean hasMoved(Similarity way) {
    if (rests()) {
      boolean moved = alignment.hasLeft(pyramid, last, way);
      resting = moved ? 0 : resting;
      return moved;
    }
    int rather = alignment.rather(pyramid, last, way);
    resting = rather > 0 ? 0 : resting + 1;
    return rather >= 0;
  }

  private boolean rests() {
    return resting >= REST;
  }

  /** Whether something large moves before a camera that rests, until the reference shows it. */
  private boolean isDisturbed(Alignment.Found found) {
    Similarity way = found.way();
    return rests()
        && age >= REST
        && (found.inliers() < FEW_INLIERS
            || Math.hypot(way.x() - last.x(), way.y() - last.y()) > DISTURBED);
  }

  private Displacement placed() {
    return new Displacement(
        originX + last.x(),
        originY + last.y(),
        Math.toDegrees(last.b()),
        last.a(),
        Displacement.Verdict.FOUND);
  }

  private void renew(double x, double y, boolean dark) {
    alignment.take(pyramid);
    hasReference = true;
    darkReference = dark;
    originX = x;
    originY = y;
    age = 0;
    last = Similarity.NONE;
  }

  /** Part of the picture between black bars in the reference, in pixels of the picture. */
  CropWindow content() {
    BlackBars bars = alignment.bars();
    int factor = pyramid.factor();
    return new CropWindow(
        bars.left() * factor,
        bars.top() * factor,
        (bars.right() - bars.left()) * factor,
        (bars.bottom() - bars.top()) * factor);
  }

  /** Forgets all frames. */
  public void reset() {
    hasReference = false;
    resting = REST;
    current = Displacement.HOME;
  }
}

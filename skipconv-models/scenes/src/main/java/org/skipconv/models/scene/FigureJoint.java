package org.skipconv.models.scene;

/**
 * Place of a joint in the picture.
 *
 * @param x pixels from the centre of the leftmost column, so that whole numbers are pixel centres;
 *     known outside the picture too
 * @param y pixels from the centre of the topmost row
 * @param visibility COCO's: 0 outside the picture, 1 hidden by something, 2 visible
 */
public record FigureJoint(double x, double y, int visibility) {
  /** {@return whether it lies in the picture and nothing is in front of it} */
  public boolean visible() {
    return visibility == 2;
  }
}

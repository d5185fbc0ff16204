package org.skipconv.core.internal.kernel;

import org.skipconv.core.Shape;

/**
 * Differences between a frame and what is held, pixel by pixel, and what is known of each cell: the
 * {@value Resampling#CELL} pixels of a row of which most stay as they are. Kept from frame to
 * frame.
 *
 * @param cells a byte for each cell: {@link #COMPARED}, {@link #KEPT} or 0
 * @param luma of the frame, one value a pixel
 * @param before luma of the frame before
 * @param difference weighted sum of x - held, with a border of {@link NoiseLimits#REACH} zeros
 * @param norms sum of |x - held|
 * @param peaks largest |difference| of each cell, and after all of them its largest norm
 * @param written a byte for each cell, 0 where all changes are 0 that were last taken over
 */
public record InputDifferences(
    Memory cells,
    Plane luma,
    Plane before,
    Plane difference,
    Memory norms,
    Memory peaks,
    Memory written) {
  /** The cell is compared with what is held. */
  public static final byte COMPARED = 1;

  /** The cell is as in the frame before, in which it was compared: so is its luma. */
  public static final byte KEPT = 2;

  /** Makes the differences of an input, about which nothing is known: all cells are compared. */
  public static InputDifferences of(Planes planes, Plane held) {
    Shape shape = held.shape();
    int cells = shape.height() * Resampling.cells(shape.width());
    InputDifferences made =
        new InputDifferences(
            planes.bytes(cells),
            planes.cellsOf(held, Plane.Element.FLOAT32),
            planes.cellsOf(held, Plane.Element.FLOAT32),
            planes.bordered(held, NoiseLimits.REACH),
            planes.floats(shape.pixels()),
            planes.floats(2L * cells),
            planes.bytes(cells));
    for (int i = 0; i < cells; i++) {
      made.cells.bytes().put(i, COMPARED);
    }
    return made;
  }

  /** Mark of the cell of a pixel. */
  byte mark(int y, int x) {
    return cells.bytes().get(y * perRow() + x / Resampling.CELL);
  }

  private int perRow() {
    return Resampling.cells(luma.shape().width());
  }
}

package org.skipconv.models.detection;

import java.util.List;
import org.skipconv.core.Tensor;
import org.skipconv.models.vision.Placement;

/**
 * Cells of YuNet (OpenCV's {@code face_detect.cpp}, {@code postProcess}): the score is the
 * geometric mean of class and objectness, centres and landmarks are in cells from their own, sizes
 * are logarithms of cells.
 */
final class YuNetAnchors implements AnchorOutputs {
  /** Coordinates of the landmarks of a cell. */
  static final int COORDINATES = 10;

  /**
   * One stride.
   *
   * @param classes a value a cell
   * @param objectness a value a cell
   * @param boxes four a cell
   * @param landmarks ten a cell
   */
  record YuNetMaps(Tensor classes, Tensor objectness, Tensor boxes, Tensor landmarks) {}

  private final StrideGrid grid;
  private final List<YuNetMaps> scales;

  /** Number of cells of each scale. */
  private final int[] counts;

  YuNetAnchors(StrideGrid grid, List<YuNetMaps> scales) {
    this.grid = grid;
    this.scales = scales;
    this.counts = grid.strides().stream().mapToInt(grid::cells).toArray();
  }

  @Override
  public int anchors() {
    return grid.cells();
  }

  private YuNetMaps scale(StrideGrid.GridCell cell) {
    return scales.get(grid.strides().indexOf(cell.stride()));
  }

  private int index(StrideGrid.GridCell cell) {
    return cell.row() * grid.columns(cell.stride()) + cell.column();
  }

  @Override
  public float score(int anchor, float least) {
    // Without a cell, of which there are thousands that no one looks at again.
    int scale = 0;
    int index = anchor;
    while (index >= counts[scale]) {
      index -= counts[scale++];
    }
    YuNetMaps maps = scales.get(scale);
    return (float)
        Math.sqrt(clamped(maps.classes().get(index)) * clamped(maps.objectness().get(index)));
  }

  private static double clamped(float score) {
    return Math.max(0, Math.min(1, score));
  }

  @Override
  public int channel(int anchor) {
    return 0;
  }

  @Override
  public Box box(int anchor) {
    StrideGrid.GridCell cell = grid.cell(anchor);
    Tensor boxes = scale(cell).boxes();
    int start = YoloAnchorForm.BOX * index(cell);
    return Box.ofCenter(
        ((double) cell.column() + boxes.get(start)) * cell.stride(),
        ((double) cell.row() + boxes.get(start + 1)) * cell.stride(),
        Math.exp(boxes.get(start + 2)) * cell.stride(),
        Math.exp(boxes.get(start + 3)) * cell.stride());
  }

  @Override
  public List<Landmark> landmarks(int anchor, Placement view) {
    StrideGrid.GridCell cell = grid.cell(anchor);
    Tensor points = scale(cell).landmarks();
    int start = COORDINATES * index(cell);
    return FaceLandmarks.of(
        COORDINATES / 2,
        (landmark, axis) ->
            ((axis == 0 ? cell.column() : cell.row())
                    + (double) points.get(start + 2 * landmark + axis))
                * cell.stride(),
        view);
  }
}

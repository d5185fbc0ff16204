package org.skipconv.models.detection;

import java.util.List;

/**
 * Cells whose edges are distributions: an edge lies at the mean of its distances, weighted by the
 * softmax of the bins (RangiLyu/nanodet, {@code Integral} and {@code distance2bbox}).
 */
final class DistributionAnchors implements AnchorOutputs {
  /** Left, top, right, bottom. */
  static final int EDGES = 4;

  private final StrideGrid grid;
  private final List<DistributionLevel> levels;
  private final int classes;
  private final int bins;

  /** Start of distances, in cells from the corner of one. */
  private final double center;

  DistributionAnchors(StrideGrid grid, List<DistributionLevel> levels, int classes, int bins) {
    this.grid = grid;
    this.levels = levels;
    this.classes = classes;
    this.bins = bins;
    // NanoDet-Plus, which has four strides, measures from the corner (nanodet_plus_head.py,
    // get_single_level_center_priors), NanoDet from the centre (gfl_head.py,
    // get_single_level_center_point).
    this.center = grid.strides().equals(StrideGrid.P3_TO_P6) ? 0 : 0.5;
  }

  @Override
  public int anchors() {
    return grid.cells();
  }

  /** Reads one cell of a level. */
  private interface CellReader<T> {
    T read(DistributionLevel level, int cell);
  }

  private <T> T at(int anchor, CellReader<T> reader) {
    int cell = anchor;
    for (DistributionLevel level : levels) {
      if (cell < level.cells()) {
        return reader.read(level, cell);
      }
      cell -= level.cells();
    }
    throw new IndexOutOfBoundsException("anchor " + anchor + " of " + anchors());
  }

  @Override
  public float score(int anchor, float least) {
    return at(
        anchor,
        (level, cell) -> {
          int start = level.scores(cell);
          float[] values = level.scores().values();
          // Most cells have no class that counts.
          return reaches(values, start, least)
              ? values[start + FirstMaximum.of(values, start, classes)]
              : Float.NEGATIVE_INFINITY;
        });
  }

  private boolean reaches(float[] values, int start, float least) {
    for (int i = start; i < start + classes; i++) {
      if (values[i] >= least) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int channel(int anchor) {
    return at(
        anchor,
        (level, cell) -> FirstMaximum.of(level.scores().values(), level.scores(cell), classes));
  }

  @Override
  public Box box(int anchor) {
    StrideGrid.GridCell at = grid.cell(anchor);
    double x = (at.column() + center) * at.stride();
    double y = (at.row() + center) * at.stride();
    return at(
        anchor,
        (level, cell) -> {
          int start = level.distances(cell);
          float[] values = level.distances().values();
          return new Box(
              (float) (x - at.stride() * mean(values, start)),
              (float) (y - at.stride() * mean(values, start + bins)),
              (float) (x + at.stride() * mean(values, start + 2 * bins)),
              (float) (y + at.stride() * mean(values, start + 3 * bins)));
        });
  }

  /** Mean distance in cells. */
  private double mean(float[] values, int start) {
    float most = values[start + FirstMaximum.of(values, start, bins)];
    double weights = 0;
    double sum = 0;
    for (int bin = 0; bin < bins; bin++) {
      double weight = Math.exp((double) values[start + bin] - most);
      weights += weight;
      sum += bin * weight;
    }
    return sum / weights;
  }
}

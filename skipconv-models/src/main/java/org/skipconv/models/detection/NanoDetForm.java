package org.skipconv.models.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Tensor;
import org.skipconv.models.internal.NamedShapes;
import org.skipconv.models.vision.InputConvention;

/**
 * Outputs of NanoDet: scores, and for each edge of a box a distribution over its distance from the
 * centre of the cell, 0, 1 ... cells. Either two outputs for each stride, [1, cells, nc] and [1,
 * cells, 4 * bins], or one for all, [1, cells, nc + 4 * bins].
 *
 * @param bins number of distances, {@code reg_max + 1}
 */
record NanoDetForm(int bins) implements AnchorForm {
  /** As many as NanoDet and NanoDet-Plus have; NanoDet-g has 11. */
  static final int USUAL_BINS = 8;

  NanoDetForm {
    if (bins < 2) {
      throw new IllegalArgumentException("a distribution has at least 2 bins, not " + bins);
    }
  }

  private int distances() {
    return DistributionAnchors.EDGES * bins;
  }

  @Override
  public int classes(Map<String, int[]> shapes, int height, int width) {
    String one = oneForAll(shapes, height, width);
    if (one != null) {
      return NamedShapes.get(shapes, one)[2] - distances();
    }
    List<String[]> pairs = levels(shapes, height, width).pairs();
    int classes = NamedShapes.get(shapes, pairs.get(0)[0])[2];
    if (pairs.stream().anyMatch(pair -> NamedShapes.get(shapes, pair[0])[2] != classes)) {
      throw NamedShapes.misfit(wanted(height, width), shapes);
    }
    return classes;
  }

  private @Nullable String oneForAll(Map<String, int[]> shapes, int height, int width) {
    List<String> names =
        NamedShapes.all(
            shapes,
            s ->
                s.length == 3
                    && s[0] == 1
                    && s[2] > distances()
                    && StrideGrid.ofCells(s[1], height, width) != null);
    return names.size() == 1 ? names.get(0) : null;
  }

  /** A grid, and the names of scores and distances for each of its strides. */
  private record Levels(StrideGrid grid, List<String[]> pairs) {}

  private Levels levels(Map<String, int[]> shapes, int height, int width) {
    for (List<Integer> strides : List.of(StrideGrid.P3_TO_P6, StrideGrid.P3_TO_P5)) {
      StrideGrid grid = new StrideGrid(strides, height, width);
      List<String[]> pairs = pairs(shapes, grid);
      if (pairs != null) {
        return new Levels(grid, pairs);
      }
    }
    throw NamedShapes.misfit(wanted(height, width), shapes);
  }

  /** Names of scores and distances for each stride; null when there are none. */
  private @Nullable List<String[]> pairs(Map<String, int[]> shapes, StrideGrid grid) {
    List<String[]> pairs = new ArrayList<>();
    for (int stride : grid.strides()) {
      int cells = grid.cells(stride);
      List<String> names =
          NamedShapes.all(shapes, s -> s.length == 3 && s[0] == 1 && s[1] == cells);
      if (names.size() != 2) {
        return null;
      }
      // Scores come first where both have as many values.
      int distances = NamedShapes.get(shapes, names.get(1))[2] == distances() ? 1 : 0;
      if (NamedShapes.get(shapes, names.get(distances))[2] != distances()) {
        return null;
      }
      pairs.add(new String[] {names.get(1 - distances), names.get(distances)});
    }
    return pairs;
  }

  private String wanted(int height, int width) {
    return "outputs [1, cells, classes] and [1, cells, "
        + distances()
        + "] for each of the strides 8, 16, 32 (and 64) in an input of "
        + height
        + "x"
        + width
        + ", or one [1, all cells, classes + "
        + distances()
        + "]";
  }

  @Override
  public AnchorOutputs read(Map<String, Tensor> outputs, int height, int width) {
    Map<String, int[]> shapes = NamedShapes.of(outputs);
    int classes = classes(shapes, height, width);
    String one = oneForAll(shapes, height, width);
    List<DistributionLevel> levels = new ArrayList<>();
    if (one != null) {
      Tensor all = NamedShapes.get(outputs, one);
      StrideGrid grid = StrideGrid.required(all.size(1), height, width);
      int first = 0;
      for (int stride : grid.strides()) {
        levels.add(DistributionLevel.of(all, first, grid.cells(stride), classes));
        first += grid.cells(stride);
      }
      return new DistributionAnchors(grid, levels, classes, bins);
    }
    Levels found = levels(shapes, height, width);
    for (String[] pair : found.pairs()) {
      levels.add(
          DistributionLevel.of(
              NamedShapes.get(outputs, pair[0]), NamedShapes.get(outputs, pair[1])));
    }
    return new DistributionAnchors(found.grid(), levels, classes, bins);
  }

  @Override
  public InputConvention convention() {
    return InputConvention.NANODET;
  }

  @Override
  public String toString() {
    return "NanoDet, distributions of " + bins + " distances";
  }
}

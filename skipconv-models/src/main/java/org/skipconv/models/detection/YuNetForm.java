package org.skipconv.models.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.skipconv.core.Tensor;
import org.skipconv.models.internal.NamedShapes;
import org.skipconv.models.vision.InputConvention;

/**
 * Outputs of YuNet, four for each of the strides 8, 16 and 32: class and objectness [1, cells, 1],
 * boxes [1, cells, 4], landmarks [1, cells, 10]. Class and objectness may come in any order, since
 * only their product counts.
 */
record YuNetForm() implements AnchorForm {
  private static final int PER_STRIDE = 4;

  @Override
  public int classes(Map<String, int[]> shapes, int height, int width) {
    StrideGrid grid = new StrideGrid(StrideGrid.P3_TO_P5, height, width);
    grid.strides().forEach(stride -> names(shapes, grid, stride));
    return 1;
  }

  private static List<String> names(Map<String, int[]> shapes, StrideGrid grid, int stride) {
    int cells = grid.cells(stride);
    List<String> names = new ArrayList<>();
    for (int values : new int[] {1, YoloAnchorForm.BOX, YuNetAnchors.COORDINATES}) {
      names.addAll(
          NamedShapes.all(
              shapes, s -> s.length == 3 && s[0] == 1 && s[1] == cells && s[2] == values));
    }
    if (names.size() != PER_STRIDE || NamedShapes.get(shapes, names.get(1))[2] != 1) {
      throw NamedShapes.misfit(
          "for stride "
              + stride
              + " in an input of "
              + grid.height()
              + "x"
              + grid.width()
              + " two outputs [1, "
              + cells
              + ", 1], one [1, "
              + cells
              + ", 4] and one [1, "
              + cells
              + ", 10], as YuNet gives them",
          shapes);
    }
    return names;
  }

  @Override
  public AnchorOutputs read(Map<String, Tensor> outputs, int height, int width) {
    Map<String, int[]> shapes = NamedShapes.of(outputs);
    StrideGrid grid = new StrideGrid(StrideGrid.P3_TO_P5, height, width);
    List<YuNetAnchors.YuNetMaps> scales = new ArrayList<>();
    for (int stride : grid.strides()) {
      List<Tensor> tensors = names(shapes, grid, stride).stream().map(outputs::get).toList();
      scales.add(
          new YuNetAnchors.YuNetMaps(
              tensors.get(0), tensors.get(1), tensors.get(2), tensors.get(3)));
    }
    return new YuNetAnchors(grid, scales);
  }

  @Override
  public List<String> names(int classes) {
    return FaceLandmarks.CLASSES;
  }

  @Override
  public InputConvention convention() {
    return InputConvention.YUNET;
  }

  @Override
  public String toString() {
    return "YuNet, faces with 5 landmarks";
  }
}

package org.skipconv.models.detection;

import org.jspecify.annotations.Nullable;
import org.skipconv.core.Tensor;

/** Anchors of {@link YoloForm#OBJECTNESS} and {@link YoloForm#GRID}, one row each. */
final class ObjectnessAnchors implements AnchorOutputs {
  private static final int OBJECTNESS = 4;
  private static final int CLASSES = 5;

  /** A box of so many cells, e to this, is no logarithm but was a size in pixels. */
  private static final float MAX_LOGARITHM = 12;

  private final float[] values;
  private final int anchors;
  private final int columns;
  private final int classes;
  private final @Nullable StrideGrid grid;

  /**
   * Looks at an output.
   *
   * @param tensor [1, anchors, 5 + classes or more]
   * @param grid cells to which the boxes are relative; null when they are in pixels
   */
  ObjectnessAnchors(Tensor tensor, int classes, @Nullable StrideGrid grid) {
    this.values = tensor.values();
    this.anchors = tensor.size(1);
    this.columns = tensor.size(2);
    this.classes = classes;
    this.grid = grid;
  }

  @Override
  public int anchors() {
    return anchors;
  }

  @Override
  public float score(int anchor, float least) {
    int row = anchor * columns;
    float objectness = values[row + OBJECTNESS];
    // Classes are 1 at most.
    return objectness < least ? objectness : objectness * values[row + CLASSES + channel(anchor)];
  }

  @Override
  public int channel(int anchor) {
    return FirstMaximum.of(values, anchor * columns + CLASSES, classes);
  }

  @Override
  public Box box(int anchor) {
    int row = anchor * columns;
    float x = values[row];
    float y = values[row + 1];
    float width = values[row + 2];
    float height = values[row + 3];
    if (grid == null) {
      return Box.ofCenter(x, y, width, height);
    }
    if (Math.max(width, height) > MAX_LOGARITHM) {
      throw new IllegalArgumentException(
          "boxes of "
              + width
              + " and "
              + height
              + " are no logarithms: the network gives them in pixels already, decode them as "
              + YoloForm.OBJECTNESS.name());
    }
    StrideGrid.GridCell cell = grid.cell(anchor);
    return Box.ofCenter(
        ((double) x + cell.column()) * cell.stride(),
        ((double) y + cell.row()) * cell.stride(),
        Math.exp(width) * cell.stride(),
        Math.exp(height) * cell.stride());
  }
}

package org.skipconv.models.detection;

import java.util.List;
import org.skipconv.core.Tensor;
import org.skipconv.models.vision.Placement;

/**
 * Priors of RetinaFace (biubug6/Pytorch_Retinaface, {@code layers/functions/prior_box.py} and
 * {@code utils/box_utils.py}, {@code decode}, {@code decode_landm}): squares of two sizes around
 * the centre of a cell; offsets in tenths of the size, logarithms of sizes in fifths.
 */
final class RetinaFaceAnchors implements AnchorOutputs {
  static final int PER_CELL = 2;

  private static final double CENTER_VARIANCE = 0.1;
  private static final double SIZE_VARIANCE = 0.2;

  /** The smaller prior of stride 8 has this many times its size. */
  private static final int SMALLEST = 2;

  /**
   * A prior in pixels of the network's input.
   *
   * @param x of its centre
   * @param y of its centre
   * @param size of its sides
   */
  private record Prior(double x, double y, double size) {}

  private final StrideGrid grid;
  private final float[] boxes;
  private final float[] scores;
  private final float[] landmarks;
  private final int coordinates;

  RetinaFaceAnchors(StrideGrid grid, float[] boxes, float[] scores, Tensor landmarks) {
    this.grid = grid;
    this.boxes = boxes;
    this.scores = scores;
    this.landmarks = landmarks.values();
    this.coordinates = landmarks.size(2);
  }

  @Override
  public int anchors() {
    return PER_CELL * grid.cells();
  }

  private Prior prior(int anchor) {
    StrideGrid.GridCell cell = grid.cell(anchor / PER_CELL);
    int stride = cell.stride();
    // Stride 8 has 16 and 32, the next 64 and 128, then 256 and 512.
    double size = SMALLEST * (double) stride * stride / 8 * (1 << anchor % PER_CELL);
    return new Prior((cell.column() + 0.5) * stride, (cell.row() + 0.5) * stride, size);
  }

  @Override
  public float score(int anchor, float least) {
    return scores[2 * anchor + 1];
  }

  @Override
  public int channel(int anchor) {
    return 0;
  }

  @Override
  public Box box(int anchor) {
    Prior prior = prior(anchor);
    int start = YoloAnchorForm.BOX * anchor;
    return Box.ofCenter(
        prior.x + CENTER_VARIANCE * boxes[start] * prior.size,
        prior.y + CENTER_VARIANCE * boxes[start + 1] * prior.size,
        prior.size * Math.exp(SIZE_VARIANCE * boxes[start + 2]),
        prior.size * Math.exp(SIZE_VARIANCE * boxes[start + 3]));
  }

  @Override
  public List<Landmark> landmarks(int anchor, Placement view) {
    Prior prior = prior(anchor);
    int start = coordinates * anchor;
    return FaceLandmarks.of(
        coordinates / 2,
        (landmark, axis) ->
            (axis == 0 ? prior.x : prior.y)
                + CENTER_VARIANCE * landmarks[start + 2 * landmark + axis] * prior.size,
        view);
  }
}

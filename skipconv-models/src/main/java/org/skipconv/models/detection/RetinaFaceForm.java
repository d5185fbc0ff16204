package org.skipconv.models.detection;

import java.util.List;
import java.util.Map;
import org.skipconv.core.Tensor;
import org.skipconv.models.internal.NamedShapes;
import org.skipconv.models.vision.InputConvention;

/**
 * Outputs of RetinaFace: boxes [1, N, 4], background and face [1, N, 2] after a softmax, and
 * coordinates of landmarks [1, N, 10], or another even number; N priors, two for each cell of the
 * strides 8, 16 and 32.
 */
record RetinaFaceForm() implements AnchorForm {

  @Override
  public int classes(Map<String, int[]> shapes, int height, int width) {
    int priors =
        RetinaFaceAnchors.PER_CELL * new StrideGrid(StrideGrid.P3_TO_P5, height, width).cells();
    boxes(shapes, priors);
    scores(shapes, priors);
    landmarks(shapes, priors);
    return 1;
  }

  private static String boxes(Map<String, int[]> shapes, int priors) {
    return only(shapes, priors, 4, 4);
  }

  private static String scores(Map<String, int[]> shapes, int priors) {
    return only(shapes, priors, 2, 2);
  }

  private static String landmarks(Map<String, int[]> shapes, int priors) {
    return only(shapes, priors, 6, Integer.MAX_VALUE);
  }

  private static String only(Map<String, int[]> shapes, int priors, int least, int most) {
    String wanted =
        "outputs [1, "
            + priors
            + ", 4], [1, "
            + priors
            + ", 2] and [1, "
            + priors
            + ", 10] (2 priors for each cell of the strides 8, 16 and 32), as RetinaFace gives"
            + " them";
    return NamedShapes.only(
        shapes,
        wanted,
        s ->
            s.length == 3
                && s[0] == 1
                && s[1] == priors
                && s[2] >= least
                && s[2] <= most
                && s[2] % 2 == 0);
  }

  @Override
  public AnchorOutputs read(Map<String, Tensor> outputs, int height, int width) {
    Map<String, int[]> shapes = NamedShapes.of(outputs);
    StrideGrid grid = new StrideGrid(StrideGrid.P3_TO_P5, height, width);
    int priors = RetinaFaceAnchors.PER_CELL * grid.cells();
    return new RetinaFaceAnchors(
        grid,
        NamedShapes.get(outputs, boxes(shapes, priors)).values(),
        NamedShapes.get(outputs, scores(shapes, priors)).values(),
        NamedShapes.get(outputs, landmarks(shapes, priors)));
  }

  @Override
  public List<String> names(int classes) {
    return FaceLandmarks.CLASSES;
  }

  @Override
  public InputConvention convention() {
    return InputConvention.RETINAFACE;
  }

  @Override
  public String toString() {
    return "RetinaFace, faces with landmarks";
  }
}

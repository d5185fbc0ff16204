package org.skipconv.models.detection;

import java.util.List;
import java.util.Map;
import org.skipconv.core.Tensor;
import org.skipconv.models.internal.NamedShapes;
import org.skipconv.models.vision.InputConvention;

/**
 * Outputs of UltraFace: background and face [1, N, 2] after a softmax, and edges of boxes [1, N, 4]
 * in shares of the input's size (Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB, {@code
 * vision/ssd/predictor.py}).
 */
record UltraFaceForm() implements AnchorForm {

  @Override
  public int classes(Map<String, int[]> shapes, int height, int width) {
    if (NamedShapes.get(shapes, boxes(shapes))[1] != NamedShapes.get(shapes, scores(shapes))[1]) {
      throw NamedShapes.misfit(wanted(), shapes);
    }
    return 1;
  }

  private static String boxes(Map<String, int[]> shapes) {
    return only(shapes, YoloAnchorForm.BOX);
  }

  private static String scores(Map<String, int[]> shapes) {
    return only(shapes, 2);
  }

  private static String only(Map<String, int[]> shapes, int values) {
    return NamedShapes.only(shapes, wanted(), s -> s.length == 3 && s[0] == 1 && s[2] == values);
  }

  private static String wanted() {
    return "outputs [1, N, 2] and [1, N, 4], as UltraFace gives them";
  }

  @Override
  public AnchorOutputs read(Map<String, Tensor> outputs, int height, int width) {
    Map<String, int[]> shapes = NamedShapes.of(outputs);
    return new UltraFaceAnchors(
        NamedShapes.get(outputs, scores(shapes)),
        NamedShapes.get(outputs, boxes(shapes)),
        height,
        width);
  }

  @Override
  public List<String> names(int classes) {
    return FaceLandmarks.CLASSES;
  }

  @Override
  public InputConvention convention() {
    return InputConvention.ULTRAFACE;
  }

  @Override
  public String toString() {
    return "UltraFace, faces by edges in shares of the input";
  }
}

package org.skipconv.models.detection;

import java.util.Map;
import org.skipconv.core.Tensor;
import org.skipconv.models.internal.NamedShapes;
import org.skipconv.models.vision.InputConvention;

/** The forms of the YOLO family, see {@link YoloForm}. */
record YoloAnchorForm(YoloForm form) implements AnchorForm {
  /** Centre x, y, width, height. */
  static final int BOX = 4;

  /** The same and objectness, or for finished boxes score and class. */
  private static final int BOX_AND_SCORE = 5;

  private static final int FINISHED = 6;

  /** Coefficients of the masks that segmenting variants give after the classes. */
  private static final int MASKS = 32;

  @Override
  public int classes(Map<String, int[]> shapes, int height, int width) {
    int[] shape = NamedShapes.get(shapes, output(shapes, height, width));
    return switch (form) {
      case OBJECTNESS, GRID -> shape[2] - BOX_AND_SCORE - masks(shapes);
      case TRANSPOSED -> shape[1] - BOX - masks(shapes);
      case END_TO_END -> 0;
    };
  }

  private static int masks(Map<String, int[]> shapes) {
    boolean prototypes =
        shapes.values().stream().anyMatch(shape -> shape.length == 4 && shape[1] == MASKS);
    return prototypes ? MASKS : 0;
  }

  private String output(Map<String, int[]> shapes, int height, int width) {
    int masks = masks(shapes);
    String wanted = "an output " + form;
    return switch (form) {
      case OBJECTNESS -> NamedShapes.only(shapes, wanted, s -> rows(s, BOX_AND_SCORE + 1 + masks));
      case GRID ->
          NamedShapes.only(
              shapes,
              wanted
                  + ", N being the cells of strides 8, 16, 32 (and 64) in an input of "
                  + height
                  + "x"
                  + width,
              s ->
                  rows(s, BOX_AND_SCORE + 1 + masks)
                      && StrideGrid.ofCells(s[1], height, width) != null);
      case TRANSPOSED ->
          NamedShapes.only(
              shapes, wanted, s -> s.length == 3 && s[0] == 1 && s[1] > BOX + masks && s[2] > 0);
      case END_TO_END ->
          NamedShapes.only(shapes, wanted, s -> rows(s, FINISHED) && s[2] == FINISHED);
    };
  }

  private static boolean rows(int[] shape, int least) {
    return shape.length == 3 && shape[0] == 1 && shape[1] > 0 && shape[2] >= least;
  }

  @Override
  public AnchorOutputs read(Map<String, Tensor> outputs, int height, int width) {
    Map<String, int[]> shapes = NamedShapes.of(outputs);
    int classes = classes(shapes, height, width);
    Tensor tensor = NamedShapes.get(outputs, output(shapes, height, width));
    return switch (form) {
      case OBJECTNESS -> new ObjectnessAnchors(tensor, classes, null);
      case GRID ->
          new ObjectnessAnchors(
              tensor, classes, StrideGrid.required(tensor.size(1), height, width));
      case TRANSPOSED -> new TransposedAnchors(tensor, classes);
      case END_TO_END -> new FinishedAnchors(tensor);
    };
  }

  @Override
  public boolean overlapping() {
    return form != YoloForm.END_TO_END;
  }

  @Override
  public InputConvention convention() {
    return form == YoloForm.GRID ? InputConvention.YOLOX : InputConvention.YOLO;
  }

  @Override
  public String toString() {
    return "YOLO, " + form;
  }
}

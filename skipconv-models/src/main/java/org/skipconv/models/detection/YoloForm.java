package org.skipconv.models.detection;

/** Forms in which YOLO detectors give their boxes; nc is the number of classes. */
public enum YoloForm {
  /**
   * [1, N, 5 + nc]: centre x, y, width and height in pixels of the input, objectness, classes. The
   * score of a class is its product with the objectness. YOLOv5 ({@code models/yolo.py}, {@code
   * Detect} with export), YOLOv7, YOLOv6 up to 2.1, YOLOX exported with {@code
   * --decode_in_inference}.
   */
  OBJECTNESS("[1, N, 5 + classes], boxes in pixels"),

  /**
   * The same numbers, but centres are in cells from their own cell and sizes are logarithms of
   * cells, over maps of strides 8, 16, 32 (and 64): YOLOX as it is exported by default ({@code
   * yolox/utils/demo_utils.py}, {@code demo_postprocess}).
   */
  GRID("[1, N, 5 + classes], boxes in cells of a grid, as YOLOX"),

  /**
   * [1, 4 + nc, N]: centre x, y, width and height in pixels of the input, then classes, which are
   * the scores. YOLOv8, v9, 11, 12 ({@code ultralytics/nn/modules/head.py}, {@code Detect}).
   */
  TRANSPOSED("[1, 4 + classes, N], boxes in pixels"),

  /**
   * [1, N, 6]: left, top, right and bottom edge in pixels of the input, score, class; nothing
   * overlaps. YOLOv10 and others exported with their own suppression.
   */
  END_TO_END("[1, N, 6], finished boxes with score and class");

  private final String words;

  YoloForm(String words) {
    this.words = words;
  }

  /** Returns the shape in words. */
  @Override
  public String toString() {
    return words;
  }
}

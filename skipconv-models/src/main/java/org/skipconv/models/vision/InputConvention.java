package org.skipconv.models.vision;

import java.util.List;
import java.util.Objects;

/**
 * View and pixels that the networks of a family are usually given. A network of the family may have
 * been trained with others. Immutable.
 *
 * @param view what the network sees of a picture
 * @param normalization of the pixels
 * @param words both in words, such as {@code letterboxed with grey 114; BGR 0..255}
 */
public record InputConvention(View view, Normalization normalization, String words) {
  /** The whole picture, stretched; red, green and blue from 0 to 1. */
  public static final InputConvention STRETCHED_UNIT =
      new InputConvention(View.stretched(), Normalization.UNIT_RANGE, "stretched; RGB / 255");

  /** The whole picture, stretched; red, green and blue by ImageNet's mean and deviation. */
  public static final InputConvention STRETCHED_IMAGENET =
      new InputConvention(
          View.stretched(),
          Normalization.IMAGENET,
          "stretched; RGB / 255 by ImageNet's mean and deviation");

  /** YOLOX: at the upper left with a grey border; blue, green and red from 0 to 255. */
  public static final InputConvention YOLOX =
      new InputConvention(
          View.letterboxed(LetterboxForm.UPPER_LEFT.withBorder(LetterboxForm.YOLO_GREY)),
          Normalization.LEVELS.withBgr(true),
          "letterboxed at the upper left with grey 114; BGR 0..255");

  /** YOLOv5, v8 and their relatives: in the middle of a grey border; RGB from 0 to 1. */
  public static final InputConvention YOLO =
      new InputConvention(
          View.letterboxed(
              LetterboxForm.UPPER_LEFT.withCentred(true).withBorder(LetterboxForm.YOLO_GREY)),
          Normalization.UNIT_RANGE,
          "letterboxed in the middle with grey 114; RGB / 255");

  /** NanoDet: stretched; BGR by ImageNet's mean and deviation as OpenCV's users write them. */
  public static final InputConvention NANODET =
      new InputConvention(
          View.stretched(),
          Normalization.ofLevels(
                  List.of(123.675f, 116.28f, 103.53f), List.of(58.395f, 57.12f, 57.375f))
              .withBgr(true),
          "stretched; BGR by ImageNet's mean and deviation");

  /** YuNet: stretched; blue, green and red from 0 to 255. */
  public static final InputConvention YUNET =
      new InputConvention(
          View.stretched(), Normalization.LEVELS.withBgr(true), "stretched; BGR 0..255");

  /** RetinaFace: stretched; blue, green and red less 104, 117 and 123. */
  public static final InputConvention RETINAFACE =
      new InputConvention(
          View.stretched(),
          Normalization.ofLevels(List.of(123f, 117f, 104f), List.of(1f, 1f, 1f)).withBgr(true),
          "stretched; BGR less 104, 117, 123");

  /** UltraFace: stretched; red, green and blue less 127, over 128. */
  public static final InputConvention ULTRAFACE =
      new InputConvention(
          View.stretched(),
          Normalization.ofLevels(List.of(127f, 127f, 127f), List.of(128f, 128f, 128f)),
          "stretched; RGB less 127, over 128");

  /** Refuses impossible values. */
  public InputConvention {
    Objects.requireNonNull(view, "view");
    Objects.requireNonNull(normalization, "normalization");
    Objects.requireNonNull(words, "words");
  }
}

package org.skipconv.models.vision;

import java.util.Objects;

/**
 * Part of a picture that a network sees: a fixed window, or all of it, stretched or letterboxed;
 * for pictures of any size. Immutable; an application may bring its own.
 */
@FunctionalInterface
public interface View {

  /**
   * Places the input in pictures of a size.
   *
   * @param imageHeight height of the pictures
   * @param imageWidth width of the pictures
   * @param inputHeight height of the network's input
   * @param inputWidth width of the network's input
   * @return the placement of the input
   */
  Placement place(int imageHeight, int imageWidth, int inputHeight, int inputWidth);

  /**
   * {@return the same window for networks that were trained with unbiased data processing} The
   * centres of the input's first and last pixels lie on the window's edges, and those of the first
   * and last cells of a heatmap, too.
   */
  default View unbiased() {
    return (imageHeight, imageWidth, inputHeight, inputWidth) ->
        new UnbiasedPlacement(
            place(imageHeight, imageWidth, inputHeight, inputWidth).window(),
            imageHeight,
            imageWidth,
            inputHeight,
            inputWidth);
  }

  /**
   * {@return the view of a fixed window, which is stretched to the input}
   *
   * @param window part of the picture
   */
  static View crop(CropWindow window) {
    Objects.requireNonNull(window, "window");
    return (imageHeight, imageWidth, inputHeight, inputWidth) ->
        new CropPlacement(window, imageHeight, imageWidth, inputHeight, inputWidth);
  }

  /** {@return the view of the whole picture, stretched to the input whatever its aspect} */
  static View stretched() {
    return (imageHeight, imageWidth, inputHeight, inputWidth) ->
        new CropPlacement(
            new CropWindow(0, 0, imageWidth, imageHeight),
            imageHeight,
            imageWidth,
            inputHeight,
            inputWidth);
  }

  /**
   * {@return the view of the whole picture in the middle of the input, its aspect kept: the
   * smallest window of the input's aspect around it, black where it reaches beyond the picture}
   */
  static View fitted() {
    return (imageHeight, imageWidth, inputHeight, inputWidth) ->
        crop(CropWindow.forBox(0, 0, imageWidth, imageHeight, (float) inputWidth / inputHeight, 1))
            .place(imageHeight, imageWidth, inputHeight, inputWidth);
  }

  /** {@return the view of the whole picture, its aspect kept, as {@link Letterbox} describes it} */
  static View letterboxed() {
    return Letterbox::new;
  }

  /**
   * {@return the view of the whole picture, its aspect kept, with another border}
   *
   * @param form where the picture lies, and what is around it
   */
  static View letterboxed(LetterboxForm form) {
    Objects.requireNonNull(form, "form");
    return (imageHeight, imageWidth, inputHeight, inputWidth) ->
        new Letterbox(imageHeight, imageWidth, inputHeight, inputWidth, form);
  }
}

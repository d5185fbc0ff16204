package org.skipconv.models.vision;

import java.util.Objects;

/**
 * A picture shrunk or enlarged to fit a network's input, its aspect kept, usually at the upper
 * left; the rest of the input is a border, usually 0 after normalisation. Bilinear without
 * antialiasing, half-pixel centres (google/automl and zylo117's EfficientDet).
 *
 * <p>The picture is resized to whole numbers of rows and columns, so the two axes have slightly
 * different factors. The way back to the picture uses each axis's own: the far edge of what the
 * picture fills is the far edge of the picture.
 *
 * @param imageHeight of the picture
 * @param imageWidth of the picture
 * @param inputHeight of the network
 * @param inputWidth of the network
 * @param form where the picture lies in the input, and what surrounds it
 */
public record Letterbox(
    int imageHeight, int imageWidth, int inputHeight, int inputWidth, LetterboxForm form)
    implements Placement {

  /**
   * A picture at the upper left; the rest of the input is 0 after normalisation.
   *
   * @param imageHeight rows of the picture
   * @param imageWidth columns of the picture
   * @param inputHeight rows of the network's input
   * @param inputWidth columns of the network's input
   */
  public Letterbox(int imageHeight, int imageWidth, int inputHeight, int inputWidth) {
    this(imageHeight, imageWidth, inputHeight, inputWidth, LetterboxForm.UPPER_LEFT);
  }

  /** Refuses impossible values. */
  public Letterbox {
    Objects.requireNonNull(form, "form");
    if (imageHeight < 1 || imageWidth < 1 || inputHeight < 1 || inputWidth < 1) {
      throw new IllegalArgumentException(
          "a letterbox needs sizes of 1 or more, but is to put "
              + imageHeight
              + "x"
              + imageWidth
              + " into "
              + inputHeight
              + "x"
              + inputWidth);
    }
  }

  /**
   * {@return the input pixels per picture pixel, before the picture's size is rounded to whole
   * pixels}
   */
  public double scale() {
    return Math.min((double) inputHeight / imageHeight, (double) inputWidth / imageWidth);
  }

  /** {@return the rows of the input that the picture fills} */
  public int resizedHeight() {
    return resized(imageHeight);
  }

  /** {@return the columns of the input that the picture fills} */
  public int resizedWidth() {
    return resized(imageWidth);
  }

  private int resized(int size) {
    double exact = size * scale();
    return Math.max(1, form.centred() ? (int) Math.rint(exact) : (int) exact);
  }

  /** {@return the rows of the border above the picture} */
  public int top() {
    return form.centred() ? (inputHeight - resizedHeight()) / 2 : 0;
  }

  /** {@return the columns of the border left of the picture} */
  public int left() {
    return form.centred() ? (inputWidth - resizedWidth()) / 2 : 0;
  }

  @Override
  public CropWindow window() {
    float x = imageEdgeX(0);
    float y = imageEdgeY(0);
    return new CropWindow(x, y, imageEdgeX(inputWidth) - x, imageEdgeY(inputHeight) - y);
  }

  @Override
  public float imageX(double u, int columns) {
    return imageEdgeX(u * inputWidth / columns + 0.5) - 0.5f;
  }

  @Override
  public float imageY(double v, int rows) {
    return imageEdgeY(v * inputHeight / rows + 0.5) - 0.5f;
  }

  @Override
  public float imageEdgeX(double edge) {
    return (float) ((edge - left()) * imageWidth / resizedWidth());
  }

  @Override
  public float imageEdgeY(double edge) {
    return (float) ((edge - top()) * imageHeight / resizedHeight());
  }

  @Override
  public PixelSampler sampler(Normalization normalization) {
    return new PixelSampler(
        SampleAxis.resize(imageHeight, top(), resizedHeight(), inputHeight),
        SampleAxis.resize(imageWidth, left(), resizedWidth(), inputWidth),
        normalization,
        form.border());
  }
}

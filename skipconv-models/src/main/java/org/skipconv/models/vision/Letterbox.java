package org.skipconv.models.vision;

/**
 * A picture shrunk or enlarged to fit a network's input, its aspect kept, at the upper left; the
 * rest of the input is 0 after normalisation. Bilinear without antialiasing, half-pixel centres
 * (google/automl and zylo117's EfficientDet).
 *
 * <p>The picture is resized to whole numbers of rows and columns, so the two axes have slightly
 * different factors. The way back to the picture uses each axis's own: the far edge of what the
 * picture fills is the far edge of the picture.
 *
 * @param imageHeight of the picture
 * @param imageWidth of the picture
 * @param inputHeight of the network
 * @param inputWidth of the network
 */
public record Letterbox(int imageHeight, int imageWidth, int inputHeight, int inputWidth)
    implements Placement {

  public Letterbox {
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

  /** Input pixels per picture pixel, before the picture's size is rounded down to whole pixels. */
  public double scale() {
    return Math.min((double) inputHeight / imageHeight, (double) inputWidth / imageWidth);
  }

  /** Rows of the input that the picture fills. */
  public int resizedHeight() {
    return Math.max(1, (int) (imageHeight * scale()));
  }

  /** Columns of the input that the picture fills. */
  public int resizedWidth() {
    return Math.max(1, (int) (imageWidth * scale()));
  }

  @Override
  public CropWindow window() {
    return new CropWindow(0, 0, imageEdgeX(inputWidth), imageEdgeY(inputHeight));
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
    return (float) (edge * imageWidth / resizedWidth());
  }

  @Override
  public float imageEdgeY(double edge) {
    return (float) (edge * imageHeight / resizedHeight());
  }

  @Override
  public PixelSampler sampler(Normalization normalization) {
    return new PixelSampler(
        SampleAxis.resize(imageHeight, resizedHeight(), inputHeight),
        SampleAxis.resize(imageWidth, resizedWidth(), inputWidth),
        normalization);
  }
}

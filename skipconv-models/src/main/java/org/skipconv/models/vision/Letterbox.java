package org.skipconv.models.vision;

/**
 * A picture shrunk or enlarged to fit a network's input, its aspect kept, at the upper left; the
 * rest of the input is 0 after normalisation. Bilinear without antialiasing, half-pixel centres
 * (google/automl and zylo117's EfficientDet).
 *
 * @param imageHeight of the picture
 * @param imageWidth of the picture
 * @param inputHeight of the network
 * @param inputWidth of the network
 */
public record Letterbox(int imageHeight, int imageWidth, int inputHeight, int inputWidth) {

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

  /** Input pixels per picture pixel; divide by it to bring boxes back to the picture. */
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

  /** Fills a network's input from pictures of this size. */
  public PixelSampler sampler(Normalization normalization) {
    return new PixelSampler(
        SampleAxis.resize(imageHeight, resizedHeight(), inputHeight),
        SampleAxis.resize(imageWidth, resizedWidth(), inputWidth),
        normalization);
  }
}

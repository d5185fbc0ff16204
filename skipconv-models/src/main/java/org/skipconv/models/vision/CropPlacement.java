package org.skipconv.models.vision;

/** A window of the pictures, stretched to the input as {@link CropWindow} says. */
record CropPlacement(
    CropWindow window, int imageHeight, int imageWidth, int inputHeight, int inputWidth)
    implements Placement {

  @Override
  public float imageX(double u, int columns) {
    return window.imageX(u, columns);
  }

  @Override
  public float imageY(double v, int rows) {
    return window.imageY(v, rows);
  }

  /** An edge lies half a pixel before the centre of the pixel after it, here as there. */
  @Override
  public float imageEdgeX(double edge) {
    return window.imageX(edge - 0.5, inputWidth) + 0.5f;
  }

  @Override
  public float imageEdgeY(double edge) {
    return window.imageY(edge - 0.5, inputHeight) + 0.5f;
  }

  @Override
  public PixelSampler sampler(Normalization normalization) {
    return window.sampler(imageHeight, imageWidth, inputHeight, inputWidth, normalization);
  }
}

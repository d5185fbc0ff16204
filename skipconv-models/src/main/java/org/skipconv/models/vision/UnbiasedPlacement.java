package org.skipconv.models.vision;

/**
 * A window of the pictures as networks see it that were trained with unbiased data processing: cell
 * u of a grid of n columns lies at {@code x + u * width / (n - 1)}, so that the first and the last
 * one lie on the window's edges (Huang et al., The Devil is in the Details, CVPR 2020; mmpose,
 * {@code get_udp_warp_matrix}). That holds for the input and, apart from it, for the heatmaps.
 */
record UnbiasedPlacement(
    CropWindow window, int imageHeight, int imageWidth, int inputHeight, int inputWidth)
    implements Placement {

  @Override
  public float imageX(double u, int columns) {
    return (float) (window.x() + u * window.width() / steps(columns));
  }

  @Override
  public float imageY(double v, int rows) {
    return (float) (window.y() + v * window.height() / steps(rows));
  }

  private static int steps(int cells) {
    return Math.max(1, cells - 1);
  }

  @Override
  public float imageEdgeX(double edge) {
    return imageX(edge - 0.5, inputWidth) + 0.5f;
  }

  @Override
  public float imageEdgeY(double edge) {
    return imageY(edge - 0.5, inputHeight) + 0.5f;
  }

  @Override
  public PixelSampler sampler(Normalization normalization) {
    double height = (double) window.height() * inputHeight / steps(inputHeight);
    double width = (double) window.width() * inputWidth / steps(inputWidth);
    return new PixelSampler(
        SampleAxis.crop(imageHeight, window.y(), height, inputHeight),
        SampleAxis.crop(imageWidth, window.x(), width, inputWidth),
        normalization,
        null);
  }
}

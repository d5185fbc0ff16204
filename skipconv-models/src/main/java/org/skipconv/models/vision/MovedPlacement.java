package org.skipconv.models.vision;

/**
 * A placement that has moved along with the scene.
 *
 * @param base where it was at first
 * @param right pixels of the picture by which it moved right
 * @param down pixels by which it moved down
 */
record MovedPlacement(Placement base, double right, double down) implements Placement {

  /** The placement moved, or itself where it has not. */
  static Placement of(Placement base, double right, double down) {
    return right == 0 && down == 0 ? base : new MovedPlacement(base, right, down);
  }

  @Override
  public int imageHeight() {
    return base.imageHeight();
  }

  @Override
  public int imageWidth() {
    return base.imageWidth();
  }

  @Override
  public int inputHeight() {
    return base.inputHeight();
  }

  @Override
  public int inputWidth() {
    return base.inputWidth();
  }

  @Override
  public CropWindow window() {
    CropWindow window = base.window();
    return new CropWindow(
        (float) (window.x() + right), (float) (window.y() + down), window.width(), window.height());
  }

  @Override
  public float imageX(double u, int columns) {
    return (float) (base.imageX(u, columns) + right);
  }

  @Override
  public float imageY(double v, int rows) {
    return (float) (base.imageY(v, rows) + down);
  }

  @Override
  public float imageEdgeX(double edge) {
    return (float) (base.imageEdgeX(edge) + right);
  }

  @Override
  public float imageEdgeY(double edge) {
    return (float) (base.imageEdgeY(edge) + down);
  }

  @Override
  public PixelSampler sampler(Normalization normalization) {
    PixelSampler sampler = base.sampler(normalization);
    sampler.moveTo(right, down);
    return sampler;
  }
}

package org.skipconv.models.vision;

/**
 * Position of a network's input in pictures of one size: the way from a picture into the input, and
 * from what was found in the input back to the picture. Immutable. Made by a {@link View}.
 *
 * <p>Joints and other points count centres of pixels: (0, 0) is the centre of the first one. Boxes
 * count edges: pixel n reaches from n to n + 1.
 */
public interface Placement extends PictureCoordinates {
  /** {@return the height of the pictures} */
  int imageHeight();

  /** {@return the width of the pictures} */
  int imageWidth();

  /** {@return the height of the input} */
  int inputHeight();

  /** {@return the width of the input} */
  int inputWidth();

  /** {@return the part of the picture that the input covers; it may reach beyond the picture} */
  CropWindow window();

  /**
   * {@return the picture's x of a vertical edge at x {@code edge} of the input}
   *
   * @param edge in pixels of the input
   */
  float imageEdgeX(double edge);

  /**
   * {@return the picture's y of a horizontal edge at y {@code edge} of the input}
   *
   * @param edge in pixels of the input
   */
  float imageEdgeY(double edge);

  /**
   * {@return a new sampler, which fills the input from pictures of this size}
   *
   * @param normalization how pixels become the network's values
   */
  PixelSampler sampler(Normalization normalization);
}

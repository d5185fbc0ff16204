package org.skipconv.models.vision;

/**
 * Position of a network's input in pictures of one size: the way from a picture into the input, and
 * from what was found in the input back to the picture. Immutable. Made by a {@link View}.
 *
 * <p>Joints and other points count centres of pixels: (0, 0) is the centre of the first one. Boxes
 * count edges: pixel n reaches from n to n + 1.
 */
public interface Placement extends PictureCoordinates {
  /** Height of the pictures. */
  int imageHeight();

  /** Width of the pictures. */
  int imageWidth();

  /** Height of the input. */
  int inputHeight();

  /** Width of the input. */
  int inputWidth();

  /** Part of the picture that the input covers; it may reach beyond the picture. */
  CropWindow window();

  /** Returns the picture's x of a vertical edge at x {@code edge} of the input. */
  float imageEdgeX(double edge);

  /** Returns the picture's y of a horizontal edge at y {@code edge} of the input. */
  float imageEdgeY(double edge);

  /** Returns a new sampler, which fills the input from pictures of this size. */
  PixelSampler sampler(Normalization normalization);
}

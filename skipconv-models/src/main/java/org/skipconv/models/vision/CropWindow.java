package org.skipconv.models.vision;

import java.util.Locale;

/**
 * The part of a picture that a network sees, in pixels of the picture; it may reach beyond the
 * picture, which is black there. The window is final: it is stretched to the network's input size
 * as it is.
 *
 * <p>Input pixel (u, v) of a network of size w x h lies at {@code x + u * width / w}, {@code y + v
 * * height / h} of the picture: whole coordinates are centres of pixels, and there is no half-pixel
 * shift (deep-high-resolution-net.pytorch, {@code get_affine_transform}).
 *
 * @param x of the left edge
 * @param y of the upper edge
 * @param width more than 0
 * @param height more than 0
 */
public record CropWindow(float x, float y, float width, float height)
    implements PictureCoordinates {

  /** Refuses impossible values. */
  public CropWindow {
    if (!Float.isFinite(x) || !Float.isFinite(y) || !positive(width) || !positive(height)) {
      throw new IllegalArgumentException(
          "a crop window needs finite x and y and a width and height of more than 0, but is "
              + text(x, y, width, height));
    }
  }

  private static boolean positive(float size) {
    return size > 0 && Float.isFinite(size);
  }

  /**
   * Reads {@code x,y,width,height}, such as {@code 274,-48,360,480}.
   *
   * @param text four numbers with commas between them
   * @return the window
   */
  public static CropWindow parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException(
          "a crop window is written x,y,width,height, but \""
              + text
              + "\" has "
              + parts.length
              + " numbers");
    }
    float[] values = new float[4];
    for (int i = 0; i < 4; i++) {
      try {
        values[i] = Float.parseFloat(parts[i].strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "a crop window is written x,y,width,height, but in \""
                + text
                + "\" there is no number in \""
                + parts[i].strip()
                + "\"",
            e);
      }
    }
    return new CropWindow(values[0], values[1], values[2], values[3]);
  }

  /**
   * {@return the window around a person's or thing's box: of the same centre, its shorter side
   * enlarged to the aspect of the network's input, then both by a factor} With 192 / 256 and 1.25
   * this is HRNet's.
   *
   * @param x left edge of the box
   * @param y upper edge of the box
   * @param width width of the box
   * @param height height of the box
   * @param aspect width over height of the network's input
   * @param factor 1 for a window no larger than needed
   */
  public static CropWindow forBox(
      float x, float y, float width, float height, float aspect, float factor) {
    if (!positive(width) || !positive(height) || !positive(aspect) || !positive(factor)) {
      throw new IllegalArgumentException(
          "a box and its aspect and factor must be more than 0, but are "
              + text(x, y, width, height)
              + ", "
              + aspect
              + " and "
              + factor);
    }
    double w = Math.max(width, (double) aspect * height) * factor;
    double h = Math.max(height, (double) width / aspect) * factor;
    double left = x + width / 2.0 - w / 2;
    double top = y + height / 2.0 - h / 2;
    return new CropWindow((float) left, (float) top, (float) w, (float) h);
  }

  /** {@return the longer side, by which distances between joints are normalised} */
  public float longerSide() {
    return Math.max(width, height);
  }

  @Override
  public float imageX(double u, int columns) {
    return (float) (x + u * width / columns);
  }

  @Override
  public float imageY(double v, int rows) {
    return (float) (y + v * height / rows);
  }

  /**
   * Fills a network's input from this window of pictures of one size.
   *
   * @param imageHeight of the pictures
   * @param imageWidth of the pictures
   * @param inputHeight of the network
   * @param inputWidth of the network
   * @param normalization how pixels become the network's values
   * @return the sampler
   */
  public PixelSampler sampler(
      int imageHeight,
      int imageWidth,
      int inputHeight,
      int inputWidth,
      Normalization normalization) {
    return new PixelSampler(
        SampleAxis.crop(imageHeight, y, height, inputHeight),
        SampleAxis.crop(imageWidth, x, width, inputWidth),
        normalization,
        null);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return text(x, y, width, height);
  }

  private static String text(float... values) {
    StringBuilder text = new StringBuilder();
    for (float value : values) {
      text.append(text.length() == 0 ? "" : ",");
      boolean whole = value == Math.rint(value) && Math.abs(value) < 1e7f;
      text.append(whole ? String.format(Locale.ROOT, "%.0f", value) : Float.toString(value));
    }
    return text.toString();
  }
}

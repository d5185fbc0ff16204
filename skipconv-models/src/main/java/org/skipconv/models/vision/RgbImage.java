package org.skipconv.models.vision;

import java.awt.image.BufferedImage;

/** A picture of 8-bit red, green and blue, packed row by row. */
public final class RgbImage {
  private final int height;
  private final int width;
  private final byte[] rgb;

  /** Takes the array over: {@code height * width * 3} bytes. */
  public RgbImage(int height, int width, byte[] rgb) {
    if (height < 1 || width < 1 || rgb.length != height * width * 3) {
      throw new IllegalArgumentException(
          "a picture of " + height + "x" + width + " cannot have " + rgb.length + " bytes");
    }
    this.height = height;
    this.width = width;
    this.rgb = rgb;
  }

  public static RgbImage from(BufferedImage image) {
    byte[] rgb = new byte[image.getHeight() * image.getWidth() * 3];
    for (int y = 0, i = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int packed = image.getRGB(x, y);
        rgb[i++] = (byte) (packed >> 16);
        rgb[i++] = (byte) (packed >> 8);
        rgb[i++] = (byte) packed;
      }
    }
    return new RgbImage(image.getHeight(), image.getWidth(), rgb);
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  public byte[] rgb() {
    return rgb;
  }

  public BufferedImage toBufferedImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i += 3) {
        image.setRGB(x, y, (rgb[i] & 255) << 16 | (rgb[i + 1] & 255) << 8 | (rgb[i + 2] & 255));
      }
    }
    return image;
  }
}

package org.skipconv.models.vision;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.skipconv.core.io.AtomicFile;
import org.skipconv.core.io.FileErrors;

/**
 * A picture of fixed size, 8 bits a channel, red, green and blue of a pixel side by side, row by
 * row. Its pixels may be written to, so that one picture can hold frame after frame.
 */
public final class RgbImage {
  private static final int MAX_PIXELS = Integer.MAX_VALUE / 3;

  private final int height;
  private final int width;
  private final byte[] rgb;

  /**
   * A black picture.
   *
   * @param height number of rows
   * @param width number of columns
   */
  public RgbImage(int height, int width) {
    this(height, width, new byte[3 * pixels(height, width)]);
  }

  /**
   * A picture over an array that it keeps.
   *
   * @param height number of rows
   * @param width number of columns
   * @param rgb {@code height * width * 3} values
   */
  public RgbImage(int height, int width, byte[] rgb) {
    if (rgb.length != 3 * pixels(height, width)) {
      throw new IllegalArgumentException(
          "a picture of "
              + height
              + "x"
              + width
              + " needs "
              + 3 * pixels(height, width)
              + " bytes, not "
              + rgb.length);
    }
    this.height = height;
    this.width = width;
    this.rgb = rgb;
  }

  private static int pixels(int height, int width) {
    if (height < 1 || width < 1 || (long) height * width > MAX_PIXELS) {
      throw new IllegalArgumentException(
          "a picture needs a height and width of 1 or more and at most "
              + MAX_PIXELS
              + " pixels, but is "
              + height
              + "x"
              + width);
    }
    return height * width;
  }

  /**
   * {@return a copy of any picture of Java2D} Stored samples of grey and RGB pictures are taken as
   * they are, without colour management, as the models were trained; transparency is dropped.
   *
   * @param image the picture
   */
  public static RgbImage from(BufferedImage image) {
    RgbImage copy = new RgbImage(image.getHeight(), image.getWidth());
    RasterRows.of(image).copyTo(copy);
    return copy;
  }

  /**
   * Reads a picture file: PNG, JPEG, BMP, GIF, TIFF, of at most 67 million pixels. A JPEG is turned
   * as its EXIF asks for.
   *
   * @param file the file
   * @return the picture
   * @throws NoSuchFileException when there is no such file
   * @throws IOException when it cannot be read, is no picture, or claims a size that it cannot
   *     have; the message names the file
   */
  public static RgbImage read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return FileErrors.naming(file, () -> PictureFile.read(file));
  }

  /**
   * Writes a PNG file, over one that is there, which stays until the last byte is written.
   *
   * @param file the file
   * @throws IOException when that fails; the message names the file and the cause
   */
  public void write(Path file) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          // The usual stream makes a temporary file, which a process that is being ended cannot.
          try (ImageOutputStream image = new MemoryCacheImageOutputStream(out)) {
            if (!ImageIO.write(toBufferedImage(), "png", image)) {
              throw new IOException("this Java has no PNG writer");
            }
          }
        });
  }

  /** {@return a copy that Java2D can draw on, of type {@link BufferedImage#TYPE_INT_RGB}} */
  public BufferedImage toBufferedImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i += 3) {
        row[x] = (rgb[i] & 0xff) << 16 | (rgb[i + 1] & 0xff) << 8 | (rgb[i + 2] & 0xff);
      }
      image.getRaster().setDataElements(0, y, width, 1, row);
    }
    return image;
  }

  /** {@return the number of rows} */
  public int height() {
    return height;
  }

  /** {@return the number of columns} */
  public int width() {
    return width;
  }

  /** {@return the pixels themselves, not a copy: {@code rgb()[(y * width + x) * 3 + channel]}} */
  public byte[] rgb() {
    return rgb;
  }

  /**
   * {@return one value, 0 to 255; channel 0 is red}
   *
   * @param y row
   * @param x column
   * @param channel 0 for red, 1 for green, 2 for blue
   */
  public int get(int y, int x, int channel) {
    if (y < 0 || y >= height || x < 0 || x >= width || channel < 0 || channel > 2) {
      throw new IndexOutOfBoundsException(
          "channel " + channel + " of pixel " + y + ", " + x + " in " + this);
    }
    return rgb[(y * width + x) * 3 + channel] & 0xff;
  }

  @Override
  public String toString() {
    return "picture of " + height + "x" + width;
  }
}

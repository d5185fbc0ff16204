package org.skipconv.models.vision;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads picture files with Java's own decoders, which allocate what a header claims and fail on
 * damaged files in any way: so the size is looked at first, and whatever they throw is an error of
 * the file.
 */
final class PictureFile {
  /** Twice a frame of 8K. */
  static final int MAX_PIXELS = 1 << 26;

  /** No format packs more into a byte of a plain picture; a header that claims more lies. */
  private static final long MAX_PIXELS_PER_BYTE = 10_000;

  private static final int MAX_BANDS = 4;
  private static final int MAX_BITS = 16;

  private PictureFile() {}

  /** Reads a picture, turned as its EXIF asks for. */
  static RgbImage read(Path file) throws IOException {
    return ExifOrientation.of(file).turned(readStored(file));
  }

  /** Reads a picture as it is stored. */
  static RgbImage readStored(Path file) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = in == null ? null : ImageIO.getImageReaders(in);
      if (readers == null || !readers.hasNext()) {
        throw new IOException("it is not a picture of a known format (PNG, JPEG, BMP, ...)");
      }
      ImageReader reader = readers.next();
      try {
        // Only the first picture, and no metadata, which may be larger than the picture.
        reader.setInput(in, true, true);
        requireSize(reader.getWidth(0), reader.getHeight(0), Files.size(file));
        requireSamples(reader.getRawImageType(0));
        BufferedImage image = reader.read(0);
        return RgbImage.from(image);
      } finally {
        reader.dispose();
      }
    } catch (RuntimeException e) {
      throw new IOException("it is damaged, or no picture: " + e, e);
    }
  }

  /**
   * Some formats let a header claim thousands of values for each pixel, or values of any number of
   * bits, for which a decoder makes a table of 2 to that power.
   */
  private static void requireSamples(ImageTypeSpecifier type) throws IOException {
    if (type == null) {
      return;
    }
    int bits = IntStream.of(type.getSampleModel().getSampleSize()).max().orElse(0);
    if (type.getNumBands() > MAX_BANDS || bits > MAX_BITS) {
      throw new IOException(
          "it says that its pixels have "
              + type.getNumBands()
              + " values of "
              + bits
              + " bits; allowed are at most "
              + MAX_BANDS
              + " of "
              + MAX_BITS);
    }
  }

  private static void requireSize(int width, int height, long bytes) throws IOException {
    long pixels = (long) width * height;
    if (width < 1 || height < 1 || pixels > MAX_PIXELS) {
      throw new IOException(
          "it says that it is a picture of "
              + height
              + "x"
              + width
              + "; allowed are 1 to "
              + MAX_PIXELS
              + " pixels");
    }
    if (pixels > MAX_PIXELS_PER_BYTE * bytes) {
      throw new IOException(
          "it says that it is a picture of "
              + height
              + "x"
              + width
              + ", which its "
              + bytes
              + " bytes cannot hold");
    }
  }
}

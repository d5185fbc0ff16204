package org.skipconv.models.vision;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * Reads a Java2D picture row by row into 8-bit RGB. {@code BufferedImage.getRGB} alone will not do:
 * it takes grey as linear light and brightens it, and applies colour profiles that training code
 * ignores.
 */
@FunctionalInterface
interface RasterRows {

  /** Reads row y into {@code rgb} from {@code offset} on. */
  void read(int y, byte[] rgb, int offset);

  default void copyTo(RgbImage image) {
    for (int y = 0; y < image.height(); y++) {
      read(y, image.rgb(), 3 * y * image.width());
    }
  }

  static RasterRows of(BufferedImage image) {
    ColorModel colors = image.getColorModel();
    boolean samples =
        colors instanceof ComponentColorModel
            && !colors.isAlphaPremultiplied()
            && (colors.getTransferType() == DataBuffer.TYPE_BYTE
                || colors.getTransferType() == DataBuffer.TYPE_USHORT);
    int type = colors.getColorSpace().getType();
    if (samples && (type == ColorSpace.TYPE_GRAY || type == ColorSpace.TYPE_RGB)) {
      return fromSamples(image.getRaster(), type == ColorSpace.TYPE_GRAY, colors);
    }
    if (image.getType() == BufferedImage.TYPE_INT_RGB) {
      return fromPackedInts(image.getRaster());
    }
    return fromArgb(image);
  }

  private static RasterRows fromSamples(Raster raster, boolean grey, ColorModel colors) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    int[] samples = new int[width * bands];
    int bits = colors.getComponentSize(0);
    return (y, rgb, offset) -> {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, samples);
      for (int x = 0, to = offset; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          int sample = samples[x * bands + (grey ? 0 : c)];
          rgb[to++] = (byte) (bits > 8 ? sample >> (bits - 8) : sample);
        }
      }
    };
  }

  private static RasterRows fromPackedInts(Raster raster) {
    int[] row = new int[raster.getWidth()];
    return (y, rgb, offset) -> {
      raster.getDataElements(raster.getMinX(), raster.getMinY() + y, row.length, 1, row);
      unpack(row, rgb, offset);
    };
  }

  private static RasterRows fromArgb(BufferedImage image) {
    int[] row = new int[image.getWidth()];
    return (y, rgb, offset) -> {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      unpack(row, rgb, offset);
    };
  }

  private static void unpack(int[] row, byte[] rgb, int offset) {
    int to = offset;
    for (int pixel : row) {
      rgb[to++] = (byte) (pixel >> 16);
      rgb[to++] = (byte) (pixel >> 8);
      rgb[to++] = (byte) pixel;
    }
  }
}

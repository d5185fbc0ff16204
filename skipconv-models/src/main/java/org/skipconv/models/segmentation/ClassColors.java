package org.skipconv.models.segmentation;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.skipconv.models.vision.Overlay;

/** Names of classes that come without any, and the colours of all. */
final class ClassColors {
  private static final int ALPHA = 140;

  private ClassColors() {}

  static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
  }

  /** A pixel a cell: clear for class 0, mostly the background, and outside the picture. */
  static BufferedImage layer(Segmentation found) {
    BufferedImage layer =
        new BufferedImage(found.width(), found.height(), BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < found.height(); y++) {
      for (int x = 0; x < found.width(); x++) {
        int cell = found.cell(y, x);
        if (cell > 0) {
          Color color = Overlay.color(cell - 1);
          layer.setRGB(x, y, ALPHA << 24 | (color.getRGB() & 0xffffff));
        }
      }
    }
    return layer;
  }
}

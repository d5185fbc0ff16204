package org.skipconv.models.vision;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import org.jspecify.annotations.Nullable;

/** Text of an {@link Overlay}: the tags of boxes and the caption. */
final class TextPanel {
  private static final Color GROUND = new Color(12, 14, 20, 185);
  private static final Color INK = new Color(245, 247, 250);

  private final float unit;

  /** Made on first use: a picture without text needs no fonts. */
  private @Nullable Font font;

  TextPanel(float unit) {
    this.unit = unit;
  }

  private FontMetrics metrics(Graphics2D graphics) {
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    try {
      if (font == null) {
        font = new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont(Math.max(11, 12.5f * unit));
      }
      graphics.setFont(font);
      return graphics.getFontMetrics();
    } catch (LinkageError | InternalError | RuntimeException e) {
      // What Java throws without fontconfig depends on its version.
      throw new IllegalStateException(
          "this machine has no fonts to write with: install fontconfig and a font, such as"
              + " DejaVu",
          e);
    }
  }

  /** A tag on the upper edge of a box, inside where there is no room above. */
  void tag(Graphics2D graphics, String label, Rectangle2D box, Color color, int imageWidth) {
    FontMetrics metrics = metrics(graphics);
    double pad = 3 * unit;
    double width = metrics.stringWidth(label) + 2 * pad;
    double height = metrics.getAscent() + metrics.getDescent() + 0.5 * pad;
    double rim = 0.9 * unit;
    double x = Math.max(0, Math.min(box.getX() - rim, imageWidth - width));
    double y = box.getY() - height < 0 ? Math.max(0, box.getY()) : box.getY() - height;
    graphics.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 230));
    graphics.fill(new RoundRectangle2D.Double(x, y, width, height, 4 * unit, 4 * unit));
    graphics.setColor(luminance(color) > 140 ? new Color(20, 20, 24) : INK);
    graphics.drawString(label, (float) (x + pad), (float) (y + 0.25 * pad + metrics.getAscent()));
  }

  private static double luminance(Color color) {
    return 0.299 * color.getRed() + 0.587 * color.getGreen() + 0.114 * color.getBlue();
  }

  /** Lines at the lower left. */
  void caption(Graphics2D graphics, String caption, int imageHeight) {
    FontMetrics metrics = metrics(graphics);
    String[] lines = caption.split("\n", -1);
    double pad = 6 * unit;
    double width = 0;
    for (String line : lines) {
      width = Math.max(width, metrics.stringWidth(line));
    }
    double lineHeight = metrics.getAscent() + metrics.getDescent();
    double height = lines.length * lineHeight + pad;
    double x = pad;
    double y = imageHeight - height - pad;
    graphics.setColor(GROUND);
    graphics.fill(new RoundRectangle2D.Double(x, y, width + 2 * pad, height, 2 * pad, 2 * pad));
    graphics.setColor(INK);
    double baseline = y + pad / 2 + metrics.getAscent();
    for (String line : lines) {
      graphics.drawString(line, (float) (x + pad), (float) baseline);
      baseline += lineHeight;
    }
  }
}

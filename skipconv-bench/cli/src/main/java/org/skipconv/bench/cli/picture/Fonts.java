package org.skipconv.bench.cli.picture;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** Whether this machine can write on pictures: small servers have no fonts. */
public final class Fonts {
  private Fonts() {}

  /** True when text can be drawn. */
  public static boolean available() {
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
      return graphics.getFontMetrics().stringWidth("x") > 0;
    } catch (LinkageError | InternalError | RuntimeException e) {
      // What Java throws without fontconfig depends on its version.
      return false;
    } finally {
      graphics.dispose();
    }
  }
}

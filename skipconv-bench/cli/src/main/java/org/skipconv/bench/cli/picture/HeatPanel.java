package org.skipconv.bench.cli.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.RgbImage;

/** Picture as the network sees it, grey, and over it where it computed. */
final class HeatPanel {
  private static final float DIMMED = 0.6f;
  private static final int PAD = 10;
  private static final int LEGEND_WIDTH = 84;
  private static final int LEGEND_HEIGHT = 9;
  private static final float[][] LEGEND = new float[1][LEGEND_WIDTH];

  static {
    for (int i = 0; i < LEGEND_WIDTH; i++) {
      LEGEND[0][i] = i / (LEGEND_WIDTH - 1f);
    }
  }

  private final CropWindow usual;
  private final int height;
  private final int width;
  private final boolean text;

  /**
   * A panel of the window's aspect.
   *
   * @param text false to leave the text out
   */
  HeatPanel(CropWindow window, int height, boolean text) {
    this.usual = window;
    this.height = height;
    this.width = Math.max(16, Math.round(height * window.width() / window.height()));
    this.text = text;
  }

  int width() {
    return width;
  }

  /** Paints the panel of its usual window. */
  void paint(Graphics2D graphics, int left, RgbImage picture, float[][] shares) {
    paint(graphics, left, picture, usual, shares);
  }

  /**
   * Paints the panel.
   *
   * @param window what the network saw of this picture
   */
  void paint(Graphics2D graphics, int left, RgbImage picture, CropWindow window, float[][] shares) {
    BufferedImage heat = Overlay.on(grey(picture)).heat(shares, window).image();
    BufferedImage panel = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D inside = panel.createGraphics();
    inside.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    double scale = height / (double) window.height();
    inside.scale(scale, scale);
    inside.translate(-window.x(), -window.y());
    inside.drawImage(heat, 0, 0, null);
    inside.dispose();
    legend(panel);
    graphics.drawImage(panel, left, 0, null);
  }

  /** In grey, so that the only colours are those of the heat. */
  private static RgbImage grey(RgbImage picture) {
    byte[] rgb = picture.rgb();
    byte[] grey = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i += 3) {
      float luma =
          0.299f * (rgb[i] & 0xff) + 0.587f * (rgb[i + 1] & 0xff) + 0.114f * (rgb[i + 2] & 0xff);
      byte dimmed = (byte) (DIMMED * luma);
      grey[i] = dimmed;
      grey[i + 1] = dimmed;
      grey[i + 2] = dimmed;
    }
    return new RgbImage(picture.height(), picture.width(), grey);
  }

  private void legend(BufferedImage panel) {
    if (!text || width < 2 * LEGEND_WIDTH || height < 8 * PAD) {
      return;
    }
    int top = height - PAD - LEGEND_HEIGHT;
    Graphics2D graphics = panel.createGraphics();
    graphics.setColor(new Color(0, 0, 0, 150));
    graphics.fillRect(0, top - PAD, width, height - top + PAD);
    Overlay.on(panel).heat(LEGEND, new CropWindow(PAD, top, LEGEND_WIDTH, LEGEND_HEIGHT));
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    graphics.setColor(Color.WHITE);
    graphics.drawString("0 to 100 % computed", 2 * PAD + LEGEND_WIDTH, top + LEGEND_HEIGHT);
    graphics.dispose();
  }
}

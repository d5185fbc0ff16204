package org.skipconv.models.vision;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Draws results over a picture: boxes, lines and dots, a caption, and where the network computed.
 * Works without a display. Positions are pixels of the picture, whole numbers being centres of
 * pixels. Line widths and text follow the size of the picture. Not thread-safe.
 */
public final class Overlay {
  private static final Color SHADOW = new Color(0, 0, 0, 150);
  private static final double OPAQUE_HEAT = 0.62;

  /** Colours that differ well from one another and from most pictures. */
  private static final List<Color> PALETTE =
      List.of(
          new Color(0xffb000),
          new Color(0x4cc9f0),
          new Color(0x7ae582),
          new Color(0xff5d8f),
          new Color(0xb48cff),
          new Color(0xfff275),
          new Color(0xff7f51),
          new Color(0x2ec4b6));

  private final BufferedImage image;
  private final Graphics2D graphics;

  /** Width of a thin line. */
  private final float unit;

  private final TextPanel text;

  private Overlay(BufferedImage image) {
    this.image = image;
    this.graphics = image.createGraphics();
    this.unit = Math.max(1, Math.min(image.getHeight(), image.getWidth()) / 400f);
    this.text = new TextPanel(unit);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    // Java2D counts from the corner of a pixel, we from its centre.
    graphics.translate(0.5, 0.5);
  }

  /**
   * Draws on a copy of a picture.
   *
   * @param picture the picture
   * @return an overlay
   */
  public static Overlay on(RgbImage picture) {
    return new Overlay(picture.toBufferedImage());
  }

  /**
   * Draws on a picture itself.
   *
   * @param picture the picture
   * @return an overlay
   */
  public static Overlay on(BufferedImage picture) {
    return new Overlay(picture);
  }

  /**
   * {@return one of a few colours that differ well; numbers beyond them start again}
   *
   * @param number 0 or more
   */
  public static Color color(int number) {
    return PALETTE.get(Math.floorMod(number, PALETTE.size()));
  }

  /**
   * A translucent layer from nothing at 0 over red to bright yellow at 1, such as the share of
   * layers, or of frames, in which a pixel was computed.
   *
   * @param values [height][width], 0 to 1; values outside are taken as the nearer of both
   * @param window the part of the picture that they cover
   * @return this overlay
   */
  public Overlay heat(float[][] values, CropWindow window) {
    graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) OPAQUE_HEAT));
    layer(HeatColors.paint(values), window);
    graphics.setComposite(AlphaComposite.SrcOver);
    return this;
  }

  /**
   * A picture with transparent parts, such as colours of classes.
   *
   * @param layer the picture
   * @param window the part of the picture below that it covers
   * @return this overlay
   */
  public Overlay layer(BufferedImage layer, CropWindow window) {
    AffineTransform place =
        AffineTransform.getTranslateInstance(window.x() - 0.5, window.y() - 0.5);
    place.scale(
        window.width() / (double) layer.getWidth(), window.height() / (double) layer.getHeight());
    Shape clip = graphics.getClip();
    graphics.clip(area(window));
    graphics.drawImage(layer, place, null);
    graphics.setClip(clip);
    return this;
  }

  private static Rectangle2D area(CropWindow window) {
    return new Rectangle2D.Float(
        window.x() - 0.5f, window.y() - 0.5f, window.width(), window.height());
  }

  /**
   * A thin dashed outline of what a network sees.
   *
   * @param window part of the picture
   * @return this overlay
   */
  public Overlay window(CropWindow window) {
    float[] dash = {5 * unit, 4 * unit};
    graphics.setStroke(
        new BasicStroke(unit, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, dash, 0));
    graphics.setColor(new Color(255, 255, 255, 170));
    graphics.draw(area(window));
    return this;
  }

  /**
   * A box with a label.
   *
   * @param x1 left edge
   * @param y1 upper edge
   * @param x2 right edge
   * @param y2 lower edge
   * @param label null or empty for none
   * @param color colour
   * @return this overlay
   */
  public Overlay box(float x1, float y1, float x2, float y2, String label, Color color) {
    Rectangle2D box = new Rectangle2D.Float(x1, y1, x2 - x1, y2 - y1);
    outlined(box, 1.8f * unit, color);
    if (label != null && !label.isEmpty()) {
      text.tag(graphics, label, box, color, image.getWidth());
    }
    return this;
  }

  /**
   * A line between two points, rounded and with a dark rim.
   *
   * @param x1 column of the one end
   * @param y1 row of the one end
   * @param x2 column of the other end
   * @param y2 row of the other end
   * @param color colour
   * @return this overlay
   */
  public Overlay line(float x1, float y1, float x2, float y2, Color color) {
    outlined(new Line2D.Float(x1, y1, x2, y2), 2.6f * unit, color);
    return this;
  }

  /**
   * A dot with a dark rim.
   *
   * @param x column of its centre
   * @param y row of its centre
   * @param color colour
   * @return this overlay
   */
  public Overlay dot(float x, float y, Color color) {
    float radius = 2.8f * unit;
    Shape dot = new Ellipse2D.Float(x - radius, y - radius, 2 * radius, 2 * radius);
    graphics.setColor(color);
    graphics.fill(dot);
    graphics.setStroke(stroke(0.9f * unit));
    graphics.setColor(SHADOW);
    graphics.draw(dot);
    return this;
  }

  /**
   * Text at the lower left, on a dark ground; lines are separated by {@code \n}.
   *
   * @param caption the text
   * @return this overlay
   * @throws IllegalStateException when this machine has no fonts
   */
  public Overlay caption(String caption) {
    text.caption(graphics, caption, image.getHeight());
    return this;
  }

  private void outlined(Shape shape, float width, Color color) {
    graphics.setStroke(stroke(width + 1.6f * unit));
    graphics.setColor(SHADOW);
    graphics.draw(shape);
    graphics.setStroke(stroke(width));
    graphics.setColor(color);
    graphics.draw(shape);
  }

  private static BasicStroke stroke(float width) {
    return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  /** {@return the picture drawn on, not a copy} */
  public BufferedImage image() {
    return image;
  }

  /** {@return a copy of the picture with what was drawn so far} */
  public RgbImage toImage() {
    return RgbImage.from(image);
  }
}

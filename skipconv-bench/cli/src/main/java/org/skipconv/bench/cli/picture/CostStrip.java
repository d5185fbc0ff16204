package org.skipconv.bench.cli.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.skipconv.core.FrameReport;
import org.skipconv.core.MacCount;
import org.skipconv.models.vision.Displacement;

/** The strip below an annotated picture: what the frame cost, and the frames before it. */
final class CostStrip {
  /** Pixels. */
  static final int HEIGHT = 76;

  private static final int PAD = 10;
  private static final int BARS = 36;

  /** Widest bar: a few frames are no wall of colour. */
  private static final double WIDEST = 24;

  private static final Color GROUND = new Color(0x14161c);
  private static final Color INK = new Color(0xf0f2f6);
  private static final Color FAINT = new Color(0x3a3f4b);
  private static final Color BAR = new Color(0xf54b32);
  private static final Color KEYFRAME = new Color(0xffeb5a);

  private final long expected;
  private final boolean text;
  private final List<Bar> bars = new ArrayList<>();

  /** A frame's share of the dense cost. */
  private record Bar(double share, boolean keyframe) {}

  /**
   * A strip that fills from left to right.
   *
   * @param expected number of frames, -1 when unknown
   * @param text false to leave the text out
   */
  CostStrip(long expected, boolean text) {
    this.expected = expected;
    this.text = text;
  }

  void paint(
      Graphics2D graphics,
      int top,
      int width,
      int number,
      FrameReport report,
      Displacement displacement) {
    MacCount macs = report.macs();
    bars.add(new Bar((double) macs.spent() / macs.dense(), report.keyframe()));
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(GROUND);
    graphics.fillRect(0, top, width, HEIGHT);
    int base = top + HEIGHT - PAD;
    graphics.setColor(FAINT);
    graphics.fillRect(PAD, base - BARS, width - 2 * PAD, 1);
    graphics.fillRect(PAD, base, width - 2 * PAD, 1);
    double slot = Math.min(WIDEST, (width - 2 * PAD) / (double) Math.max(expected, bars.size()));
    for (int i = 0; i < bars.size(); i++) {
      double height = BARS * bars.get(i).share();
      graphics.setColor(bars.get(i).keyframe() ? KEYFRAME : BAR);
      graphics.fill(
          new Rectangle2D.Double(
              PAD + i * slot, base - height, Math.max(0.7, 0.85 * slot), height));
    }
    if (text) {
      write(graphics, top, width, "frame " + number + text(displacement), report);
    }
  }

  /** Nothing where the camera stands still, or nobody asked. */
  private static String text(Displacement displacement) {
    return switch (displacement.verdict()) {
      case NEW -> "";
      case LOST -> ", scene not found";
      case BLIND -> ", too dark to steady";
      case FOUND ->
          String.format(Locale.ROOT, ", moved by %.1f, %.1f", displacement.x(), displacement.y());
    };
  }

  private static void write(
      Graphics2D graphics, int top, int width, String title, FrameReport report) {
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    graphics.setColor(INK);
    MacCount macs = report.macs();
    String noise =
        Double.isNaN(report.noise())
            ? ""
            : String.format(Locale.ROOT, ", noise %.1f", report.noise());
    graphics.drawString(title + noise, PAD, top + 19);
    String cost =
        report.keyframe() || report.cheaperWhole()
            ? String.format(
                Locale.ROOT,
                "%s: all %.2f GMAC",
                report.keyframe() ? "keyframe" : "whole",
                macs.dense() / 1e9)
            : String.format(
                Locale.ROOT,
                "%.3f of %.2f GMAC = %.1f %%",
                macs.spent() / 1e9,
                macs.dense() / 1e9,
                100.0 * macs.spent() / macs.dense());
    int right = width - PAD - graphics.getFontMetrics().stringWidth(cost);
    graphics.drawString(cost, right, top + 19);
  }
}

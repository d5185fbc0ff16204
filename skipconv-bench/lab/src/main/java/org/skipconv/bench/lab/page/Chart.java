package org.skipconv.bench.lab.page;

import java.util.List;
import java.util.Locale;
import org.skipconv.bench.cli.report.Html;

/**
 * A chart as inline SVG; its colours are the page's, so that it follows light and dark.
 *
 * @param title for those who cannot see it
 */
record Chart(String title, ChartAxis x, ChartAxis y, List<Series> series) {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 340;
  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 12;
  private static final int BOTTOM = 46;
  private static final int RADIUS = 4;

  /** The chart and its legend. */
  String html() {
    StringBuilder svg = new StringBuilder("<div class=\"chart\">");
    svg.append(legend());
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
            WIDTH,
            HEIGHT,
            Html.escape(title)));
    grid(svg);
    String clip = "clip" + Integer.toHexString(title.hashCode());
    svg.append(
        String.format(
            Locale.ROOT,
            "<clipPath id=\"%s\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/></clipPath>"
                + "<g clip-path=\"url(#%s)\">",
            clip,
            LEFT - RADIUS,
            TOP - RADIUS,
            WIDTH - LEFT - RIGHT + 2 * RADIUS,
            HEIGHT - TOP - BOTTOM + 2 * RADIUS,
            clip));
    series.forEach(one -> draw(svg, one));
    return svg.append("</g></svg></div>\n").toString();
  }

  private String legend() {
    StringBuilder text = new StringBuilder("<p class=\"legend\">");
    for (Series one : series) {
      if (!one.name().isEmpty()) {
        String kind = one.style() == Series.Style.DASHED ? "dash" : "dot";
        text.append(
            String.format(
                Locale.ROOT,
                "<span><i class=\"%s b%d\"></i>%s</span> ",
                kind,
                one.colour(),
                Html.escape(one.name())));
      }
    }
    return text.append("</p>").toString();
  }

  private void grid(StringBuilder svg) {
    for (double tick : x.ticks()) {
      double at = px(tick);
      line(svg, at, TOP, at, HEIGHT - BOTTOM);
      text(svg, at, HEIGHT - BOTTOM + 17, "middle", x.text(tick));
    }
    for (double tick : y.ticks()) {
      double at = py(tick);
      line(svg, LEFT, at, WIDTH - RIGHT, at);
      text(svg, LEFT - 7, at + 4, "end", y.text(tick));
    }
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", x.label());
    svg.append(
        String.format(
            Locale.ROOT,
            "<text transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
            (TOP + HEIGHT - BOTTOM) / 2,
            Html.escape(y.label())));
  }

  private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
            x,
            y,
            anchor,
            Html.escape(text)));
  }

  private void draw(StringBuilder svg, Series one) {
    if (one.style() != Series.Style.POINTS && one.marks().size() > 1) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<polyline class=\"%s c%d\" points=\"",
              one.style() == Series.Style.DASHED ? "dashed" : "line",
              one.colour()));
      for (Series.Mark mark : one.marks()) {
        svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", px(mark.x()), py(mark.y())));
      }
      svg.append("\"/>");
    }
    if (one.style() == Series.Style.POINTS || one.style() == Series.Style.LINE_AND_POINTS) {
      for (Series.Mark mark : one.marks()) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<circle class=\"f%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"%d\"><title>%s</title></circle>",
                one.colour(),
                px(mark.x()),
                py(mark.y()),
                RADIUS,
                Html.escape(mark.text())));
      }
    }
  }

  private double px(double value) {
    return LEFT + x.at(value) * (WIDTH - LEFT - RIGHT);
  }

  private double py(double value) {
    return HEIGHT - BOTTOM - y.at(value) * (HEIGHT - TOP - BOTTOM);
  }
}

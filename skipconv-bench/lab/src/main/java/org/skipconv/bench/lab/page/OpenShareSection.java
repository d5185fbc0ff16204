package org.skipconv.bench.lab.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.skipconv.bench.cli.report.Table;
import org.skipconv.bench.lab.study.OpenShareStudy;
import org.skipconv.bench.lab.study.OpenShareStudy.Point;
import org.skipconv.bench.lab.study.Study;

/**
 * Section on the cost of a frame at an open share, and the share from which skipping is not worth
 * it.
 */
final class OpenShareSection {
  private static final double ALL = 100;

  private final OpenShareStudy shares;
  private final List<String> patterns;

  private OpenShareSection(Study study) {
    this.shares = study.openShares();
    this.patterns = shares.points().stream().map(Point::pattern).distinct().toList();
  }

  static Section of(Study study) {
    OpenShareSection section = new OpenShareSection(study);
    String note =
        Section.note(
            "The same share of every layer is opened, on frames of noise in which every pixel"
                + " changes: the dearest input there is, with nothing to be found out by gates; the least"
                + " time of some frames counts."
                + " Break-even is the open share up to which skipping is faster; 100 % means"
                + " always.");
    return new Section(
        "break-even", "Break-even open share", note + section.chart() + section.table());
  }

  private String chart() {
    List<Series> series = new ArrayList<>();
    series.add(level("dense path", Colours.DENSE, shares.denseMillis()));
    series.add(level("ONNX Runtime", Colours.ONNX_RUNTIME, shares.onnxMillis()));
    int colour = Colours.FIRST_FREE;
    for (String pattern : patterns) {
      List<Series.Mark> marks =
          points(pattern).stream()
              .map(point -> new Series.Mark(ALL * point.openShare(), point.millis(), text(point)))
              .toList();
      series.add(new Series(pattern, colour++, Series.Style.LINE_AND_POINTS, marks));
    }
    double top =
        series.stream()
            .flatMap(one -> one.marks().stream())
            .mapToDouble(Series.Mark::y)
            .max()
            .orElseThrow();
    ChartAxis x = new ChartAxis("open share of all MACs, %", 0, 1.02 * ALL, false);
    return new Chart("Time against open share", x, ChartAxis.fromZero("ms per frame", top), series)
        .html();
  }

  private static Series level(String name, int colour, double millis) {
    return Series.straight(name, colour, 0, millis, ALL, millis);
  }

  private List<Point> points(String pattern) {
    return shares.points().stream().filter(point -> point.pattern().equals(pattern)).toList();
  }

  private String table() {
    Table table =
        Table.headed(
            "pattern of open pixels",
            "nothing open, ms",
            "share of dense",
            "break-even with dense",
            "with ONNX Runtime");
    for (String pattern : patterns) {
      double closed = points(pattern).get(0).millis();
      table.row(
          pattern,
          Numbers.of(closed),
          Numbers.percent(closed / shares.denseMillis()),
          Numbers.percent(shares.breakEven(pattern, shares.denseMillis())),
          Numbers.percent(shares.breakEven(pattern, shares.onnxMillis())));
    }
    return table.html();
  }

  private static String text(Point point) {
    return String.format(
        Locale.ROOT,
        "%s: %s open, %s ms",
        point.pattern(),
        Numbers.percent(point.openShare()),
        Numbers.of(point.millis()));
  }
}

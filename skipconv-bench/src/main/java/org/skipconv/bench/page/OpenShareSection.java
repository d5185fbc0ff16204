package org.skipconv.bench.page;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.skipconv.bench.study.OpenShareStudy;
import org.skipconv.bench.study.Study;

/** What a frame costs at an open share, and from where on skipping is not worth it. */
final class OpenShareSection {
  private OpenShareSection() {}

  static Section of(Study study) {
    OpenShareStudy shares = study.openShares();
    double top = Math.max(shares.denseMillis(), shares.onnxMillis());
    List<Series> series = new ArrayList<>();
    series.add(
        Series.straight(
            "dense path", Colours.DENSE, 0, shares.denseMillis(), 100, shares.denseMillis()));
    series.add(
        Series.straight(
            "ONNX Runtime",
            Colours.ONNX_RUNTIME,
            0,
            shares.onnxMillis(),
            100,
            shares.onnxMillis()));
    Table table =
        new Table(
            "pattern of open pixels",
            "nothing open, ms",
            "share of dense",
            "break-even with dense",
            "with ONNX Runtime");
    Set<String> patterns = new LinkedHashSet<>();
    shares.points().forEach(point -> patterns.add(point.pattern()));
    int colour = Colours.FIRST_FREE;
    for (String pattern : patterns) {
      List<Series.Mark> marks = new ArrayList<>();
      for (OpenShareStudy.Point point : shares.points()) {
        if (point.pattern().equals(pattern)) {
          top = Math.max(top, point.millis());
          marks.add(new Series.Mark(100 * point.openShare(), point.millis(), text(point)));
        }
      }
      series.add(new Series(pattern, colour++, Series.Style.LINE_AND_POINTS, marks));
      double closed = marks.get(0).y();
      table.row(
          pattern,
          Numbers.of(closed),
          Numbers.percent(closed / shares.denseMillis()),
          Numbers.percent(shares.breakEven(pattern, shares.denseMillis())),
          Numbers.percent(shares.breakEven(pattern, shares.onnxMillis())));
    }
    String chart =
        new Chart(
                "Time against open share",
                new Axis("open share of all MACs, %", 0, 102, false),
                Axis.fromZero("ms per frame", top),
                series)
            .html();
    String note =
        Section.note(
            "The same share of every layer is opened, on frames of noise in which every pixel"
                + " changes: the dearest input there is, with nothing to be found out by gates."
                + " Break-even is the open share up to which skipping is faster; 100 % means always.");
    return new Section("break-even", "Break-even open share", note + chart + table.html());
  }

  private static String text(OpenShareStudy.Point point) {
    return String.format(
        Locale.ROOT,
        "%s: %s open, %s ms",
        point.pattern(),
        Numbers.percent(point.openShare()),
        Numbers.of(point.millis()));
  }
}

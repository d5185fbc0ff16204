package org.skipconv.bench.lab.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.skipconv.bench.cli.report.Table;
import org.skipconv.bench.lab.study.Limits;
import org.skipconv.bench.lab.study.RoofPoint;
import org.skipconv.bench.lab.study.Study;

/** The kernels inside the network against the limits of the machine. */
final class RooflineSection {
  private static final int LISTED = 14;

  private final List<RoofPoint> points;
  private final Limits limits;
  private final int threads;

  private RooflineSection(Study study) {
    this.points = study.roofline();
    this.threads = study.subject().threads();
    this.limits = study.limits().get(0);
  }

  static Section of(Study study) {
    return new RooflineSection(study).section(study);
  }

  private Section section(Study study) {
    String body = limitsTable(study.limits());
    if (!points.isEmpty()) {
      body += note() + chart() + table();
    }
    return new Section("roofline", "Roofline of the kernels", body);
  }

  private static String limitsTable(List<Limits> all) {
    Table table =
        Table.headed(
            "this machine's limits, measured in this run",
            "sgemm peak, GFLOP/s",
            "memory read, GB/s",
            "read and write, GB/s");
    for (Limits one : all) {
      table.row(
          one.threads() == 1 ? "1 thread" : one.threads() + " threads",
          Numbers.giga(one.flops()),
          Numbers.giga(one.readBytes()),
          Numbers.giga(one.triadBytes()));
    }
    return table.html();
  }

  private String note() {
    return Section.note(
        "Each point is one geometry of convolution inside the network, on this footage: what its"
            + " kernel did to open pixels, against the operations for each byte that must be moved at"
            + " least (weights once, the open share of input and output). The roofs are one thread's;"
            + " a point above the slanted one found its data in a cache."
            + (threads > 1 ? " The frames ran on " + threads + " threads." : ""));
  }

  private String chart() {
    double left = points.stream().mapToDouble(RoofPoint::flopsPerByte).min().orElseThrow() / 1.2;
    double right = points.stream().mapToDouble(RoofPoint::flopsPerByte).max().orElseThrow() * 1.2;
    double slowest = points.stream().mapToDouble(RoofPoint::flops).min().orElseThrow() / 1e9;
    double fastest = points.stream().mapToDouble(RoofPoint::flops).max().orElseThrow() / 1e9;
    List<Series> series = roofs(left, right);
    series.add(points("dense", Colours.DENSE));
    series.add(points("skip", Colours.SKIP));
    ChartAxis x = new ChartAxis("FLOP per byte", left, right, true);
    ChartAxis y =
        ChartAxis.logarithmic(
            "GFLOP/s of open pixels", slowest, Math.max(limits.flops() / 1e9, fastest));
    return new Chart("Roofline", x, y, series).html();
  }

  /** Memory bandwidth up to the ridge, the peak beyond. */
  private List<Series> roofs(double left, double right) {
    double peak = limits.flops() / 1e9;
    double bytes = limits.readBytes() / 1e9;
    double ridge = peak / bytes;
    List<Series> roofs = new ArrayList<>();
    if (ridge < right) {
      roofs.add(
          Series.straight("sgemm peak", Colours.DENSE, Math.max(left, ridge), peak, right, peak));
    }
    double end = Math.min(right, ridge);
    if (end > left) {
      roofs.add(
          Series.straight(
              "memory bandwidth", Colours.ONNX_RUNTIME, left, left * bytes, end, end * bytes));
    }
    return roofs;
  }

  private Series points(String path, int colour) {
    List<Series.Mark> marks = new ArrayList<>();
    for (RoofPoint point : points) {
      if (point.path().equals(path)) {
        marks.add(new Series.Mark(point.flopsPerByte(), point.flops() / 1e9, text(point)));
      }
    }
    return new Series(path + " path", colour, Series.Style.POINTS, marks);
  }

  private String text(RoofPoint point) {
    return String.format(
        Locale.ROOT,
        "%s, %s path, %s open: %s GFLOP/s, %s of peak, %s ms a frame",
        point.kind(),
        point.path(),
        Numbers.percent(point.openShare()),
        Numbers.giga(point.flops()),
        ofPeak(point),
        Numbers.of(point.millis()));
  }

  private String ofPeak(RoofPoint point) {
    return Numbers.percent(point.flops() / limits.flops());
  }

  /** Those that take most of the skip path's time. */
  private String table() {
    Table table =
        Table.headed(
            "layers, by their time on the skip path",
            "open",
            "ms a frame",
            "GFLOP/s",
            "of peak",
            "dense: ms",
            "GFLOP/s",
            "of peak");
    points.stream()
        .filter(point -> point.path().equals("skip"))
        .sorted(Comparator.comparingDouble(RoofPoint::millis).reversed())
        .limit(LISTED)
        .forEach(point -> addRow(table, point));
    return table.html();
  }

  private void addRow(Table table, RoofPoint skip) {
    RoofPoint dense =
        points.stream()
            .filter(point -> point.path().equals("dense") && point.kind().equals(skip.kind()))
            .findFirst()
            .orElseThrow();
    table.row(
        skip.kind(),
        Numbers.percent(skip.openShare()),
        Numbers.of(skip.millis()),
        Numbers.giga(skip.flops()),
        ofPeak(skip),
        Numbers.of(dense.millis()),
        Numbers.giga(dense.flops()),
        ofPeak(dense));
  }
}

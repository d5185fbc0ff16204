package org.skipconv.bench.cli.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.skipconv.bench.cli.report.CalibrationReport;
import org.skipconv.gates.calibration.CalibrationPoint;
import org.skipconv.models.Closeness;

/**
 * Plot of the trade of a calibration: MAC ratio against distance, of one threshold and of
 * calibrated ones, on the frames calibrated on and, below, on each part kept back, there with plans
 * from elsewhere.
 */
public final class TradePlot {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;
  private static final Color SINGLE = new Color(0x4a5568);
  private static final Color CALIBRATED = new Color(0xd62839);
  private static final Color[] OTHERS = {new Color(0x2b6cb0), new Color(0x2f855a)};

  private final CalibrationReport report;

  private TradePlot(CalibrationReport report) {
    this.report = report;
  }

  /** Writes a PNG file. */
  public static void write(CalibrationReport report, Path file) throws IOException {
    TradePlot plot = new TradePlot(report);
    List<XYChart> charts = new ArrayList<>();
    plot.row(
        charts,
        report.sample().setup().model() + ", frames calibrated on",
        lines(report.found().singleCurve(), report.found().curve(), List.of()));
    for (CalibrationReport.Test test : report.tests()) {
      plot.row(
          charts, "frames " + test.part(), lines(test.single(), test.calibrated(), test.beside()));
    }
    Charts.write(charts, 2, file);
  }

  private static List<Line> lines(
      List<CalibrationPoint> single,
      List<CalibrationPoint> calibrated,
      List<CalibrationReport.Beside> beside) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("one threshold", single, SINGLE));
    lines.add(new Line("calibrated", calibrated, CALIBRATED));
    for (CalibrationReport.Beside other : beside) {
      lines.add(new Line(other.name(), other.curve(), OTHERS[(lines.size() - 2) % OTHERS.length]));
    }
    return lines;
  }

  private void row(List<XYChart> charts, String title, List<Line> lines) {
    Closeness closeness = report.closeness();
    // Beyond this nobody would go, and the part that matters would be narrow.
    double far = 5 * report.tolerance();
    XYChart distances = chart(title, closeness.distance().toString());
    lines.forEach(line -> line.draw(distances, CalibrationPoint::distance, far));
    tolerance(distances, styleTop(distances, lines));
    charts.add(distances);
    XYChart guides = chart(" ", closeness.guide().toString());
    lines.forEach(line -> line.draw(guides, CalibrationPoint::guide, Double.POSITIVE_INFINITY));
    styleTop(guides, lines);
    charts.add(guides);
  }

  private XYChart chart(String title, String axis) {
    XYChart chart = Charts.chart(WIDTH, HEIGHT, title, axis, "dense MACs / spent MACs");
    XYStyler styler = chart.getStyler();
    styler.setLegendPosition(Styler.LegendPosition.InsideSE);
    styler.setYAxisMin(0.0);
    styler.setXAxisMin(0.0);
    return chart;
  }

  private static double styleTop(XYChart chart, List<Line> lines) {
    double most =
        lines.stream()
            .flatMap(line -> line.points().stream())
            .mapToDouble(CalibrationPoint::macRatio)
            .max()
            .orElse(1);
    chart.getStyler().setYAxisMax(1.05 * most);
    return 1.05 * most;
  }

  /** One curve. */
  private record Line(String name, List<CalibrationPoint> points, Color color) {

    /** Leaves out what is farther than {@code far}. */
    void draw(XYChart chart, ToDoubleFunction<CalibrationPoint> axis, double far) {
      List<CalibrationPoint> shown =
          points.stream()
              .filter(point -> axis.applyAsDouble(point) <= far)
              .sorted(Comparator.comparingDouble(CalibrationPoint::macRatio))
              .toList();
      if (shown.isEmpty()) {
        return;
      }
      double[] x = shown.stream().mapToDouble(axis).toArray();
      double[] y = shown.stream().mapToDouble(CalibrationPoint::macRatio).toArray();
      Charts.line(chart, name, x, y, color).setMarker(SeriesMarkers.CIRCLE);
    }
  }

  private void tolerance(XYChart chart, double top) {
    double at = report.tolerance();
    XYSeries series =
        Charts.line(
            chart, "tolerance", new double[] {at, at}, new double[] {0, top}, new Color(0xa0aec0));
    series.setLineStyle(
        new BasicStroke(
            1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0, new float[] {6, 4}, 0));
  }
}

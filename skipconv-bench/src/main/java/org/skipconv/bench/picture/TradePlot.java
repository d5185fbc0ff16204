package org.skipconv.bench.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.skipconv.bench.report.CalibrationReport;
import org.skipconv.gates.calibration.CalibrationPoint;
import org.skipconv.models.vision.RgbImage;

/**
 * What a calibration trades for what: MAC ratio against distance, of one threshold and of
 * calibrated ones, on the frames calibrated on and, below, on each part kept back.
 */
public final class TradePlot {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 440;
  private static final Color SINGLE = new Color(0x4a5568);
  private static final Color CALIBRATED = new Color(0xd62839);

  private final CalibrationReport report;

  private TradePlot(CalibrationReport report) {
    this.report = report;
  }

  /** Writes a PNG file. */
  public static void write(CalibrationReport report, Path file) throws IOException {
    TradePlot plot = new TradePlot(report);
    List<XYChart> charts = new ArrayList<>();
    charts.add(
        plot.chart(
            report.sample().setup().model().name() + ", frames calibrated on",
            report.found().singleCurve(),
            report.found().curve()));
    for (CalibrationReport.Test test : report.tests()) {
      charts.add(plot.chart("frames " + test.part(), test.single(), test.calibrated()));
    }
    BufferedImage image =
        new BufferedImage(WIDTH, charts.size() * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (XYChart chart : charts) {
      chart.paint(graphics, WIDTH, HEIGHT);
      graphics.translate(0, HEIGHT);
    }
    graphics.dispose();
    RgbImage.from(image).write(file);
  }

  private XYChart chart(
      String title, List<CalibrationPoint> single, List<CalibrationPoint> calibrated) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(report.closeness().name())
            .yAxisTitle("dense MACs / spent MACs")
            .build();
    XYStyler styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(new Color(0xe2e5ea));
    styler.setLegendPosition(Styler.LegendPosition.InsideSE);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setYAxisMin(0.0);
    styler.setXAxisMin(0.0);
    // Beyond this nobody would go, and the part that matters would be narrow.
    double far = 5 * report.tolerance();
    double largest = far > 0 ? far : largest(single, calibrated);
    styler.setXAxisMax(largest);
    line(chart, "one threshold", single, SINGLE, largest);
    line(chart, "calibrated", calibrated, CALIBRATED, largest);
    tolerance(chart, single, calibrated);
    return chart;
  }

  private static double largest(List<CalibrationPoint> single, List<CalibrationPoint> calibrated) {
    List<CalibrationPoint> all = new ArrayList<>(single);
    all.addAll(calibrated);
    return Math.max(1e-9, all.stream().mapToDouble(CalibrationPoint::distance).max().orElse(1));
  }

  private static void line(
      XYChart chart, String name, List<CalibrationPoint> points, Color color, double largest) {
    List<CalibrationPoint> shown =
        points.stream()
            .filter(point -> point.distance() <= largest)
            .sorted(Comparator.comparingDouble(CalibrationPoint::macRatio))
            .toList();
    if (shown.isEmpty()) {
      return;
    }
    double[] x = shown.stream().mapToDouble(CalibrationPoint::distance).toArray();
    double[] y = shown.stream().mapToDouble(CalibrationPoint::macRatio).toArray();
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(color);
    series.setLineColor(color);
    series.setLineStyle(new BasicStroke(1.8f));
  }

  private void tolerance(
      XYChart chart, List<CalibrationPoint> single, List<CalibrationPoint> calibrated) {
    double top = 1;
    for (CalibrationPoint point : single) {
      top = Math.max(top, point.macRatio());
    }
    for (CalibrationPoint point : calibrated) {
      top = Math.max(top, point.macRatio());
    }
    double at = report.tolerance();
    XYSeries series =
        chart.addSeries("tolerance", new double[] {at, at}, new double[] {0, 1.02 * top});
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(new Color(0xa0aec0));
    series.setLineStyle(
        new BasicStroke(
            1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0, new float[] {6, 4}, 0));
  }
}

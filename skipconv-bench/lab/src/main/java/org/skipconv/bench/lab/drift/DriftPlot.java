package org.skipconv.bench.lab.drift;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.skipconv.bench.cli.picture.Charts;

/**
 * Plot of the cost and the error of frames of long scenes over time, one chart per scene. The first
 * frame, which is computed whole, is left out.
 */
public final class DriftPlot {
  /** Name of the file. */
  public static final String FILE = "drift.png";

  private static final int COLUMNS = 2;
  private static final int WIDTH = 640;
  private static final int HEIGHT = 280;

  /** Points of a line: more would be no wider than a pixel. */
  private static final int POINTS = 400;

  private static final int ERROR_AXIS = 1;
  private static final Color MACS = new Color(0xd62839);
  private static final Color ERROR = new Color(0x2b6cb0);

  private final double largestError;

  private DriftPlot(DriftReport report) {
    largestError =
        report.runs().stream().mapToDouble(run -> run.trace().all().largest()).max().orElse(0);
  }

  /** Writes a PNG file. */
  public static void write(DriftReport report, Path file) throws IOException {
    DriftPlot plot = new DriftPlot(report);
    Charts.write(report.runs().stream().map(plot::chart).toList(), COLUMNS, file);
  }

  private XYChart chart(DriftReport.SceneDrift run) {
    XYChart chart = Charts.chart(WIDTH, HEIGHT, run.scene(), "frame", "MACs, share of dense");
    chart.setYAxisGroupTitle(ERROR_AXIS, "relative error");
    XYStyler styler = chart.getStyler();
    styler.setLegendPosition(Styler.LegendPosition.InsideNE);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setXAxisDecimalPattern("0");
    styler.setXAxisTickMarkSpacingHint(90);
    styler.setYAxisGroupPosition(ERROR_AXIS, Styler.YAxisPosition.Right);
    styler.setYAxisMin(0, 0.0);
    // Room above 1 for the legend.
    styler.setYAxisMax(0, 1.2);
    styler.setYAxisMin(ERROR_AXIS, 0.0);
    styler.setYAxisMax(ERROR_AXIS, largestError > 0 ? 1.3 * largestError : 1.0);
    DriftTrace trace = run.trace();
    line(chart, "MACs", trace, trace::spentShare, MACS, 0);
    line(chart, "error", trace, trace::error, ERROR, ERROR_AXIS);
    return chart;
  }

  /** Means of runs of frames, as few as can be told apart. */
  private static void line(
      XYChart chart,
      String name,
      DriftTrace trace,
      IntToDoubleFunction value,
      Color color,
      int axis) {
    int last = trace.frames() - 1;
    int points = Math.min(POINTS, last);
    double[] x = new double[points];
    double[] y = new double[points];
    for (int i = 0; i < points; i++) {
      int begin = 1 + (int) ((long) last * i / points);
      int end = 1 + (int) ((long) last * (i + 1) / points);
      x[i] = (begin + end - 1) / 2.0;
      y[i] = IntStream.range(begin, end).mapToDouble(value).average().orElseThrow();
    }
    XYSeries series = Charts.line(chart, name, x, y, color);
    series.setYAxisGroup(axis);
    series.setLineStyle(new BasicStroke(1.4f));
  }
}

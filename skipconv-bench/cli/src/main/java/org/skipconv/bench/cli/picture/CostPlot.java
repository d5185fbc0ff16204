package org.skipconv.bench.cli.picture;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.skipconv.bench.cli.measure.Timings;
import org.skipconv.bench.cli.report.Report;
import org.skipconv.core.MacCount;

/** Plot of the cost of each frame: multiply-accumulates above, milliseconds below. */
public final class CostPlot {
  /** Name of the file. */
  public static final String FILE = "cost.png";

  private static final int WIDTH = 1200;
  private static final int HEIGHT = 400;
  private static final Color SKIP = new Color(0xd62839);
  private static final Color DENSE = new Color(0x4a5568);
  private static final Color OTHER = new Color(0x2b6cb0);
  private static final Map<String, String> TITLES =
      Map.of(
          Report.SKIP, "skip path",
          Report.DENSE, "dense path",
          Report.ONNX_RUNTIME, "ONNX Runtime, dense");

  private final Report report;
  private final double[] frames;

  private CostPlot(Report report) {
    this.report = report;
    int start = report.setup().start();
    this.frames = IntStream.range(start, start + report.frames()).asDoubleStream().toArray();
  }

  /** Writes a PNG file. */
  public static void write(Report report, Path file) throws IOException {
    CostPlot plot = new CostPlot(report);
    Charts.write(List.of(plot.macs(), plot.millis()), 1, file);
  }

  private XYChart macs() {
    XYChart chart =
        chart(report.setup().model() + " on " + footage(), "GMAC per frame, gating included");
    List<MacCount> macs = report.costs().frames();
    double[] spent = macs.stream().mapToDouble(m -> m.spent() / 1e9).toArray();
    double[] dense = macs.stream().mapToDouble(m -> m.dense() / 1e9).toArray();
    XYSeries area = line(chart, Report.SKIP, spent, SKIP);
    area.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
    area.setFillColor(new Color(SKIP.getRed(), SKIP.getGreen(), SKIP.getBlue(), 70));
    line(chart, Report.DENSE, dense, DENSE);
    scale(chart, 1.15 * dense[0]);
    return chart;
  }

  private String footage() {
    String name = report.setup().footage().name();
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  }

  private XYChart millis() {
    XYChart chart = chart(" ", "ms per frame");
    double usual = 0;
    double most = 0;
    for (String peer : List.of(Report.SKIP, Report.DENSE, Report.ONNX_RUNTIME)) {
      Timings timings = report.times().of(peer);
      if (timings != null) {
        double[] least = timings.least();
        line(chart, peer, least, color(peer));
        usual = Math.max(usual, quantile95(least));
        most = Math.max(most, Arrays.stream(least).max().orElse(0));
      }
    }
    // A few disturbed frames must not flatten all others.
    double top = Math.min(1.05 * most, 3 * usual);
    if (1.05 * most > top) {
      chart.setTitle(String.format(Locale.ROOT, "peaks up to %.1f ms are cut", most));
    }
    scale(chart, top);
    return chart;
  }

  /** Labels of one axis have as many digits as each other. */
  private static void scale(XYChart chart, double top) {
    chart.getStyler().setYAxisMax(top);
    int digits = (int) Math.max(0, Math.ceil(1 - Math.log10(Math.max(top, 1e-6))));
    chart
        .getStyler()
        .setYAxisDecimalPattern(digits == 0 ? "0" : "0." + "0".repeat(Math.min(digits, 6)));
  }

  private static double quantile95(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (0.95 * (sorted.length - 1))];
  }

  private static Color color(String peer) {
    return switch (peer) {
      case Report.SKIP -> SKIP;
      case Report.DENSE -> DENSE;
      default -> OTHER;
    };
  }

  private XYSeries line(XYChart chart, String peer, double[] values, Color color) {
    return Charts.line(
        chart, TITLES.get(peer), Arrays.copyOf(frames, values.length), values, color);
  }

  private XYChart chart(String title, String unit) {
    XYChart chart = Charts.chart(WIDTH, HEIGHT, title, "frame", unit);
    XYStyler styler = chart.getStyler();
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    styler.setYAxisMin(0.0);
    styler.setXAxisDecimalPattern("0");
    styler.setXAxisTickMarkSpacingHint(160);
    return chart;
  }
}

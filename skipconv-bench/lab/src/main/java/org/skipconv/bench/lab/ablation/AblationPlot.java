package org.skipconv.bench.lab.ablation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.skipconv.bench.cli.picture.Charts;

/** Accuracy against MAC ratio, one line a kind of gate and block; one chart a measure. */
public final class AblationPlot {
  /** Name of the file. */
  public static final String FILE = "gates.png";

  private static final int WIDTH = 760;
  private static final int HEIGHT = 460;

  /** Accuracies this far below the dense one are cut off: nobody would go there. */
  private static final double SHOWN = 0.3;

  private static final Map<GateOrigin, Color> COLOURS =
      Map.of(
          GateOrigin.DENSE, new Color(0x14161c),
          GateOrigin.SINGLE, new Color(0x4a5568),
          GateOrigin.CALIBRATED, new Color(0x2b6cb0),
          GateOrigin.THRESHOLDS, new Color(0xd62839),
          GateOrigin.THRESHOLDS_AND_KERNELS, new Color(0xf08030),
          GateOrigin.GATES, new Color(0x2f855a),
          GateOrigin.GATES_AND_KERNELS, new Color(0x805ad5));

  private final Ablation ablation;

  private AblationPlot(Ablation ablation) {
    this.ablation = ablation;
  }

  /** Writes a PNG file. */
  public static void write(Ablation ablation, Path file) throws IOException {
    AblationPlot plot = new AblationPlot(ablation);
    int measures = ablation.measures().size();
    Charts.write(IntStream.range(0, measures).mapToObj(plot::chart).toList(), 1, file);
  }

  private XYChart chart(int measure) {
    XYChart chart =
        Charts.chart(
            WIDTH,
            HEIGHT,
            measure == 0 ? ablation.network().model() + " on generated scenes" : " ",
            "dense MACs / spent MACs",
            ablation.measures().get(measure) + ", %");
    XYStyler styler = chart.getStyler();
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    Double dense = ablation.dense().accuracy().get(measure);
    double least = dense == null ? 0 : Math.max(0, dense - SHOWN);
    lines().forEach((name, each) -> line(chart, name, each, measure, least));
    return chart;
  }

  /** Contenders by kind and block, in the order in which they were measured. */
  private Map<String, List<Measured>> lines() {
    Map<String, List<Measured>> lines = new LinkedHashMap<>();
    for (Measured each : ablation.contenders()) {
      String name =
          each.label().block() == 1
              ? each.label().kind().toString()
              : each.label().kind() + ", block " + each.label().blockText();
      lines.computeIfAbsent(name, key -> new ArrayList<>()).add(each);
    }
    return lines;
  }

  private static void line(
      XYChart chart, String name, List<Measured> contenders, int measure, double least) {
    List<Measured> shown =
        contenders.stream()
            .filter(each -> each.accuracy().get(measure) != null)
            .filter(each -> each.accuracy().get(measure) >= least)
            .sorted(Comparator.comparingDouble(Measured::macRatio))
            .toList();
    if (shown.isEmpty()) {
      return;
    }
    double[] x = shown.stream().mapToDouble(Measured::macRatio).toArray();
    double[] y = shown.stream().mapToDouble(each -> 100 * each.accuracy().get(measure)).toArray();
    XYSeries series = Charts.line(chart, name, x, y, COLOURS.get(shown.get(0).label().kind()));
    style(series, shown.get(0).label());
  }

  private static void style(XYSeries series, Label label) {
    series.setMarker(marker(label.block()));
    series.setLineStyle(stroke(label.block()));
    if (label.kind().trained()) {
      // What different trainings gave is no curve.
      series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    }
  }

  private static Marker marker(int block) {
    return switch (block) {
      case 1 -> SeriesMarkers.CIRCLE;
      case 2 -> SeriesMarkers.DIAMOND;
      case 4 -> SeriesMarkers.SQUARE;
      case 8 -> SeriesMarkers.TRIANGLE_UP;
      default -> SeriesMarkers.CROSS;
    };
  }

  /** The larger the blocks, the shorter the dashes. */
  private static BasicStroke stroke(int block) {
    if (block <= 1) {
      return new BasicStroke(1.8f);
    }
    float[] dashes = {24f / block, 4};
    return new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0, dashes, 0);
  }
}

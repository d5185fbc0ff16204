package org.skipconv.bench.cli.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.skipconv.models.vision.RgbImage;

/** Charts of one look, in files of one or several. */
public final class Charts {
  private Charts() {}

  /** Makes a chart without lines. */
  public static XYChart chart(int width, int height, String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    XYStyler styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(new Color(0xe2e5ea));
    styler.setLegendBorderColor(Color.WHITE);
    return chart;
  }

  /** Adds a line without marks. */
  public static XYSeries line(XYChart chart, String name, double[] x, double[] y, Color color) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setMarkerColor(color);
    series.setLineColor(color);
    series.setLineStyle(new BasicStroke(1.8f));
    return series;
  }

  /**
   * Writes a PNG file.
   *
   * @param charts all of one size, row by row
   * @param columns number of charts beside each other
   */
  public static void write(List<XYChart> charts, int columns, Path file) throws IOException {
    int width = charts.get(0).getWidth();
    int height = charts.get(0).getHeight();
    int rows = (charts.size() + columns - 1) / columns;
    BufferedImage image =
        new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    for (int i = 0; i < charts.size(); i++) {
      Graphics2D cell = (Graphics2D) graphics.create();
      cell.translate(i % columns * width, i / columns * height);
      charts.get(i).paint(cell, width, height);
      cell.dispose();
    }
    graphics.dispose();
    RgbImage.from(image).write(file);
  }
}

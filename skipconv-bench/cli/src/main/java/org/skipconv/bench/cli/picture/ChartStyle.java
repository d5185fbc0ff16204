package org.skipconv.bench.cli.picture;

import java.awt.Color;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;

/** Style that all charts share. */
public final class ChartStyle {
  private ChartStyle() {}

  /** Sets what charts have in common; gives the styler for the rest. */
  public static XYStyler plain(XYChart chart) {
    XYStyler styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(new Color(0xe2e5ea));
    styler.setLegendBorderColor(Color.WHITE);
    return styler;
  }
}

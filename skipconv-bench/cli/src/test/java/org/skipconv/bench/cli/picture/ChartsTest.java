package org.skipconv.bench.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;
import org.skipconv.models.vision.RgbImage;

class ChartsTest {
  private static final int WIDTH = 200;
  private static final int HEIGHT = 120;

  private static XYChart chart(Color color) {
    XYChart chart = Charts.chart(WIDTH, HEIGHT, "title", "x", "y");
    Charts.line(chart, "line", new double[] {0, 1}, new double[] {0, 1}, color);
    return chart;
  }

  @Test
  void chartsStandInRowsFromTheLeft(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("charts.png");
    Charts.write(List.of(chart(Color.RED), chart(Color.GREEN), chart(Color.BLUE)), 2, file);
    RgbImage image = RgbImage.read(file);
    assertThat(image.width()).isEqualTo(2 * WIDTH);
    assertThat(image.height()).isEqualTo(2 * HEIGHT);
    assertThat(strong(image, 0, 0)).containsExactly(true, false, false);
    assertThat(strong(image, 0, WIDTH)).containsExactly(false, true, false);
    assertThat(strong(image, HEIGHT, 0)).containsExactly(false, false, true);
    assertThat(strong(image, HEIGHT, WIDTH)).containsExactly(false, false, false);
  }

  /** Presence of each of the three line colours in a part of a picture. */
  private static boolean[] strong(RgbImage image, int top, int left) {
    boolean[] found = new boolean[3];
    for (int y = top; y < top + HEIGHT; y++) {
      for (int x = left; x < left + WIDTH; x++) {
        for (int c = 0; c < 3; c++) {
          found[c] |=
              image.get(y, x, c) > 250
                  && image.get(y, x, (c + 1) % 3) < 5
                  && image.get(y, x, (c + 2) % 3) < 5;
        }
      }
    }
    return found;
  }
}

package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OverlayTest {
  private static final int HEIGHT = 120;
  private static final int WIDTH = 160;

  private static RgbImage grey() {
    RgbImage image = new RgbImage(HEIGHT, WIDTH);
    Arrays.fill(image.rgb(), (byte) 100);
    return image;
  }

  private static RgbImage drawn(Consumer<Overlay> drawing) {
    Overlay overlay = Overlay.on(grey());
    drawing.accept(overlay);
    return overlay.toImage();
  }

  private static void text(Overlay overlay, Consumer<Overlay> drawing) {
    try {
      drawing.accept(overlay);
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("fontconfig");
      abort("no fonts on this machine");
    }
  }

  private static int[] pixel(RgbImage image, int y, int x) {
    return new int[] {image.get(y, x, 0), image.get(y, x, 1), image.get(y, x, 2)};
  }

  private static boolean touched(RgbImage image, int y, int x) {
    return !Arrays.equals(pixel(image, y, x), new int[] {100, 100, 100});
  }

  /** Every pixel that was drawn on lies in here. */
  private static void assertOnlyWithin(RgbImage image, int x1, int y1, int x2, int y2) {
    int count = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        if (touched(image, y, x)) {
          count++;
          assertThat(x).isBetween(x1, x2);
          assertThat(y).isBetween(y1, y2);
        }
      }
    }
    assertThat(count).isPositive();
  }

  @Test
  void leavesTheGivenPictureAloneOrDrawsOnIt() {
    RgbImage picture = grey();
    Overlay.on(picture).dot(50, 50, Color.RED);
    assertThat(picture.rgb()).isEqualTo(grey().rgb());

    BufferedImage canvas = grey().toBufferedImage();
    Overlay overlay = Overlay.on(canvas).dot(50, 50, Color.RED);
    assertThat(overlay.image()).isSameAs(canvas);
    assertThat(new Color(canvas.getRGB(50, 50))).isEqualTo(Color.RED);
  }

  @Test
  void dotsAndLinesLieWhereTheyShould() {
    RgbImage dot = drawn(o -> o.dot(80, 60, Color.RED));
    assertOnlyWithin(dot, 75, 55, 85, 65);
    assertThat(touched(dot, 60, 78)).isEqualTo(touched(dot, 60, 82)); // symmetric about its centre
    assertThat(pixel(dot, 60, 77)).isEqualTo(pixel(dot, 60, 83));

    RgbImage line = drawn(o -> o.line(20, 30, 120, 30, Color.GREEN));
    assertOnlyWithin(line, 16, 26, 124, 34);
    assertThat(pixel(line, 30, 70)).isEqualTo(new int[] {0, 255, 0});
    assertThat(pixel(line, 28, 70)).isEqualTo(pixel(line, 32, 70));
  }

  @Test
  void heatStaysInItsWindowAndGrowsWithItsValue() {
    float[][] values = {{0, 0.5f}, {Float.NaN, 1}};
    RgbImage heat = drawn(o -> o.heat(values, new CropWindow(40, 20, 80, 80)));

    assertOnlyWithin(heat, 40, 20, 119, 99);
    assertThat(touched(heat, 25, 45)).isFalse();
    assertThat(touched(heat, 95, 45)).isFalse();
    int half = pixel(heat, 25, 115)[0];
    int full = pixel(heat, 95, 115)[0];
    assertThat(full).isGreaterThan(half);
    assertThat(half).isGreaterThan(100);
  }

  @Test
  void heatReachesBeyondThePicture() {
    RgbImage heat = drawn(o -> o.heat(new float[][] {{1}}, new CropWindow(-40, -10, 400, 300)));
    assertThat(touched(heat, 0, 0)).isTrue();
    assertThat(touched(heat, HEIGHT - 1, WIDTH - 1)).isTrue();
  }

  @Test
  void refusesHeatWithoutAShape() {
    CropWindow window = new CropWindow(0, 0, 10, 10);
    assertThatThrownBy(() -> drawn(o -> o.heat(new float[0][], window)))
        .hasMessageContaining("no values");
    assertThatThrownBy(() -> drawn(o -> o.heat(new float[][] {{1, 1}, {1}}, window)))
        .hasMessageContaining("row 1 has 1");
  }

  @Test
  void boxesAndWindowsAreOutlines() {
    RgbImage box = drawn(o -> o.box(30, 40, 90, 80, null, Overlay.color(0)));
    assertOnlyWithin(box, 26, 36, 94, 84);
    assertThat(touched(box, 60, 60)).isFalse();
    assertThat(touched(box, 60, 30)).isTrue();

    RgbImage window = drawn(o -> o.window(new CropWindow(30, 40, 60, 40)));
    assertOnlyWithin(window, 28, 38, 91, 81);
    assertThat(touched(window, 60, 60)).isFalse();
  }

  @Test
  void labelsStayInThePicture() {
    Overlay overlay = Overlay.on(grey());
    text(overlay, o -> o.box(140, -10, 158, 30, "person", Color.ORANGE));
    RgbImage image = overlay.toImage();

    assertThat(touched(image, 5, 130)).isTrue(); // moved to the left and down
  }

  @Test
  void theCaptionIsReadable() {
    Overlay overlay = Overlay.on(grey());
    text(overlay, o -> o.caption("frame 7\nsaved"));
    RgbImage image = overlay.toImage();

    assertOnlyWithin(image, 0, HEIGHT / 2, WIDTH - 1, HEIGHT - 1);
    int dark = 0;
    int bright = 0;
    for (int i = 0; i < image.rgb().length; i++) {
      dark += (image.rgb()[i] & 0xff) < 50 ? 1 : 0;
      bright += (image.rgb()[i] & 0xff) > 200 ? 1 : 0;
    }
    assertThat(dark).isGreaterThan(1000);
    assertThat(bright).isGreaterThan(100);
  }

  @Test
  void coloursStartAgain() {
    assertThat(Overlay.color(0)).isEqualTo(Overlay.color(8)).isNotEqualTo(Overlay.color(1));
    assertThat(Overlay.color(-1)).isEqualTo(Overlay.color(7));
  }
}

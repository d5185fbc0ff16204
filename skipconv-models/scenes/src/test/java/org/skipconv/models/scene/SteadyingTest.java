package org.skipconv.models.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.models.scene.MovingCamera.Motion;
import org.skipconv.models.vision.Displacement;
import org.skipconv.models.vision.Displacement.Verdict;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.Steadying;

/** Displacements of generated scenes, of which they are known exactly. */
class SteadyingTest {
  private static final int HEIGHT = 240;
  private static final int WIDTH = 320;
  private static final Scene SCENE =
      Scene.builder().size(300, 800).seed(11).figures(3).vehicles(2).figureHeight(0.3).build();

  private static RgbImage filled(int level) {
    RgbImage image = new RgbImage(HEIGHT, WIDTH);
    Arrays.fill(image.rgb(), (byte) level);
    return image;
  }

  @ParameterizedTest
  @EnumSource(names = {"JITTER", "WIND", "WALKING", "PAN_THIRD", "PAN_SLOW", "PAN", "PAN_FAST"})
  void isExactToATenthOfAPixel(Motion motion) {
    MovingCamera camera = new MovingCamera(SCENE, HEIGHT, WIDTH, motion);
    Steadying steadying = new Steadying(HEIGHT, WIDTH);
    for (int frame = 0; frame < 30; frame++) {
      MovingCamera.View view = camera.view(frame);
      Displacement found = steadying.next(view.image());
      assertThat(found.verdict()).isEqualTo(frame == 0 ? Verdict.NEW : Verdict.FOUND);
      // New references on the way add up their errors, of hundredths.
      double limit = 0.12 + 0.004 * Math.abs(view.look().x());
      assertThat(found.x()).as("frame %d", frame).isCloseTo(-view.look().x(), within(limit));
      assertThat(found.y()).as("frame %d", frame).isCloseTo(-view.look().y(), within(limit));
    }
  }

  @Test
  void aStillCameraHardlyMoves() {
    MovingCamera camera = new MovingCamera(SCENE, HEIGHT, WIDTH, Motion.STILL);
    Steadying steadying = new Steadying(HEIGHT, WIDTH);
    for (int frame = 0; frame < 20; frame++) {
      assertThat(steadying.next(camera.view(frame).image()).length()).isLessThan(0.06);
    }
  }

  /** A street of people of the usual and of half the picture's height, and lorries. */
  private enum Passing {
    USUAL(0.3, 0, 0),
    LARGE(0.55, 0, 0),
    /** A third of the picture. */
    LORRY(0.3, 180, 140),
    /** Nearly half of it. */
    LARGE_LORRY(0.3, 165, 210);

    private final double figures;
    private final int length;
    private final int height;

    Passing(double figures, int length, int height) {
      this.figures = figures;
      this.length = length;
      this.height = height;
    }

    List<MovingCamera.View> seenBy(Motion motion) {
      Scene street =
          Scene.builder()
              .size(300, 840)
              .seed(7)
              .figures(6)
              .vehicles(3)
              .figureHeight(figures)
              .build();
      MovingCamera camera = new MovingCamera(street, HEIGHT, WIDTH, motion);
      List<MovingCamera.View> views = new ArrayList<>();
      for (int frame = 0; frame < 20; frame++) {
        MovingCamera.View view = camera.view(60 + frame, frame);
        lorry(view.image(), 9 * frame - length / 2);
        views.add(view);
      }
      return views;
    }

    private void lorry(RgbImage image, int left) {
      int top = (HEIGHT - height) / 2;
      for (int y = top; y < top + height; y++) {
        for (int x = Math.max(0, left); x < Math.min(WIDTH, left + length); x++) {
          double load = 20 * Math.sin((x - left) / 6.0 + Math.sin(y / 9.0));
          byte level = (byte) Math.round(110 + load + 12 * Math.sin(y / 4.0 + (x - left) / 15.0));
          Arrays.fill(image.rgb(), 3 * (y * WIDTH + x), 3 * (y * WIDTH + x) + 3, level);
        }
      }
    }
  }

  static Stream<Arguments> passing() {
    return Arrays.stream(Passing.values())
        .flatMap(passing -> Stream.of(1.0, 0.5).map(light -> Arguments.of(passing, light)));
  }

  /** By not a bit, in any noise: a view that goes along with movers pays for all that it sees. */
  @ParameterizedTest
  @MethodSource("passing")
  void aStillCameraStaysWhereItIsWhateverPasses(Passing passing, double light) {
    List<MovingCamera.View> views = passing.seenBy(Motion.STILL);
    for (double noise : new double[] {0, 2, 4, 8, 12, 16}) {
      Steadying steadying = new Steadying(HEIGHT, WIDTH);
      Random random = new Random(1);
      for (int frame = 0; frame < views.size(); frame++) {
        RgbImage picture = dimmed(views.get(frame).image(), light, light * noise, random);
        Displacement found = steadying.next(picture);
        assertThat(found)
            .as("frame %d, noise of %s", frame, noise)
            .isEqualTo(new Displacement(0, 0, 0, 0, frame == 0 ? Verdict.NEW : Verdict.FOUND));
      }
    }
  }

  /** Half pixels, in noise and behind people who fill half of the height. */
  @ParameterizedTest
  @CsvSource({"USUAL, 0, 0.15", "USUAL, 8, 0.25", "LARGE, 0, 0.2", "LARGE, 8, 0.25"})
  void aCameraThatShakesIsStillFollowed(Passing passing, double noise, double limit) {
    List<MovingCamera.View> views = passing.seenBy(Motion.JITTER);
    Steadying steadying = new Steadying(HEIGHT, WIDTH);
    Random random = new Random(1);
    for (int frame = 0; frame < views.size(); frame++) {
      MovingCamera.View view = views.get(frame);
      Displacement found = steadying.next(dimmed(view.image(), 1, noise, random));
      assertThat(found.x()).as("frame %d", frame).isCloseTo(-view.look().x(), within(limit));
      assertThat(found.y()).as("frame %d", frame).isCloseTo(-view.look().y(), within(limit));
    }
  }

  private static RgbImage dimmed(RgbImage image, double light, double noise, Random random) {
    RgbImage dim = new RgbImage(HEIGHT, WIDTH);
    for (int i = 0; i < dim.rgb().length; i++) {
      double level = light * (image.rgb()[i] & 0xff) + noise * random.nextGaussian();
      dim.rgb()[i] = Disturbance.level(level);
    }
    return dim;
  }

  @Test
  void noiseAndExposureDoNotMatter() {
    MovingCamera camera = new MovingCamera(SCENE, HEIGHT, WIDTH, Motion.WIND);
    Steadying steadying = new Steadying(HEIGHT, WIDTH);
    Random random = new Random(1);
    for (int frame = 0; frame < 20; frame++) {
      MovingCamera.View view = camera.view(frame);
      double gain = frame % 2 == 0 ? 1 : 1.1;
      byte[] rgb = view.image().rgb();
      for (int i = 0; i < rgb.length; i++) {
        double level = gain * (rgb[i] & 0xff) + 8 * random.nextGaussian();
        rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(level)));
      }
      Displacement found = steadying.next(view.image());
      assertThat(found.x()).as("frame %d", frame).isCloseTo(-view.look().x(), within(0.25));
      assertThat(found.y()).as("frame %d", frame).isCloseTo(-view.look().y(), within(0.25));
    }
  }

  /** A lorry that goes by in front of the camera. */
  @Test
  void whatMovesInAThirdOfThePictureDoesNotMatter() {
    MovingCamera camera = new MovingCamera(SCENE, HEIGHT, WIDTH, Motion.WIND);
    Steadying steadying = new Steadying(HEIGHT, WIDTH);
    for (int frame = 0; frame < 24; frame++) {
      MovingCamera.View view = camera.view(frame);
      int left = -200 + 8 * frame;
      for (int y = 60; y < 200; y++) {
        for (int x = Math.max(0, left); x < Math.min(WIDTH, left + 180); x++) {
          int stripes = 40 + ((x - left) / 9 * 37 + y / 7 * 53) % 130;
          Arrays.fill(
              view.image().rgb(), 3 * (y * WIDTH + x), 3 * (y * WIDTH + x) + 3, (byte) stripes);
        }
      }
      Displacement found = steadying.next(view.image());
      assertThat(found.x()).as("frame %d", frame).isCloseTo(-view.look().x(), within(0.2));
      assertThat(found.y()).as("frame %d", frame).isCloseTo(-view.look().y(), within(0.2));
    }
  }

  @Test
  void rotationIsRecognised() {
    MovingCamera camera = new MovingCamera(SCENE, HEIGHT, WIDTH, Motion.ROTATION);
    Steadying steadying = new Steadying(HEIGHT, WIDTH);
    for (int frame = 0; frame < 20; frame++) {
      MovingCamera.View view = camera.view(frame);
      Displacement found = steadying.next(view.image());
      assertThat(found.rotation()).isCloseTo(view.look().degrees(), within(0.1));
      assertThat(found.length()).isLessThan(0.3);
    }
  }

  @Test
  void blackBarsDoNotHoldThePictureBack() {
    MovingCamera camera = new MovingCamera(SCENE, HEIGHT, WIDTH, Motion.PAN);
    Steadying steadying = new Steadying(HEIGHT, WIDTH);
    for (int frame = 0; frame < 20; frame++) {
      MovingCamera.View view = camera.view(frame);
      for (int y = 0; y < HEIGHT; y++) {
        Arrays.fill(view.image().rgb(), 3 * (y * WIDTH + 240), 3 * (y + 1) * WIDTH, (byte) 0);
      }
      assertThat(steadying.next(view.image()).x()).isCloseTo(-view.look().x(), within(0.2));
    }
  }

  @Test
  void anotherSceneIsANewHome() {
    Steadying steadying = new Steadying(HEIGHT, WIDTH);
    MovingCamera first = new MovingCamera(SCENE, HEIGHT, WIDTH, Motion.WIND);
    steadying.next(first.view(0).image());
    assertThat(steadying.next(first.view(5).image()).verdict()).isEqualTo(Verdict.FOUND);
    Scene elsewhere = SCENE.toBuilder().seed(99).build();
    MovingCamera second = new MovingCamera(elsewhere, HEIGHT, WIDTH, Motion.WIND);
    Displacement cut = steadying.next(second.view(5).image());
    assertThat(cut.verdict()).isEqualTo(Verdict.LOST);
    assertThat(cut.length()).isZero();
    Displacement after = steadying.next(second.view(6).image());
    assertThat(after.verdict()).isEqualTo(Verdict.FOUND);
    double moved = second.view(5).look().x() - second.view(6).look().x();
    assertThat(after.x()).isCloseTo(moved, within(0.15));
  }

  @Test
  void inTheDarkThePlaceIsThatOfTheFrameBefore() {
    MovingCamera camera = new MovingCamera(SCENE, HEIGHT, WIDTH, Motion.WIND);
    Steadying steadying = new Steadying(HEIGHT, WIDTH);
    steadying.next(camera.view(0).image());
    Displacement before = steadying.next(camera.view(9).image());
    Displacement dark = steadying.next(filled(3));
    assertThat(dark.verdict()).isEqualTo(Verdict.BLIND);
    assertThat(dark.x()).isEqualTo(before.x());
    Displacement light = steadying.next(camera.view(12).image());
    assertThat(light.verdict()).isEqualTo(Verdict.FOUND);
    assertThat(light.x()).isCloseTo(-camera.view(12).look().x(), within(0.15));
  }

  @Test
  void aStreamThatBeginsInTheDarkIsSteadiedFromTheFirstLightOn() {
    MovingCamera camera = new MovingCamera(SCENE, HEIGHT, WIDTH, Motion.WIND);
    Steadying steadying = new Steadying(HEIGHT, WIDTH);
    assertThat(steadying.next(filled(0)).verdict()).isEqualTo(Verdict.NEW);
    assertThat(steadying.next(filled(2)).verdict()).isEqualTo(Verdict.BLIND);
    assertThat(steadying.next(camera.view(0).image()).verdict()).isEqualTo(Verdict.BLIND);
    Displacement found = steadying.next(camera.view(8).image());
    assertThat(found.verdict()).isEqualTo(Verdict.FOUND);
    assertThat(found.x()).isCloseTo(-camera.view(8).look().x(), within(0.15));
  }

  @Test
  void otherSizesAreRefusedAndChangeNothing() {
    MovingCamera camera = new MovingCamera(SCENE, HEIGHT, WIDTH, Motion.WIND);
    Steadying steadying = new Steadying(HEIGHT, WIDTH);
    steadying.next(camera.view(0).image());
    assertThatThrownBy(() -> steadying.next(new RgbImage(10, 20)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("240x320")
        .hasMessageContaining("10x20");
    assertThat(steadying.next(camera.view(4).image()).x())
        .isCloseTo(-camera.view(4).look().x(), within(0.15));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,50", "7,5", "40,40", "2,2000"})
  void picturesOfAnySizeAreTaken(int height, int width) {
    Steadying steadying = new Steadying(height, width);
    Random random = new Random(height);
    for (int frame = 0; frame < 3; frame++) {
      RgbImage image = new RgbImage(height, width);
      random.nextBytes(image.rgb());
      assertThat(steadying.next(image).length()).isFinite();
    }
  }
}

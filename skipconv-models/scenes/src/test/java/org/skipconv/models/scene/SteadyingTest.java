package org.skipconv.models.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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
  @EnumSource(names = {"JITTER", "WIND", "WALKING", "PAN_SLOW", "PAN", "PAN_FAST"})
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

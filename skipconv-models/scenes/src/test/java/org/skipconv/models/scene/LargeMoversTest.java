package org.skipconv.models.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.models.scene.MovingCamera.Motion;
import org.skipconv.models.vision.Displacement;
import org.skipconv.models.vision.Displacement.Verdict;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.Steadying;

/** Displacements of cameras before which something large and rich in texture moves. */
class LargeMoversTest {
  private static final int HEIGHT = 240;
  private static final int WIDTH = 320;
  private static final int FRAMES = 24;

  /** Light and noise of the camera's pictures. */
  private static final double[][] SENSORS = {{1, 0}, {1, 6}, {0.5, 0}, {0.2, 0}, {0.2, 6}};

  /** Texture of a mover. */
  private enum Texture {
    STRIPES {
      @Override
      double level(int x, int y) {
        return 40 + (x / 9 * 37 + y / 7 * 53) % 130;
      }
    },
    WAVES {
      @Override
      double level(int x, int y) {
        return 110 + 60 * Math.sin(x / 6.0 + Math.sin(y / 9.0)) + 40 * Math.sin(y / 4.0 + x / 15.0);
      }
    },
    /** It fits in many places. */
    CHESSBOARD {
      @Override
      double level(int x, int y) {
        return (x / 12 + y / 12) % 2 == 0 ? 30 : 220;
      }
    };

    abstract double level(int x, int y);
  }

  private static List<MovingCamera.View> street(Motion motion) {
    Scene scene =
        Scene.builder().size(300, 840).seed(7).figures(6).vehicles(3).figureHeight(0.3).build();
    MovingCamera camera = new MovingCamera(scene, HEIGHT, WIDTH, motion);
    List<MovingCamera.View> views = new ArrayList<>();
    for (int frame = 0; frame < FRAMES; frame++) {
      views.add(camera.view(60 + frame, frame));
    }
    return views;
  }

  /** A fifth and a third of the picture, which the first frame shows already. */
  @ParameterizedTest
  @CsvSource({
    "130, 120, 2, 60",
    "130, 120, 5, 20",
    "180, 140, 2, 60",
    "180, 140, 5, 20",
    "150, 150, -3, 120",
    "115, 220, 7, 0"
  })
  void aStillCameraStaysWhereItIs(int length, int height, int speed, int from) {
    List<MovingCamera.View> views = street(Motion.STILL);
    for (Texture texture : Texture.values()) {
      for (double[] sensor : SENSORS) {
        Steadying steadying = new Steadying(HEIGHT, WIDTH);
        Random random = new Random(1);
        for (int frame = 0; frame < FRAMES; frame++) {
          RgbImage picture = copy(views.get(frame).image());
          int left = from + speed * frame;
          draw(picture, left, (HEIGHT - height) / 2, length, height, texture);
          Displacement found = steadying.next(seen(picture, sensor[0], sensor[1], random));
          assertThat(found)
              .as("%s, light %s, noise %s, frame %d", texture, sensor[0], sensor[1], frame)
              .isEqualTo(new Displacement(0, 0, 0, 0, frame == 0 ? Verdict.NEW : Verdict.FOUND));
        }
      }
    }
  }

  /** A clock and a logo stand still in the picture, whatever the camera does. */
  @ParameterizedTest
  @EnumSource(names = {"JITTER", "WIND", "WALKING"})
  void aClockDoesNotHoldACameraThatMoves(Motion motion) {
    List<MovingCamera.View> views = street(motion);
    Steadying steadying = new Steadying(HEIGHT, WIDTH);
    for (int frame = 0; frame < FRAMES; frame++) {
      MovingCamera.View view = views.get(frame);
      draw(view.image(), 6, 6, 104, 16, Texture.STRIPES);
      draw(view.image(), 270, 200, 44, 34, Texture.WAVES);
      Displacement found = steadying.next(view.image());
      assertThat(found.x()).as("frame %d", frame).isCloseTo(-view.look().x(), within(0.5));
      assertThat(found.y()).as("frame %d", frame).isCloseTo(-view.look().y(), within(0.5));
    }
  }

  private static RgbImage copy(RgbImage image) {
    RgbImage copy = new RgbImage(HEIGHT, WIDTH);
    System.arraycopy(image.rgb(), 0, copy.rgb(), 0, copy.rgb().length);
    return copy;
  }

  private static void draw(
      RgbImage image, int left, int top, int length, int height, Texture texture) {
    for (int y = top; y < top + height; y++) {
      for (int x = Math.max(0, left); x < Math.min(WIDTH, left + length); x++) {
        byte level = Disturbance.level(texture.level(x - left, y - top));
        Arrays.fill(image.rgb(), 3 * (y * WIDTH + x), 3 * (y * WIDTH + x) + 3, level);
      }
    }
  }

  private static RgbImage seen(RgbImage image, double light, double noise, Random random) {
    byte[] rgb = image.rgb();
    for (int i = 0; i < rgb.length; i++) {
      double level = (rgb[i] & 0xff) + noise * random.nextGaussian();
      rgb[i] = Disturbance.level(light * level);
    }
    return image;
  }
}

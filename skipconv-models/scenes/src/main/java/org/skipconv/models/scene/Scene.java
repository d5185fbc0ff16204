package org.skipconv.models.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.skipconv.models.vision.RgbImage;

/**
 * A video of a fixed camera above a street, drawn frame by frame, in which the place of every joint
 * of every person and the box of every car is known exactly.
 *
 * <pre>{@code
 * Scene scene = Scene.builder().size(256, 192).seed(7).noise(2).build();
 * SceneFrame frame = scene.frame(1234);
 * }</pre>
 *
 * <p>Frames can be asked for in any order and from any thread; a frame depends on the scene's
 * description and its index alone, to the byte, on every machine. Noise and light do not change
 * what happens: {@code scene.toBuilder().noise(0).build()} is the same video without noise.
 */
public final class Scene {
  private static final int NEW_ID_PER_SHOT = 128;
  private final SceneBuilder description;
  private final PinholeCamera camera;
  private final List<Script> scripts = new ArrayList<>();
  private final int[] cuts;
  private final Light light;
  private final SensorNoise noise;
  private final ConcurrentMap<Integer, Shot> shots = new ConcurrentHashMap<>();

  Scene(SceneBuilder description) {
    this.description = description;
    camera = new PinholeCamera(description.height, description.width, description.figureHeight);
    for (int i = 0; i < description.figures; i++) {
      scripts.add(description.scriptOf(i));
    }
    cuts = description.cuts.clone();
    light = new Light(description.drift, description.driftPeriod, description.flicker);
    noise = new SensorNoise(description.seed, description.noise, 3 * description.width);
  }

  /**
   * {@return a builder of a scene with one person who comes, walks about, stands and leaves, 256
   * rows by 192 columns, no noise}
   */
  public static SceneBuilder builder() {
    return new SceneBuilder();
  }

  /** {@return a builder that would build this scene} */
  public SceneBuilder toBuilder() {
    return new SceneBuilder(description);
  }

  /** {@return the rows of a picture} */
  public int height() {
    return camera.height;
  }

  /** {@return the columns of a picture} */
  public int width() {
    return camera.width;
  }

  /** {@return the number of frames a second} */
  public double frameRate() {
    return description.frameRate;
  }

  /** {@return the seed of place, people and noise} */
  public long seed() {
    return description.seed;
  }

  /**
   * {@return the picture of any frame, and what is in it}
   *
   * @param index 0 to 10000000; the first time that a far one is asked for, the people walk there
   *     step by step, some million frames a second
   */
  public SceneFrame frame(int index) {
    if (index < 0 || index > 10_000_000) {
      throw new IllegalArgumentException("frames are 0 to 10000000, but " + index + " was asked");
    }
    int number = 0;
    while (number < cuts.length && cuts[number] <= index) {
      number++;
    }
    int from = number == 0 ? 0 : cuts[number - 1];
    Shot shot = shots.computeIfAbsent(number, this::shot);
    float[] rgb = shot.empty();
    List<Figure> figures = new ArrayList<>();
    for (Figure f : shot.draw(index - from, rgb)) {
      int id = f.id() + NEW_ID_PER_SHOT * number;
      figures.add(new Figure(id, f.classId(), f.box(), f.visibleShare(), f.joints()));
    }
    RgbImage image = new RgbImage(height(), width(), develop(rgb, shot.lamp(), index));
    return new SceneFrame(index, number, light.sun(index), image, figures);
  }

  private Shot shot(int number) {
    long seed = Hash.mix(description.seed, number);
    return new Shot(camera, seed, description.frameRate, scripts, description.vehicles);
  }

  /** Light, noise, and rounding to bytes. */
  private byte[] develop(float[] rgb, float[] lampLight, int index) {
    float sun = (float) light.sun(index);
    float lamp = (float) (sun * light.lamp(description.seed, index));
    float[] supply = noise.supply();
    byte[] bytes = new byte[rgb.length];
    for (int y = 0, i = 0, p = 0; y < camera.height; y++) {
      int n = noise.row(index, y);
      for (int x = 0; x < camera.width; x++, p++) {
        float gain = sun + lamp * lampLight[p];
        for (int c = 0; c < 3; c++, i++, n++) {
          float value = rgb[i] * gain + supply[n] + 0.5f;
          bytes[i] = (byte) Math.max(0, Math.min(255, (int) value));
        }
      }
    }
    return bytes;
  }
}

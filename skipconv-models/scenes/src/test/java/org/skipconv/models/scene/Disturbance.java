package org.skipconv.models.scene;

import java.util.Random;
import org.skipconv.models.vision.RgbImage;

/** Effect of noise or light on a picture; the random numbers are the picture's own. */
@FunctionalInterface
public interface Disturbance {
  Disturbance NOTHING = (picture, frame, random) -> {};

  void apply(RgbImage picture, int frame, Random random);

  /** Noise of a deviation in grey levels. */
  static Disturbance noise(double deviation) {
    return (picture, frame, random) -> addNoise(picture, random, deviation, 0);
  }

  /** Noise that grows with the light: its deviation is that at a level of 128. */
  static Disturbance shotNoise(double deviation) {
    return (picture, frame, random) -> addNoise(picture, random, deviation, 0.5);
  }

  /** Light that goes up and down by 3 %. */
  static Disturbance flicker() {
    return (picture, frame, random) -> light(picture, 1 + 0.03 * Math.sin(2.4 * frame));
  }

  /** An exposure that steps by 10 %, down and up again. */
  static Disturbance exposureSteps(int frames) {
    return (picture, frame, random) -> light(picture, frame / frames % 2 == 0 ? 1 : 0.9);
  }

  private static void addNoise(RgbImage picture, Random random, double deviation, double power) {
    byte[] rgb = picture.rgb();
    for (int i = 0; i < rgb.length; i++) {
      int level = rgb[i] & 0xff;
      double size = deviation * Math.pow(level / 128.0, power);
      rgb[i] = level(level + size * random.nextGaussian());
    }
  }

  private static void light(RgbImage picture, double gain) {
    byte[] rgb = picture.rgb();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = level((rgb[i] & 0xff) * gain);
    }
  }

  /** The nearest grey level. */
  static byte level(double value) {
    return (byte) Math.max(0, Math.min(255, Math.round(value)));
  }
}

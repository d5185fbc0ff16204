package org.skipconv.models.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.models.vision.RgbImage;

final class LightAndNoiseTest {
  private static final Scene STILL = Scene.builder().seed(3).script(Script.motionless()).build();

  private static double[] noise(Scene noisy, int index) {
    byte[] with = noisy.frame(index).image().rgb();
    byte[] without = STILL.frame(0).image().rgb();
    double[] noise = new double[with.length];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (with[i] & 255) - (without[i] & 255);
    }
    return noise;
  }

  private static double covariance(double[] a, double[] b, int shift) {
    double sum = 0;
    for (int i = 0; i + shift < a.length; i++) {
      sum += a[i] * b[i + shift];
    }
    return sum / (a.length - shift);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2, 5})
  void noiseIsAsStrongAsAsked(double sigma) {
    Scene noisy = STILL.toBuilder().noise(sigma).build();
    for (int index : new int[] {0, 1, 1000}) {
      double[] noise = noise(noisy, index);
      double mean = 0;
      for (double n : noise) {
        mean += n / noise.length;
      }
      assertThat(mean).isCloseTo(0, within(0.03 * sigma));
      // rounding with and without noise adds the variance of two even errors of one grey level
      double expected = Math.sqrt(sigma * sigma + 1 / 6.0);
      assertThat(Math.sqrt(covariance(noise, noise, 0)))
          .isCloseTo(expected, within(0.02 * expected));
    }
  }

  @Test
  void noiseHasNoPatternInSpaceOrTime() {
    Scene noisy = STILL.toBuilder().noise(4).build();
    double[] one = noise(noisy, 7);
    double[] next = noise(noisy, 8);
    for (int shift : new int[] {1, 3, 3 * STILL.width(), 3 * STILL.width() + 3}) {
      assertThat(covariance(one, one, shift)).isCloseTo(0, within(0.03 * 16));
    }
    assertThat(covariance(one, next, 0)).isCloseTo(0, within(0.03 * 16));
  }

  @Test
  void noiseDoesNotComeAgainWithAnotherSeed() {
    double[] one = noise(STILL.toBuilder().noise(4).build(), 0);
    SensorNoise a = new SensorNoise(1, 4, 10);
    SensorNoise b = new SensorNoise(2, 4, 10);
    assertThat(a.supply()).isNotEqualTo(b.supply());
    assertThat(a.row(0, 0)).isNotEqualTo(b.row(0, 0));
    assertThat(one).isNotEqualTo(noise(STILL.toBuilder().noise(4).build(), 1));
  }

  @Test
  void lightDriftsAsFarAsAskedAndSlowly() {
    Scene scene = STILL.toBuilder().lightDrift(0.2, 4000).build();
    double start = Pictures.mean(scene.frame(0).image());
    assertThat(scene.frame(0).image().rgb()).isEqualTo(STILL.frame(0).image().rgb());
    for (int index = 0; index <= 4000; index += 250) {
      SceneFrame frame = scene.frame(index);
      double expected = 1 + 0.2 * Math.sin(2 * Math.PI * index / 4000);
      assertThat(frame.light()).isCloseTo(expected, within(1e-9));
      assertThat(Pictures.mean(frame.image()) / start).isCloseTo(expected, within(0.005));
      RgbImage next = scene.frame(index + 1).image();
      assertThat(Pictures.shareChanged(frame.image(), next, 1)).isZero();
    }
  }

  @Test
  void theLampFlickersWhereItShinesAndNowhereElse() {
    Scene scene = STILL.toBuilder().lampFlicker(1).build();
    double low = 1000;
    double high = 0;
    for (int index = 0; index < 40; index++) {
      RgbImage image = scene.frame(index).image();
      low = Math.min(low, Pictures.mean(image));
      high = Math.max(high, Pictures.mean(image));
      assertThat(Pictures.shareChanged(image, STILL.frame(0).image(), 0)).isLessThan(0.8);
    }
    assertThat(high - low).isGreaterThan(2);
    assertThat(high).isLessThanOrEqualTo(Pictures.mean(STILL.frame(0).image()));
    Scene half = STILL.toBuilder().lampFlicker(0.5).build();
    double full = Pictures.mean(STILL.frame(0).image());
    double lostOne = full - Pictures.mean(scene.frame(3).image());
    double lostHalf = full - Pictures.mean(half.frame(3).image());
    assertThat(lostHalf).isCloseTo(lostOne / 2, within(0.05));
  }
}

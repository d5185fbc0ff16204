package org.skipconv.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.skipconv.core.internal.kernel.NoiseLimits;
import org.skipconv.core.internal.kernel.NoiseSample;

/** The estimate of noise, with numbers that can be computed by hand. */
class NoiseEstimateTest {
  private static final double MEDIAN = NoiseEstimate.MEDIAN_OF_NORMAL;

  private final NoiseEstimate noise = new NoiseEstimate();
  private final FloatBuffer samples = FloatBuffer.allocate(6000);
  private int count;

  private void sample(float brightness, float slope, double alone, double small, double large) {
    new NoiseSample(brightness, slope, (float) alone, (float) small, (float) large)
        .write(samples, count++);
  }

  private void add(int times, float brightness, float slope, double deviation) {
    add(times, brightness, slope, deviation, 0);
  }

  /** Differences around what is shared, whose median size is that of a deviation. */
  private void add(int times, float brightness, float slope, double deviation, double shared) {
    int[] signs = {-1, 1, 0, -1, 1, 0, -1, 1};
    for (int i = 0; i < times; i++) {
      double change = signs[i % signs.length] * deviation * MEDIAN;
      sample(brightness, slope, shared + 2 * change, shared + change, shared + change / 2);
    }
  }

  private void frame() {
    noise.add(samples, count);
    count = 0;
  }

  @Test
  void nothingIsKnownBeforeThereAreSamples() {
    add(NoiseEstimate.LEAST_SAMPLES - 1, 100, 0, 4);
    frame();
    assertThat(noise.deviation()).isZero();
    assertThat(noise.limits(1).small().factor()).isZero();
    // Squares of 8 for a pixel, of 3 times 9 pixels, of 1.5 times 49.
    assertThat(noise.limits(1).norm().least()).isEqualTo(64);
    assertThat(noise.limits(1).small().least()).isEqualTo(729);
    assertThat(noise.limits(1).large().least()).isEqualTo(5402.25f);
    add(NoiseEstimate.LEAST_SAMPLES, 100, 0, 4);
    frame();
    assertThat(noise.deviation()).isPositive();
  }

  @Test
  void theFirstFrameCountsInFullAndEachHasItsDeviation() {
    add(200, 100, 0, 4);
    frame();
    // A difference has the noise of two frames.
    assertThat(noise.deviation()).isCloseTo(8 / Math.sqrt(2), within(1e-5));
    NoiseLimits limits = noise.limits(3);
    assertThat(limits.norm().factor()).isCloseTo((float) (36 * 64 * 9), within(0.05f));
    assertThat(limits.norm().least()).isEqualTo(64 * 9);
    assertThat(limits.small().factor()).isCloseTo((float) (16 * 16 * 81), within(0.05f));
    assertThat(limits.large().factor()).isCloseTo((float) (12.25 * 4 * 2401), within(0.5f));
    assertThat(limits.slope()).isZero();
  }

  @Test
  void whatARangeOfBrightnessSharesIsLightAndNoNoise() {
    add(200, 100, 0, 4, -3);
    frame();
    assertThat(noise.deviation()).isCloseTo(8 / Math.sqrt(2), within(1e-5));
    // Squares: of 4 deviations of 4, and of 2 times the light's 3.
    assertThat(noise.limits(1).small().factor()).isCloseTo((16 * 16 + 4 * 9) * 81, within(0.05f));
    assertThat(noise.limits(1).norm().factor()).isCloseTo(36 * 64 + 4 * 9, within(0.01f));
  }

  @Test
  void lightGrowsWithTheBrightness() {
    add(200, 40, 0, 0, 1);
    add(200, 200, 0, 0, 4);
    frame();
    assertThat(noise.deviation()).isZero();
    // The mean square is 8.5; the squares of 1 and 4 are 0.118 and 1.882 of it, 0.25 at least.
    NoiseLimits limits = noise.limits(1);
    assertThat(limits.small().factor()).isCloseTo(4 * 8.5f * 81, within(0.05f));
    assertThat(limits.slope()).isCloseTo((16 / 8.5f - 0.25f) / 160, within(1e-5f));
  }

  @Test
  void aRangeOfFewSamplesSharesWhatAllDo() {
    add(200, 40, 0, 0, 2);
    add(20, 200, 0, 0, 9);
    frame();
    assertThat(noise.limits(1).small().factor()).isCloseTo(4 * 4 * 81, within(0.05f));
  }

  @Test
  void onlyTheFlattestQuarterCounts() {
    add(50, 100, 1, 2);
    add(150, 100, 2, 30);
    frame();
    assertThat(noise.deviation()).isCloseTo(4 / Math.sqrt(2), within(1e-5));
  }

  @Test
  void aDarkRangeIsNotCrowdedOutByABrightOne() {
    // Bright samples are all less flat than dark ones, and count all the same.
    add(200, 40, 1, 2);
    add(200, 200, 5, 4);
    frame();
    NoiseLimits limits = noise.limits(1);
    // The median of both is that of the dark one; variances are 1 and 4 of it.
    assertThat(limits.slope()).isCloseTo(3f / 160, within(1e-5f));
    assertThat(limits.middle()).isCloseTo(120, within(1e-3f));
    assertThat(limits.small().factor()).isCloseTo((float) (16 * 4 * 81), within(0.05f));
  }

  @Test
  void aRangeFilledByAMoverDoesNotBendTheLineFurtherThanFour() {
    add(1000, 40, 0, 2);
    add(100, 200, 0, 200);
    frame();
    // Weighted by 10 to 1: 1 at 40 and 4 at 200.
    assertThat(noise.limits(1).slope()).isCloseTo(3f / 160, within(1e-5f));
  }

  @Test
  void aRangeOfFewSamplesDoesNotCount() {
    add(1000, 40, 0, 2);
    add(4 * 23, 200, 0, 3);
    frame();
    assertThat(noise.limits(1).slope()).isZero();
    add(1000, 40, 0, 2);
    add(4 * 24, 200, 0, 3);
    frame();
    assertThat(noise.limits(1).slope()).isPositive();
  }

  @Test
  void itFollowsByAnEighthOfTheWay() {
    add(200, 100, 0, 1);
    frame();
    add(200, 100, 0, 3);
    frame();
    // Variances of 3x3: 1, then 1 + (9 - 1) / 8.
    assertThat(noise.limits(1).small().factor()).isCloseTo(2 * 16 * 81, within(0.01f));
  }

  @Test
  void whatOverflowsIsTheLargestNoise() {
    for (int i = 0; i < 200; i++) {
      sample(Float.NaN, Float.POSITIVE_INFINITY, Float.NaN, Float.POSITIVE_INFINITY, Float.NaN);
    }
    frame();
    assertThat(noise.deviation()).isCloseTo(32 / Math.sqrt(2), within(1e-5));
    assertThat(noise.limits(1).slope()).isZero();
    assertThat(noise.limits(1).middle()).isZero();
  }

  @Test
  void resetForgets() {
    add(200, 100, 0, 4);
    frame();
    noise.reset();
    assertThat(noise.deviation()).isZero();
    assertThat(noise.limits(1)).isEqualTo(new NoiseEstimate().limits(1));
    add(200, 100, 0, 1);
    frame();
    assertThat(noise.deviation()).isCloseTo(2 / Math.sqrt(2), within(1e-5));
  }
}

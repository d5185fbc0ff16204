package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Refusals of a sampler of pictures; its samples are tested kernel by kernel. */
class PictureSamplerTest {
  private static final float[] ONE = {1, 1, 1};
  private static final float[] ZERO = {0, 0, 0};

  private final PictureSampler sampler =
      new PictureSampler(2, 3, new Shape(3, 2, 3), new float[] {2, 1, 1}, ZERO, true);

  private static PictureSampler.AxisTable axis(int source, int... first) {
    float[] weights = new float[first.length];
    Arrays.fill(weights, 1);
    return new PictureSampler.AxisTable(
        source, 0, first.length, first, first, weights, new float[first.length]);
  }

  @Test
  void pixelsAreSampledInTheOrderOfTheInput() {
    byte[] rgb = new byte[18];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) i;
    }
    FloatBuffer nhwc = FloatBuffer.allocate(18);
    sampler.sample(rgb, axis(2, 0, 1), axis(3, 0, 1, 2), nhwc);
    assertThat(nhwc.get(0)).isEqualTo(4);
    assertThat(nhwc.get(1)).isEqualTo(1);
    assertThat(nhwc.get(17)).isEqualTo(15);

    rgb[17] = 100;
    InputChange changed = sampler.sampleChanged(rgb, axis(2, 0, 1), axis(3, 0, 1, 2), nhwc);
    assertThat(nhwc.get(15)).isEqualTo(200);
    assertThat(changed.isSet(1, 2)).isTrue();
    assertThat(changed.isSet(0, 2)).isFalse();
    assertThatThrownBy(() -> changed.isSet(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    FloatBuffer nhwc = FloatBuffer.allocate(18);
    PictureSampler.AxisTable rows = axis(2, 0, 1);
    PictureSampler.AxisTable columns = axis(3, 0, 1, 2);
    assertRefused(() -> sampler.sample(new byte[17], rows, columns, nhwc), "17 bytes");
    assertRefused(() -> sampler.sample(new byte[18], columns, columns, nhwc), "axes of 3 and 3");
    assertRefused(() -> sampler.sample(new byte[18], axis(2, 0), columns, nhwc), "axes are 1");
    assertRefused(
        () -> sampler.sample(new byte[18], rows, columns, FloatBuffer.allocate(17)), "17 values");
    assertRefused(() -> axis(3, 0, 3), "from 0 to 2");
    assertRefused(() -> axis(3, 1, 0), "must rise");
    assertRefused(() -> axis(3, -1, 0), "must rise");
    assertRefused(
        () -> new PictureSampler(2, 3, new Shape(1, 2, 3), ONE, ZERO, false), "3 channels");
    assertRefused(
        () -> new PictureSampler(2, 3, new Shape(3, 2, 40000), ONE, ZERO, false), "32767");
  }

  private static void assertRefused(Runnable call, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}

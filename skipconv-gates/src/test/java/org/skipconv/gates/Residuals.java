package org.skipconv.gates;

import java.util.Random;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.GateMask;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.Residual;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.Shape;

/** A residual made by hand, and the layer and mask that go with it. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Residuals(int height, int width, float[] values) implements Residual {
  static Residuals of(int height, int width, float... values) {
    return new Residuals(height, width, values);
  }

  /** Few different values, so that many are equal, and a third of them 0. */
  static Residuals random(long seed, int height, int width) {
    Random random = new Random(seed);
    float[] values = new float[height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, random.nextInt(30) - 10) * 0.37f;
    }
    return new Residuals(height, width, values);
  }

  @Override
  public float at(int y, int x) {
    return values[y * width + x];
  }

  @Override
  public void openAbove(float threshold, GateMask mask) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        // As in sessions what is not a number opens.
        mask.set(y, x, !(at(y, x) <= threshold));
      }
    }
  }

  GatedLayer layer(ResidualPolicy policy) {
    return new GatedLayer(
        "layer",
        ConvSpec.keepingSize(3),
        new Shape(4, height, width),
        new Shape(8, height, width),
        0.1,
        policy);
  }

  /** The mask as text, a line a row. */
  static String text(GateMask mask) {
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        text.append(mask.isOpen(y, x) ? '1' : '0');
      }
      text.append('\n');
    }
    return text.toString();
  }
}

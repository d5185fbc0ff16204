package org.skipconv.gates.training;

import java.util.Map;
import java.util.Random;
import org.skipconv.core.Shape;

/** A bright block that wanders over a still picture, with a little noise. */
record BlockVideo(Shape shape, int size) implements TrainingFrames {

  @Override
  public float[] frame(int index) {
    float[] values = new float[(int) shape.elements()];
    Random still = new Random(1);
    Random noise = new Random(100 + index);
    for (int i = 0; i < values.length; i++) {
      int pixel = i % shape.pixels();
      int y = pixel / shape.width() - (index * 2) % shape.height();
      int x = pixel % shape.width() - index % shape.width();
      boolean block = y >= 0 && y < 3 && x >= 0 && x < 3;
      values[i] = (float) (still.nextGaussian() + (block ? 3 : 0) + 0.01 * noise.nextGaussian());
    }
    return values;
  }

  @Override
  public Map<String, float[]> labels(int index) {
    return Map.of("out", new float[4 * shape.pixels()]);
  }
}

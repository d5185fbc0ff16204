package org.skipconv.models;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.vision.CropWindow;

/** Distance between the raw outputs of two paths, over all outputs and frames. Not thread-safe. */
public final class OutputError implements Agreement<FrameResult> {
  private final SkipNetwork network;
  private double error;
  private double size;
  private long values;

  /**
   * Makes a comparison of all outputs of a network.
   *
   * @param network the network
   */
  public OutputError(SkipNetwork network) {
    this.network = network;
  }

  /**
   * Adds a frame.
   *
   * @param truth result of the dense path
   * @param result result to compare with it
   */
  public void add(FrameResult truth, FrameResult result) {
    for (String output : network.outputs().keySet()) {
      add(truth.map(output), result.map(output));
    }
  }

  @Override
  public void add(FrameResult dense, FrameResult skip, CropWindow window) {
    add(dense, skip);
  }

  private void add(FeatureMap truth, FeatureMap result) {
    Shape shape = truth.shape();
    float[] expected = new float[shape.channels()];
    float[] got = new float[shape.channels()];
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        truth.read(y, x, expected);
        result.read(y, x, got);
        for (int c = 0; c < expected.length; c++) {
          error += Math.abs((double) expected[c] - got[c]);
          size += Math.abs(expected[c]);
        }
      }
    }
    values += shape.elements();
  }

  /** {@return the mean of |difference|; null before the first frame} */
  public @Nullable Double meanAbs() {
    return values == 0 ? null : error / values;
  }

  /** {@return the mean of |difference| over mean of |truth|; null before the first frame} */
  public @Nullable Double relative() {
    return values == 0 || size == 0 ? null : error / size;
  }

  @Override
  public Map<String, OptionalDouble> values() {
    Map<String, OptionalDouble> values = new LinkedHashMap<>();
    values.put("meanAbsError", optional(meanAbs()));
    values.put("relativeError", optional(relative()));
    return values;
  }

  private static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  @Override
  public String text() {
    Double relative = relative();
    return relative == null
        ? ""
        : String.format(
            Locale.ROOT, "raw outputs differ by %.2f %% of their mean magnitude", 100 * relative);
  }
}

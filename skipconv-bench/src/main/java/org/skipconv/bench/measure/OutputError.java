package org.skipconv.bench.measure;

import org.skipconv.core.FeatureMap;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;

/** How far the raw outputs of two paths are apart, over all outputs and frames. Not thread-safe. */
public final class OutputError {
  private final SkipNetwork network;
  private double error;
  private double size;
  private long values;

  public OutputError(SkipNetwork network) {
    this.network = network;
  }

  /** Adds a frame. */
  public void add(FrameResult truth, FrameResult result) {
    for (String output : network.outputs().keySet()) {
      add(truth.map(output), result.map(output));
    }
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

  /** Mean of |difference|; null before the first frame. */
  public Double meanAbs() {
    return values == 0 ? null : error / values;
  }

  /** Mean of |difference| over mean of |truth|; null before the first frame. */
  public Double relative() {
    return values == 0 || size == 0 ? null : error / size;
  }
}

package org.skipconv.bench.measure;

import java.nio.FloatBuffer;
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
    FloatBuffer a = truth.memory();
    FloatBuffer b = result.memory();
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        int i = truth.index(y, x);
        int j = result.index(y, x);
        for (int c = 0; c < shape.channels(); c++) {
          error += Math.abs((double) a.get(i + c) - b.get(j + c));
          size += Math.abs(a.get(i + c));
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

package org.skipconv.bench.lab.layer;

import org.skipconv.core.Gate;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.Shape;

/**
 * Opens the same given share of every layer on every frame, whatever changed: makes the cost of a
 * frame a matter of choice.
 */
public record PatternGate(OpenPattern pattern, double share, long seed) implements Gate {

  @Override
  public State open(GatedLayer layer) {
    Shape shape = layer.output();
    boolean[] open = pattern.open(shape.height(), shape.width(), share, seed);
    return (residual, mask) -> {
      for (int y = 0, i = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++, i++) {
          mask.set(y, x, open[i]);
        }
      }
      return 0;
    };
  }
}

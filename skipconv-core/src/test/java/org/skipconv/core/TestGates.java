package org.skipconv.core;

import java.util.function.BiConsumer;

/** Gates for tests. */
final class TestGates {
  private TestGates() {}

  /** Opens what is above a threshold in every layer. */
  static Gate above(float threshold, long macs) {
    return layer ->
        (residual, mask) -> {
          residual.openAbove(threshold, mask);
          return macs;
        };
  }

  /** Opens nothing. */
  static Gate closed() {
    return layer ->
        (residual, mask) -> {
          mask.setAll(false);
          return 0;
        };
  }

  /** Opens everything, and shows what it sees. */
  static Gate watching(BiConsumer<GatedLayer, Residual> watcher) {
    return layer ->
        (residual, mask) -> {
          watcher.accept(layer, residual);
          mask.setAll(true);
          return 0;
        };
  }
}

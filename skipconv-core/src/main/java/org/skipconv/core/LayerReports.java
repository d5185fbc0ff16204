package org.skipconv.core;

import java.time.Duration;
import java.util.AbstractList;
import java.util.RandomAccess;
import org.skipconv.core.internal.engine.Engine;

/**
 * Work of each layer in one frame, as plain numbers: a {@link LayerReport} is made when somebody
 * looks at it, since a network has some hundred layers and few frames are looked at so closely.
 * Does not refer to the session, which would live as long as a report that somebody keeps.
 */
final class LayerReports extends AbstractList<LayerReport> implements RandomAccess {

  /**
   * Names and dense costs of layers, the same in every frame of a session; its reports share them.
   */
  static final class LayerTable {
    private final String[] names;
    private final int[] pixels;
    private final long[] denseMacs;

    LayerTable(Engine engine) {
      int count = engine.layers();
      names = new String[count];
      pixels = new int[count];
      denseMacs = new long[count];
      for (int i = 0; i < count; i++) {
        names[i] = engine.layerName(i);
        pixels[i] = engine.layerPixels(i);
        denseMacs[i] = engine.layerMacs(i).dense();
      }
    }

    /** Returns the work of the session's last frame. */
    LayerReports read(Engine engine) {
      LayerReports reports = new LayerReports(this);
      for (int i = 0; i < names.length; i++) {
        MacCount macs = engine.layerMacs(i);
        reports.open[i] = engine.layerOpen(i);
        reports.computed[i] = macs.computed();
        reports.gating[i] = macs.gating();
        reports.nanos[i] = engine.layerNanos(i);
      }
      return reports;
    }
  }

  private final LayerTable layers;
  private final int[] open;
  private final long[] computed;
  private final long[] gating;
  private final long[] nanos;

  private LayerReports(LayerTable layers) {
    this.layers = layers;
    int count = layers.names.length;
    open = new int[count];
    computed = new long[count];
    gating = new long[count];
    nanos = new long[count];
  }

  /** Returns the counts of all layers together. */
  MacCount total() {
    long dense = 0;
    long allComputed = 0;
    long allGating = 0;
    for (int i = 0; i < open.length; i++) {
      dense += layers.denseMacs[i];
      allComputed += computed[i];
      allGating += gating[i];
    }
    return new MacCount(dense, allComputed, allGating);
  }

  @Override
  public LayerReport get(int layer) {
    return new LayerReport(
        layers.names[layer],
        open[layer],
        layers.pixels[layer],
        new MacCount(layers.denseMacs[layer], computed[layer], gating[layer]),
        Duration.ofNanos(nanos[layer]));
  }

  @Override
  public int size() {
    return open.length;
  }
}

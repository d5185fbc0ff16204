package org.skipconv.models.scene;

import java.util.ArrayList;
import java.util.List;

/** A person's stances over time, in any order; keeps one of {@value #SPACING} and walks on. */
final class Track {
  private static final int SPACING = 64;
  private final Walker walker;
  private final List<Stance> kept = new ArrayList<>();

  Track(Walker walker) {
    this.walker = walker;
    Stance first = walker.start();
    walker.advance(first, 0);
    kept.add(first);
  }

  synchronized Stance at(int frame) {
    int i = frame / SPACING;
    while (kept.size() <= i) {
      int from = (kept.size() - 1) * SPACING;
      kept.add(advanced(kept.get(kept.size() - 1), from, from + SPACING));
    }
    return advanced(kept.get(i), i * SPACING, frame);
  }

  private Stance advanced(Stance from, int frame, int to) {
    Stance stance = from.copy();
    for (int n = frame + 1; n <= to; n++) {
      walker.advance(stance, n);
    }
    return stance;
  }
}

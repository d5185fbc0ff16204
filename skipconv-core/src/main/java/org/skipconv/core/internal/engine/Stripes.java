package org.skipconv.core.internal.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Steps that compute a keyframe together, a few rows at a time: the rows that one step has written
 * are still in the cache when the next step reads them. Maps of early layers are many times as
 * large as the cache, and would otherwise travel to memory and back between two layers.
 *
 * <p>Which values are computed does not depend on it, nor in which order each is summed.
 */
final class Stripes {
  /** Bytes of the widest map that a stripe shall have: a part of the second-level cache. */
  private static final long STRIPE_BYTES = 256 << 10;

  /** Smaller maps stay in the cache as a whole, and stripes of them would only cost calls. */
  private static final long LARGE_BYTES = 1 << 20;

  private final List<Step> steps;
  private final int count;

  private Stripes(List<Step> steps) {
    this.steps = List.copyOf(steps);
    long widest = 0;
    int rows = Integer.MAX_VALUE;
    for (Step step : steps) {
      widest = Math.max(widest, bytes(step));
      rows = Math.min(rows, step.rows());
    }
    long stripes = (widest + STRIPE_BYTES - 1) / STRIPE_BYTES;
    count = steps.size() == 1 ? 1 : (int) Math.max(1, Math.min(rows, stripes));
  }

  /** Cuts the steps of a network, which are in their order, where nothing is gained by going on. */
  static List<Stripes> of(List<Step> steps) {
    List<Stripes> all = new ArrayList<>();
    List<Step> together = new ArrayList<>();
    for (Step step : steps) {
      if (!together.isEmpty() && !continues(step, together.get(together.size() - 1))) {
        all.add(new Stripes(together));
        together.clear();
      }
      together.add(step);
    }
    if (!together.isEmpty()) {
      all.add(new Stripes(together));
    }
    return List.copyOf(all);
  }

  /** A map of one pixel is small, so that who needs all of it before its first row begins anew. */
  private static boolean continues(Step step, Step last) {
    return step.reads(last.out()) && bytes(last) > LARGE_BYTES;
  }

  private static long bytes(Step step) {
    return Float.BYTES * step.out().map().shape().elements();
  }

  int size() {
    return steps.size();
  }

  /** These steps without the first ones. */
  Stripes from(int first) {
    return first == 0 ? this : new Stripes(steps.subList(first, steps.size()));
  }

  void keyframe(boolean measure) {
    for (Step step : steps) {
      step.beginKeyframe();
      step.out().rowsDone(0);
    }
    for (int stripe = 1; stripe <= count; stripe++) {
      for (Step step : steps) {
        int share = (int) ((long) step.rows() * stripe / count);
        int end = Math.min(share, step.rowsReady());
        int begin = step.out().rowsDone();
        if (end > begin) {
          step.keyframeRows(begin, end, measure);
          step.out().rowsDone(end);
        }
      }
    }
    for (Step step : steps) {
      step.endKeyframe();
    }
  }
}

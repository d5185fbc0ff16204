package org.skipconv.models.vision;

import java.util.Arrays;

/** Median of grey levels, and median of their distances from it, by counting. Not thread-safe. */
final class ResidualHistogram {
  /** Bins a grey level. */
  private static final int FINENESS = 8;

  private static final int RANGE = 64;
  private static final int CENTRE = RANGE * FINENESS;

  private final int[] counts = new int[2 * CENTRE + 1];
  private int total;
  private int middle;

  void clear() {
    Arrays.fill(counts, 0);
    total = 0;
  }

  void add(float level) {
    int bin = CENTRE + (int) (level * FINENESS + (level < 0 ? -0.5f : 0.5f));
    counts[Math.max(0, Math.min(2 * CENTRE, bin))]++;
    total++;
  }

  int total() {
    return total;
  }

  /** Half of the values are less. */
  float median() {
    int below = 0;
    middle = 0;
    while (middle < counts.length - 1 && 2 * (below + counts[middle]) < total) {
      below += counts[middle++];
    }
    return (float) (middle - CENTRE) / FINENESS;
  }

  /** Half of the values are nearer to the median, which must have been asked for before. */
  float deviation() {
    int near = counts[middle];
    int radius = 0;
    while (2 * near < total && radius < counts.length) {
      radius++;
      int more = 0;
      if (middle - radius >= 0) {
        more += counts[middle - radius];
      }
      if (middle + radius < counts.length) {
        more += counts[middle + radius];
      }
      if (2 * (near + more) >= total) {
        float share = more == 0 ? 0 : (0.5f * total - near) / more;
        return (radius - 0.5f + share) / FINENESS;
      }
      near += more;
    }
    return (radius + 0.25f) / FINENESS;
  }
}

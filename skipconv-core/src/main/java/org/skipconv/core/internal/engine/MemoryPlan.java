package org.skipconv.core.internal.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Places of maps in one block of memory. Two maps may lie over each other where no row of the one
 * is needed while a row of the other is that takes the same bytes: a map that is computed some rows
 * after another one may follow it through the same place. Immutable.
 */
final class MemoryPlan {
  /** Places are multiples of this many bytes, a line of the cache. */
  static final int ALIGNMENT = 64;

  private final List<Life> lives;
  private final long[] places;
  private final long bytes;

  /**
   * Rows of a map in the order in which they lie in memory, and when each is needed, the times of
   * both ends included. Neither end decreases from one row to the next.
   */
  static final class Life {
    private final long rowBytes;
    private final int[] begins;
    private final int[] ends;

    /**
     * A map.
     *
     * @param rowBytes size of a row
     * @param begins when each row is written
     * @param ends when each row is read last
     */
    Life(long rowBytes, int[] begins, int[] ends) {
      this.rowBytes = rowBytes;
      this.begins = begins.clone();
      this.ends = ends.clone();
    }

    private int rows() {
      return begins.length;
    }

    long bytes() {
      return rows() * rowBytes;
    }

    private int end() {
      return ends[rows() - 1];
    }

    /** Places that another map cannot have when this one lies at 0. */
    private Gap forbidden(Life other) {
      long from = Long.MAX_VALUE;
      long to = Long.MIN_VALUE;
      int first = 0;
      int end = 0;
      boolean meet = begins[0] <= other.end() && other.begins[0] <= end();
      for (int row = 0; meet && row < rows(); row++) {
        while (first < other.rows() && other.ends[first] < begins[row]) {
          first++;
        }
        while (end < other.rows() && other.begins[end] <= ends[row]) {
          end++;
        }
        if (first < end) {
          from = Math.min(from, row * rowBytes - end * other.rowBytes);
          to = Math.max(to, (row + 1) * rowBytes - first * other.rowBytes);
        }
      }
      return new Gap(from, to);
    }
  }

  /** All places between two, neither of them included. */
  private record Gap(long from, long to) {
    Gap behind(long place) {
      return new Gap(from + place, to + place);
    }
  }

  /** The smaller of two plans: the largest maps placed first, or those that are needed longest. */
  static MemoryPlan of(List<Life> lives) {
    MemoryPlan bySize = new MemoryPlan(lives, Comparator.comparingLong(life -> -life.bytes()));
    MemoryPlan byEnd = new MemoryPlan(lives, Comparator.comparingInt(life -> -life.end()));
    return bySize.bytes < byEnd.bytes ? bySize : byEnd;
  }

  private MemoryPlan(List<Life> lives, Comparator<Life> order) {
    this.lives = List.copyOf(lives);
    this.places = new long[lives.size()];
    List<Integer> placed = new ArrayList<>();
    IntStream.range(0, lives.size())
        .boxed()
        .sorted(Comparator.comparing(this.lives::get, order))
        .forEach(
            map -> {
              places[map] = firstPlace(map, placed);
              placed.add(map);
            });
    bytes =
        IntStream.range(0, places.length)
            .mapToLong(map -> places[map] + this.lives.get(map).bytes())
            .max()
            .orElse(0);
  }

  private long firstPlace(int map, List<Integer> placed) {
    List<Gap> gaps = new ArrayList<>();
    for (int other : placed) {
      Gap gap = lives.get(other).forbidden(lives.get(map));
      if (gap.from() < gap.to()) {
        gaps.add(gap.behind(places[other]));
      }
    }
    gaps.sort(Comparator.comparingLong(Gap::from));
    long place = 0;
    for (Gap gap : gaps) {
      if (gap.from() < place && place < gap.to()) {
        place = (gap.to() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      }
    }
    return place;
  }

  /** Place of a map, in bytes from the beginning of the block. */
  long place(int map) {
    return places[map];
  }

  /** Bytes of the block. */
  long bytes() {
    return bytes;
  }
}

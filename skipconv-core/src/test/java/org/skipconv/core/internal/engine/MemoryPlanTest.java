package org.skipconv.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.skipconv.core.internal.engine.MemoryPlan.Life;

class MemoryPlanTest {
  private final Random random = new Random(12);

  /** A map that is written at once and kept until it was read. */
  private static Life whole(int rows, long rowBytes, int begin, int end) {
    int[] begins = new int[rows];
    int[] ends = new int[rows];
    Arrays.fill(begins, begin);
    Arrays.fill(ends, end);
    return new Life(rowBytes, begins, ends);
  }

  @Test
  void aChainOfMapsTakesTheRoomOfTwo() {
    List<Life> lives = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      lives.add(whole(5, 128, i, i + 1));
    }
    MemoryPlan plan = MemoryPlan.of(lives);
    assertThat(plan.bytes()).isEqualTo(1280);
    for (int i = 1; i < 10; i++) {
      assertThat(plan.place(i) + plan.place(i - 1)).as("maps %d", i).isEqualTo(640);
    }
  }

  @Test
  void aSmallMapFillsAGapBetweenLargeOnes() {
    MemoryPlan plan =
        MemoryPlan.of(
            List.of(
                whole(5, 64, 0, 0), whole(4, 64, 0, 2), whole(3, 64, 1, 3), whole(2, 64, 2, 2)));
    assertThat(plan.place(0)).isZero();
    assertThat(plan.place(1)).isEqualTo(320);
    assertThat(plan.place(2)).isZero();
    assertThat(plan.place(3)).isEqualTo(192);
    assertThat(plan.bytes()).isEqualTo(576);
  }

  @Test
  void aMapFollowsAnotherRowByRowThroughTheSamePlace() {
    // Row i of the first is written at 2 i and read at 2 i + 1, when row i of the second is
    // written.
    int rows = 100;
    int[] even = new int[rows];
    int[] odd = new int[rows];
    int[] later = new int[rows];
    for (int i = 0; i < rows; i++) {
      even[i] = 2 * i;
      odd[i] = 2 * i + 1;
      later[i] = 2 * i + 2;
    }
    MemoryPlan plan = MemoryPlan.of(List.of(new Life(64, even, odd), new Life(64, odd, later)));
    assertThat(plan.bytes()).isEqualTo(101 * 64);
    assertThat(plan.place(0)).isEqualTo(64);
    assertThat(plan.place(1)).isZero();
  }

  @Test
  void nothingTakesNoRoom() {
    assertThat(MemoryPlan.of(List.of()).bytes()).isZero();
  }

  /** A map of the test: its rows, and how many lines of memory each takes. */
  private static final class Rows {
    private final int lines;
    private final int[] begins;
    private final int[] ends;

    Rows(int lines, int[] begins, int[] ends) {
      this.lines = lines;
      this.begins = begins;
      this.ends = ends;
    }

    Life life() {
      return new Life(64L * lines, begins, ends);
    }
  }

  /** Ends of rows, none of them before the row's beginning. */
  private Rows rows(int times) {
    int rows = 1 + random.nextInt(6);
    int[] begins = random.ints(rows, 0, times).sorted().toArray();
    int[] ends = new int[rows];
    int end = 0;
    for (int i = 0; i < rows; i++) {
      end = Math.max(end, begins[i]) + random.nextInt(4);
      ends[i] = end;
    }
    return new Rows(1 + random.nextInt(4), begins, ends);
  }

  @Test
  void rowsThatAreNeededAtTheSameTimeLieApart() {
    for (int trial = 0; trial < 300; trial++) {
      List<Rows> maps = new ArrayList<>();
      int times = 1 + random.nextInt(30);
      for (int i = random.nextInt(12); i >= 0; i--) {
        maps.add(rows(times));
      }
      MemoryPlan plan = MemoryPlan.of(maps.stream().map(Rows::life).toList());
      int sum = maps.stream().mapToInt(map -> map.lines * map.begins.length).sum();
      assertThat(plan.bytes()).isLessThanOrEqualTo(64L * sum);
      for (int time = 0; time < times + 30; time++) {
        verifyApart(plan, maps, time);
      }
    }
  }

  private static void verifyApart(MemoryPlan plan, List<Rows> maps, int time) {
    boolean[] taken = new boolean[(int) (plan.bytes() / 64)];
    for (int i = 0; i < maps.size(); i++) {
      Rows map = maps.get(i);
      assertThat(plan.place(i) % MemoryPlan.ALIGNMENT).isZero();
      for (int line = 0; line < map.begins.length * map.lines; line++) {
        int row = line / map.lines;
        if (map.begins[row] <= time && time <= map.ends[row]) {
          int at = (int) (plan.place(i) / 64) + line;
          assertThat(taken[at]).as("line %d at %d", at, time).isFalse();
          taken[at] = true;
        }
      }
    }
  }
}

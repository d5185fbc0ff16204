package org.skipconv.core.internal.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Channels of an operand, one after the other, that go to every {@code step}-th channel of a
 * target: what a {@link ChannelTable} mostly consists of. A concatenation is one run an operand, a
 * channel shuffle of two groups one with step 2.
 *
 * @param source first channel of the operand, or {@link PixelOperand#ZERO}
 * @param target first channel of the target
 * @param count number of channels
 * @param step from one channel of the target to the next
 */
record ChannelRun(int source, int target, int count, int step) {

  /** The runs of a table, {@link PixelOperand#KEPT} left out. */
  static List<ChannelRun> of(int[] sources) {
    List<ChannelRun> runs = new ArrayList<>();
    boolean[] taken = new boolean[sources.length];
    for (int first = 0; first < sources.length; first++) {
      if (!taken[first] && sources[first] != PixelOperand.KEPT) {
        ChannelRun run = longest(sources, taken, first);
        for (int i = 0; i < run.count(); i++) {
          taken[first + i * run.step()] = true;
        }
        runs.add(run);
      }
    }
    return List.copyOf(runs);
  }

  private static ChannelRun longest(int[] sources, boolean[] taken, int first) {
    int second = first + 1;
    while (second < sources.length && (taken[second] || !follows(sources, first, second))) {
      second++;
    }
    int step = second < sources.length ? second - first : 1;
    int count = 1;
    int last = first;
    while (last + step < sources.length
        && !taken[last + step]
        && follows(sources, last, last + step)) {
      last += step;
      count++;
    }
    return new ChannelRun(sources[first], first, count, step);
  }

  private static boolean follows(int[] sources, int channel, int other) {
    int source = sources[channel];
    return sources[other] == (source == PixelOperand.ZERO ? source : source + 1);
  }

  /** Whether the tables of several operands name each channel of a target once. */
  static boolean coverOnce(List<int[]> tables, int channels) {
    int[] named = new int[channels];
    for (int[] sources : tables) {
      for (int c = 0; c < channels; c++) {
        named[c] += sources[c] == PixelOperand.KEPT ? 0 : 1;
      }
    }
    return Arrays.stream(named).allMatch(times -> times == 1);
  }
}

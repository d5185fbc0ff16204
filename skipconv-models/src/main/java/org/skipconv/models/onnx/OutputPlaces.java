package org.skipconv.models.onnx;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Places of an output's values among those of the network, negative for 0. Immutable.
 *
 * <p>Most outputs are maps as they lie in memory, or parts of them: values that follow one another
 * are copied together.
 */
final class OutputPlaces {
  /** Values of an average run from which on runs are copied faster than single values. */
  private static final int LEAST_LENGTH = 8;

  private final int[] places;

  /** First place and length of each run; null where there are too many. */
  private final int @Nullable [] runs;

  OutputPlaces(int[] places) {
    this.places = places;
    this.runs = runs(places);
  }

  private static int @Nullable [] runs(int[] places) {
    int[] runs = new int[2 * (places.length / LEAST_LENGTH + 1)];
    int size = 0;
    for (int i = 0; i < places.length; ) {
      int length = 1;
      while (i + length < places.length && follows(places, i, length)) {
        length++;
      }
      if (size == runs.length) {
        return null;
      }
      runs[size++] = Math.max(places[i], -1);
      runs[size++] = length;
      i += length;
    }
    return Arrays.copyOf(runs, size);
  }

  private static boolean follows(int[] places, int first, int length) {
    int place = places[first + length];
    return places[first] < 0 ? place < 0 : place == places[first] + length;
  }

  /** Returns the values of the output. */
  float[] choose(float[] values) {
    float[] chosen = new float[places.length];
    if (runs == null) {
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] = places[i] < 0 ? 0 : values[places[i]];
      }
      return chosen;
    }
    for (int run = 0, at = 0; run < runs.length; run += 2) {
      if (runs[run] >= 0) {
        System.arraycopy(values, runs[run], chosen, at, runs[run + 1]);
      }
      at += runs[run + 1];
    }
    return chosen;
  }
}

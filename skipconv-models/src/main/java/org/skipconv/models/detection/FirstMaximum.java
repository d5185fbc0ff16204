package org.skipconv.models.detection;

/** Position of the largest of neighbouring values. */
final class FirstMaximum {
  private FirstMaximum() {}

  /** Returns how far after {@code start} the first maximum lies; what is not a number is none. */
  static int of(float[] values, int start, int count) {
    int best = 0;
    float most = values[start];
    for (int i = 1; i < count; i++) {
      float value = values[start + i];
      // The second is for a first value that is not a number.
      if (value > most || (Float.isNaN(most) && !Float.isNaN(value))) {
        most = value;
        best = i;
      }
    }
    return best;
  }
}

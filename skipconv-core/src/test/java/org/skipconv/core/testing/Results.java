package org.skipconv.core.testing;

import java.util.ArrayList;
import java.util.List;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;

/** What sessions answer, copied out of their memory. */
public final class Results {
  private Results() {}

  /** All outputs of a frame, one after the other. */
  public static float[] values(VideoSession session, FrameResult result) {
    List<float[]> parts = new ArrayList<>();
    int length = 0;
    for (String name : session.network().outputs().keySet()) {
      float[] part = result.map(name).toArray();
      parts.add(part);
      length += part.length;
    }
    float[] all = new float[length];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** All outputs of every frame. Closes the session. */
  public static List<float[]> all(VideoSession session, List<Tensor> frames) {
    try (session) {
      return frames.stream().map(frame -> values(session, session.next(frame))).toList();
    }
  }

  /** Throws unless two lists of frames have the same bits. */
  public static void checkSameBits(String what, List<float[]> got, List<float[]> expected) {
    if (got.size() != expected.size()) {
      throw new AssertionError(what + ": " + got.size() + " frames, not " + expected.size());
    }
    for (int i = 0; i < got.size(); i++) {
      checkSameBits(what + ", frame " + i, got.get(i), expected.get(i));
    }
  }

  /** Throws unless two lists of frames have the same bits, where any NaN is as good as another. */
  public static void checkSameValues(String what, List<float[]> got, List<float[]> expected) {
    if (got.size() != expected.size()) {
      throw new AssertionError(what + ": " + got.size() + " frames, not " + expected.size());
    }
    for (int i = 0; i < got.size(); i++) {
      checkSameValues(what + ", frame " + i, got.get(i), expected.get(i));
    }
  }

  /** Throws unless all values have the same bits, where any NaN is as good as another. */
  public static void checkSameValues(String what, float[] got, float[] expected) {
    checkSameBits(what, withOneNan(got), withOneNan(expected));
  }

  private static float[] withOneNan(float[] values) {
    float[] same = values.clone();
    for (int i = 0; i < same.length; i++) {
      same[i] = Float.intBitsToFloat(Float.floatToIntBits(same[i]));
    }
    return same;
  }

  /** Throws unless all values have the same bits. */
  public static void checkSameBits(String what, float[] got, float[] expected) {
    if (got.length != expected.length) {
      throw new AssertionError(what + ": " + got.length + " values, not " + expected.length);
    }
    int wrong = 0;
    int first = -1;
    for (int i = 0; i < got.length; i++) {
      if (Float.floatToRawIntBits(got[i]) != Float.floatToRawIntBits(expected[i])) {
        first = wrong++ == 0 ? i : first;
      }
    }
    if (wrong > 0) {
      throw new AssertionError(
          what
              + ": "
              + wrong
              + " of "
              + got.length
              + " values differ, first at "
              + first
              + ": got "
              + got[first]
              + ", expected "
              + expected[first]);
    }
  }

  /** The largest difference of any two values; NaN when there is one. */
  public static double largestDifference(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
    }
    return largest;
  }
}

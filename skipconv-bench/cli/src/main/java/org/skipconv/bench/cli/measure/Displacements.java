package org.skipconv.bench.cli.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.skipconv.models.vision.Displacement;
import org.skipconv.models.vision.Displacement.Verdict;
import org.skipconv.models.vision.StreamFrame;

/** Movement of the camera over some frames, and what steadying did. Not thread-safe. */
public final class Displacements {
  private final List<StreamFrame> frames = new ArrayList<>();

  /** Adds a frame. */
  public void add(StreamFrame frame) {
    frames.add(frame);
  }

  /** Figures by name; lengths are pixels of the picture, angles degrees. */
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    List<Displacement> found = frames.stream().map(StreamFrame::displacement).toList();
    values.put("mean", found.stream().mapToDouble(Displacement::length).average().orElse(0));
    values.put("largest", largest(found.stream().map(Displacement::length).toList()));
    values.put("largestRotation", largest(found.stream().map(Displacement::rotation).toList()));
    values.put("largestZoom", largest(found.stream().map(Displacement::zoom).toList()));
    values.put("lostFrames", count(Verdict.LOST));
    values.put("darkFrames", count(Verdict.BLIND));
    values.put("wholeFrames", frames.stream().filter(StreamFrame::whole).count());
    values.put(
        "moves",
        frames.stream().filter(frame -> frame.rows() != 0 || frame.columns() != 0).count());
    values.put("medianMs", medianMillis());
    return values;
  }

  private static double largest(List<Double> values) {
    return values.stream().mapToDouble(Math::abs).max().orElse(0);
  }

  private long count(Verdict verdict) {
    return frames.stream().filter(frame -> frame.displacement().verdict() == verdict).count();
  }

  /** Median time that it took to find the displacement of a frame. */
  public double medianMillis() {
    double[] millis =
        frames.stream()
            .mapToDouble(frame -> frame.steadyingTime().toNanos() / 1e6)
            .sorted()
            .toArray();
    return millis.length == 0 ? 0 : millis[millis.length / 2];
  }

  /** The figures in words, one line. */
  public String text() {
    Map<String, Object> values = values();
    return String.format(
        Locale.ROOT,
        "camera moved by %.2f pixels in the mean, %.2f at most, %.2f degrees, %.2f %% zoom;"
            + " not found in %d frames, view moved %d times, anew %d times; %.2f ms a frame",
        (double) values.get("mean"),
        (double) values.get("largest"),
        (double) values.get("largestRotation"),
        100 * (double) values.get("largestZoom"),
        (long) values.get("lostFrames"),
        (long) values.get("moves"),
        (long) values.get("wholeFrames"),
        (double) values.get("medianMs"));
  }
}

package org.skipconv.models.vision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Numbers of what happened in a {@link VideoSource} so far.
 *
 * @param frames handed out or skipped
 * @param droppedFrames that newer ones replaced before anybody took them
 * @param damagedFrames that came, left out or not
 * @param leftOutFrames that were left out since they were damaged
 * @param reconnections after the connection broke
 * @param sizeChanges between frames handed out one after the other
 */
public record SourceReport(
    long frames,
    long droppedFrames,
    long damagedFrames,
    long leftOutFrames,
    int reconnections,
    int sizeChanges) {

  /** Report of a source from which nothing was read. */
  public static final SourceReport NOTHING = new SourceReport(0, 0, 0, 0, 0, 0);

  /**
   * {@return whether every frame came whole, in one size and over one connection, and was handed
   * out}
   */
  public boolean isUndisturbed() {
    return droppedFrames + damagedFrames + leftOutFrames + reconnections + sizeChanges == 0;
  }

  /** All that is not 0, in words. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    add(parts, frames, "frame", "");
    add(parts, droppedFrames, "frame", " dropped");
    add(parts, damagedFrames, "frame", " damaged");
    add(parts, leftOutFrames, "of them", " left out");
    add(parts, reconnections, "reconnection", "");
    add(parts, sizeChanges, "change", " of size");
    return parts.isEmpty() ? "no frames" : String.join(", ", parts);
  }

  private static void add(List<String> parts, long count, String thing, String rest) {
    if (count > 0) {
      boolean plural = count > 1 && !thing.startsWith("of");
      String noun = !plural ? thing : thing + "s";
      parts.add(String.format(Locale.ROOT, "%d %s%s", count, noun, rest));
    }
  }
}

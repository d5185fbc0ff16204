package org.skipconv.models.detection;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Non-maximum suppression: of boxes of one class that overlap too much the best stays. */
final class HardNms {
  private HardNms() {}

  /**
   * The boxes that stay. One without an area, or with an edge that is not a number, never does.
   *
   * @param candidates by falling score; none is asked for when there are enough
   * @param iouThreshold an overlap of more than this is too much
   * @param max so many at most, the best
   */
  static List<Candidate> select(Iterable<Candidate> candidates, double iouThreshold, int max) {
    List<Candidate> kept = new ArrayList<>();
    Iterator<Candidate> rest = candidates.iterator();
    while (kept.size() < max && rest.hasNext()) {
      Candidate candidate = rest.next();
      // Not true of NaN either.
      boolean real = candidate.box().area() > 0;
      if (real && !isSuppressed(candidate, kept, iouThreshold)) {
        kept.add(candidate);
      }
    }
    return kept;
  }

  private static boolean isSuppressed(
      Candidate candidate, List<Candidate> kept, double iouThreshold) {
    for (Candidate better : kept) {
      if (suppresses(better, candidate, iouThreshold)) {
        return true;
      }
    }
    return false;
  }

  private static boolean suppresses(Candidate better, Candidate candidate, double iouThreshold) {
    return better.channel() == candidate.channel()
        && better.box().iou(candidate.box()) > iouThreshold;
  }
}

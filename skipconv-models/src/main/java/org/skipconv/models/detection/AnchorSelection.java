package org.skipconv.models.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import org.skipconv.models.vision.Placement;

/** Detections among a detector's anchors: the best class of each, and of each object the best. */
final class AnchorSelection {
  private AnchorSelection() {}

  /**
   * Selects boxes by score and overlap, class by class.
   *
   * @return best first, in pixels of the picture; ties in the order of the anchors
   */
  static List<Candidate> select(
      AnchorOutputs outputs, DecoderOptions options, boolean overlapping, Placement view) {
    // No overlap is more than 1.
    float iouThreshold = overlapping ? options.iouThreshold() : 1;
    return HardNms.select(best(outputs, options, view), iouThreshold, options.maxDetections());
  }

  private static List<Candidate> best(
      AnchorOutputs outputs, DecoderOptions options, Placement view) {
    int anchors = outputs.anchors();
    Ranking ranking = new Ranking(anchors);
    for (int anchor = 0; anchor < anchors; anchor++) {
      float score = outputs.score(anchor, options.scoreThreshold());
      if (score >= options.scoreThreshold()) {
        ranking.add(0, 0, anchor, 0, score);
      }
    }
    List<Candidate> best = new ArrayList<>();
    PrimitiveIterator.OfInt order = ranking.best(options.candidates());
    while (order.hasNext()) {
      int i = order.nextInt();
      int anchor = ranking.xs[i];
      Box box = outputs.box(anchor).inPicture(view);
      best.add(new Candidate(box, outputs.channel(anchor), ranking.logits[i], anchor));
    }
    return best;
  }
}

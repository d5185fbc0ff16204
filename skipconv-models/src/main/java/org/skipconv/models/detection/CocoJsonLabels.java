package org.skipconv.models.detection;

import java.util.List;
import java.util.TreeMap;
import org.skipconv.models.coco.CocoFile;

/** The boxes of a COCO file. */
final class CocoJsonLabels {
  private CocoJsonLabels() {}

  static DetectionLabels parse(String text) {
    TreeMap<Integer, List<GroundTruth>> frames = new TreeMap<>();
    CocoFile.frames(text)
        .forEach(
            (frame, annotations) ->
                frames.put(frame, annotations.stream().map(CocoJsonLabels::truth).toList()));
    return new DetectionLabels(frames);
  }

  private static GroundTruth truth(CocoFile.Annotation annotation) {
    double[] box = annotation.box();
    int category = annotation.categoryId();
    if (category < 1 || category > CocoLabels.COUNT) {
      throw annotation.wrong(
          "has category " + category + ", but COCO's are 1 to " + CocoLabels.COUNT);
    }
    return new GroundTruth(
        Box.ofSize(box[0], box[1], box[2], box[3]), category, annotation.isCrowd());
  }
}

package org.skipconv.models.detection;

import java.util.List;
import java.util.TreeMap;
import org.skipconv.models.coco.CocoAnnotation;
import org.skipconv.models.coco.CocoFile;

/** The boxes of a COCO file. */
final class CocoJsonLabels {
  private CocoJsonLabels() {}

  static DetectionLabels of(CocoFile file, List<String> classes) {
    CategoryIds ids = new CategoryIds(file.categories(), classes);
    TreeMap<Integer, List<GroundTruth>> frames = new TreeMap<>();
    file.frames()
        .forEach(
            (frame, annotations) ->
                frames.put(frame, annotations.stream().map(each -> truth(each, ids)).toList()));
    return new DetectionLabels(frames, 0);
  }

  private static GroundTruth truth(CocoAnnotation annotation, CategoryIds ids) {
    double[] box = annotation.box();
    return new GroundTruth(
        Box.ofSize(box[0], box[1], box[2], box[3]), ids.of(annotation), annotation.isCrowd());
  }
}

package org.skipconv.models.detection;

import java.util.List;
import java.util.stream.IntStream;

/** Names of the classes of detectors that come without any. */
final class ClassNames {
  private ClassNames() {}

  /** COCO's names when there are as many classes, else their numbers. */
  static List<String> of(int classes) {
    return classes == CocoLabels.COCO_80.size()
        ? CocoLabels.COCO_80
        : IntStream.range(0, classes).mapToObj(ClassNames::numbered).toList();
  }

  /** Name of a class by its channel, from 0. */
  static String numbered(int channel) {
    return "class " + channel;
  }
}

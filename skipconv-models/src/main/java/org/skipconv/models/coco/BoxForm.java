package org.skipconv.models.coco;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Refuses boxes that are not what COCO means by one, x, y, width and height in pixels. Taken for
 * such they would overlap with nothing, and every accuracy would be near 0 without a word.
 */
final class BoxForm {
  /** Share of the picture by which a true box may reach beyond it. */
  private static final double BEYOND = 0.1;

  /** So many boxes without an exception are no chance where the picture's size is not known. */
  private static final int MANY = 8;

  private BoxForm() {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Placed(double[] box, CocoImage image) {
    boolean isWithinOne() {
      return box[0] >= 0 && box[1] >= 0 && box[0] + box[2] <= 1.001 && box[1] + box[3] <= 1.001;
    }

    /** Whether one of the four is no whole number: a box of one pixel is possible. */
    boolean isOdd() {
      return DoubleStream.of(box).anyMatch(edge -> edge != Math.rint(edge));
    }

    /** Whether the four numbers could be the left, upper, right and lower edge. */
    boolean couldBeCorners() {
      boolean inOrder = box[0] >= 0 && box[1] >= 0 && box[2] > box[0] && box[3] > box[1];
      return inOrder
          && (!image.hasSize() || (box[2] <= image.width() + 1 && box[3] <= image.height() + 1));
    }

    boolean reachesFarBeyond() {
      return image.hasSize()
          && (box[0] + box[2] > (1 + BEYOND) * image.width()
              || box[1] + box[3] > (1 + BEYOND) * image.height());
    }
  }

  static void check(CocoContent content) {
    Map<Long, CocoImage> images = new HashMap<>();
    content.images().forEach(image -> images.put(image.id(), image));
    List<Placed> boxes = new ArrayList<>();
    for (CocoAnnotation annotation : content.annotations()) {
      if (annotation.hasBox()) {
        double[] box = annotation.box();
        CocoImage image = images.get(annotation.imageId());
        if (image != null && box[2] > 0 && box[3] > 0) {
          boxes.add(new Placed(box, image));
        }
      }
    }
    if (boxes.isEmpty()) {
      return;
    }
    if (boxes.stream().allMatch(Placed::isWithinOne) && boxes.stream().anyMatch(Placed::isOdd)) {
      throw new IllegalArgumentException(
          "all boxes lie between 0 and 1, as shares of the picture; a bbox is x, y, width and height"
              + " in pixels");
    }
    boolean sized = boxes.stream().allMatch(placed -> placed.image().hasSize());
    boolean suspicious =
        sized ? boxes.stream().anyMatch(Placed::reachesFarBeyond) : boxes.size() >= MANY;
    if (suspicious && boxes.stream().allMatch(Placed::couldBeCorners)) {
      throw new IllegalArgumentException(
          "the boxes seem to be two corners; a bbox is x, y, width and height"
              + (sized
                  ? ""
                  : " (if that is what they are, give the images their width and height)"));
    }
  }
}

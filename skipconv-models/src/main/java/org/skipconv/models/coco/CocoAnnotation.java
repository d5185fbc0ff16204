package org.skipconv.models.coco;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.io.StrictJson;

/** One object, as a COCO file has it. */
public final class CocoAnnotation {
  private final int index;
  private @Nullable Long id;
  private @Nullable Long imageId;
  private @Nullable Long categoryId;
  private double @Nullable [] bbox;
  private double @Nullable [] keypoints;
  private boolean crowd;

  private CocoAnnotation(int index) {
    this.index = index;
  }

  /**
   * Reads one.
   *
   * @param index in the file, from 0
   */
  static CocoAnnotation read(StrictJson json, int index) throws IOException {
    CocoAnnotation read = new CocoAnnotation(index);
    json.members(
        name -> {
          if (!json.skipNull()) {
            read.member(name, json);
          }
        });
    return read;
  }

  private void member(String name, StrictJson json) throws IOException {
    switch (name) {
      case "id" -> id = CocoContent.id(json);
      case "image_id" -> imageId = CocoContent.id(json);
      case "category_id" -> categoryId = CocoContent.id(json);
      case "bbox" -> bbox = numbers(json);
      case "keypoints" -> keypoints = numbers(json);
      case "iscrowd" -> crowd = json.isFlag() ? json.flag() : json.number() != 0;
      default -> json.skip();
    }
  }

  private static double[] numbers(StrictJson json) throws IOException {
    DoubleStream.Builder numbers = DoubleStream.builder();
    json.elements(() -> numbers.add(json.number()));
    return numbers.build().toArray();
  }

  @Nullable Long id() {
    return id;
  }

  /** Id of the image that shows it, null when it does not say. */
  @Nullable Long imageId() {
    return imageId;
  }

  /**
   * {@return the id of the category, empty when it does not say; what it means, the file's
   * categories say}
   */
  public Optional<Long> categoryId() {
    return Optional.ofNullable(categoryId);
  }

  /** {@return whether this is a region with any number of objects} */
  public boolean isCrowd() {
    return crowd;
  }

  boolean hasBox() {
    return bbox != null
        && bbox.length == 4
        && bbox[2] >= 0
        && bbox[3] >= 0
        && DoubleStream.of(bbox).allMatch(edge -> Math.abs(edge) <= Float.MAX_VALUE / 2);
  }

  /**
   * {@return x, y, width and height in pixels}
   *
   * @throws IllegalArgumentException when there is no valid box
   */
  public double[] box() {
    if (bbox == null || !hasBox()) {
      throw wrong("needs a bbox of x, y, width and height");
    }
    return bbox.clone();
  }

  /**
   * {@return x, y and v of each joint; v is 0 for one that nobody has labelled} Empty when the file
   * has none for this object.
   *
   * @param joints how many there must be
   * @throws IllegalArgumentException when there is another number of them
   */
  public double[] keypoints(int joints) {
    if (keypoints == null) {
      return new double[0];
    }
    if (keypoints.length != 3 * joints) {
      throw wrong(
          "has "
              + keypoints.length
              + " numbers of keypoints, but x, y and v of "
              + joints
              + " joints are needed");
    }
    return keypoints.clone();
  }

  /**
   * Says what is wrong with this annotation.
   *
   * @param what the fault
   * @return the exception, to be thrown
   */
  public IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("annotation " + index + " " + what);
  }
}

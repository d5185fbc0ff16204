package org.skipconv.models.detection;

import java.util.Objects;

/**
 * A point of an object, such as an eye of a face.
 *
 * @param name such as {@code right_eye}, right and left being the person's
 * @param x in pixels of the picture, from the left; whole numbers are centres of pixels
 * @param y in pixels of the picture, from the top
 */
public record Landmark(String name, float x, float y) {
  /** Refuses impossible values. */
  public Landmark {
    Objects.requireNonNull(name, "name");
  }
}

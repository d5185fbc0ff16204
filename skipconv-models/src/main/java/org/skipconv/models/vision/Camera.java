package org.skipconv.models.vision;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.skipconv.gates.Regions;

/**
 * Mounting of a stream's camera, and the parts of its pictures that count. Immutable.
 *
 * <pre>{@code
 * Camera pole = Camera.STEADIED.withRegions(Regions.ALL.ignoring(Polygon.rectangle(0, 0, 120, 40)));
 * VideoPredictor<List<Detection>> street = model.open(options, pole);
 * }</pre>
 *
 * @param mount how it is mounted
 * @param regions what of its pictures counts, in the pixels of the first picture. What does not is
 *     a plain grey for the network, and costs nothing. A region belongs to the scene as long as the
 *     view is steadied, so that a tree stays ignored when the camera shakes; that of a clock, which
 *     is written into the picture, is to be drawn larger by as much as the camera shakes
 */
public record Camera(Mount mount, Regions regions) {
  /** A camera that stands still; the default. */
  public static final Camera FIXED = new Camera(Mount.FIXED, Regions.ALL);

  /** A camera that shakes about one place, as on a pole in the wind. */
  public static final Camera STEADIED = new Camera(Mount.STEADIED, Regions.ALL);

  /** A camera that shakes and turns, as a dome does or one in a hand. */
  public static final Camera FOLLOWING = new Camera(Mount.FOLLOWING, Regions.ALL);

  /** Ways in which a camera is mounted. */
  public enum Mount {
    /** The view of each picture is the same. */
    FIXED,
    /**
     * The view goes with the scene, to fractions of a pixel, as long as the scene stays within a
     * sixteenth of the input's shorter side. Beyond it, and when the scene is not found again, the
     * frame is computed whole and its place is the new home.
     */
    STEADIED,
    /**
     * As {@link #STEADIED}; when the scene goes on moving, the session's memory is moved along and
     * what comes into view is computed. A camera that turns too fast for that is computed frame by
     * frame until it rests.
     */
    FOLLOWING;

    /**
     * {@return the mount of a name in small letters}
     *
     * @param name name in small letters, such as {@code steadied}
     * @throws IllegalArgumentException when there is none; the message says which there are
     */
    public static Mount parse(String name) {
      return Arrays.stream(values())
          .filter(mount -> mount.toString().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "a camera is "
                          + Arrays.stream(values())
                              .map(Mount::toString)
                              .collect(Collectors.joining(", "))
                          + ", but not \""
                          + name
                          + "\""));
    }

    /** The name in small letters. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Refuses impossible values. */
  public Camera {
    Objects.requireNonNull(mount, "mount");
    Objects.requireNonNull(regions, "regions");
  }

  /**
   * {@return this camera with pictures of which other parts count}
   *
   * @param newRegions parts of the picture that count
   */
  public Camera withRegions(Regions newRegions) {
    return new Camera(mount, newRegions);
  }

  /** {@return whether the view goes with the scene} */
  public boolean isSteadied() {
    return mount != Mount.FIXED;
  }
}

package org.skipconv.models.pose;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.skipconv.core.io.FileErrors;
import org.skipconv.models.coco.CocoAnnotation;
import org.skipconv.models.coco.CocoFile;
import org.skipconv.models.detection.Box;

/**
 * Joints of people in the frames of a video, as far as somebody has labelled them. {@link #read}
 * takes COCO JSON with keypoints: as {@link org.skipconv.models.detection.DetectionLabels} reads
 * it, with {@code keypoints} of the annotations as x, y, v of 17 joints, v being 0 for a joint that
 * is not labelled. A file whose objects are no people is refused.
 */
public final class PoseLabels {
  private static final JointSet JOINTS = JointSet.COCO_17;

  /**
   * A person in a frame.
   *
   * @param box of the whole person, in pixels
   * @param joints the 17 of COCO in their order, empty where nobody has labelled one
   */
  public record Person(Box box, List<Optional<Joint>> joints) {
    /** Copies its collections. */
    public Person {
      joints = List.copyOf(joints);
    }
  }

  private final SortedMap<Integer, List<Person>> frames;

  private PoseLabels(SortedMap<Integer, List<Person>> frames) {
    this.frames = frames;
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @return the labels
   * @throws IOException when it cannot be read, or is no such file; the message names it and says
   *     what is wrong where
   */
  public static PoseLabels read(Path file) throws IOException {
    return FileErrors.naming(
        file,
        () -> {
          if (!CocoFile.isJson(file)) {
            throw new IllegalArgumentException("labels of joints must be COCO JSON");
          }
          return of(CocoFile.read(file));
        });
  }

  private static PoseLabels of(CocoFile file) {
    SortedMap<Integer, List<Person>> frames = new TreeMap<>();
    boolean others = false;
    for (Map.Entry<Integer, List<CocoAnnotation>> entry : file.frames().entrySet()) {
      List<Person> people = new ArrayList<>();
      for (CocoAnnotation annotation : entry.getValue()) {
        if (isPerson(annotation, file.categories())) {
          people.add(person(annotation));
        } else {
          others = true;
        }
      }
      frames.put(entry.getKey(), List.copyOf(people));
    }
    if (others && frames.values().stream().allMatch(List::isEmpty)) {
      throw new IllegalArgumentException(
          "there are objects but no people: a person's category is the one that 'categories' calls"
              + " person, or 1 without it");
    }
    return new PoseLabels(frames);
  }

  private static boolean isPerson(CocoAnnotation annotation, Map<Long, String> categories) {
    long category =
        annotation.categoryId().orElseThrow(() -> annotation.wrong("has no category_id"));
    String name = categories.get(category);
    return name == null ? categories.isEmpty() && category == 1 : name.equalsIgnoreCase("person");
  }

  private static Person person(CocoAnnotation annotation) {
    double[] box = annotation.box();
    double[] values = annotation.keypoints(JOINTS.size());
    List<Optional<Joint>> joints = new ArrayList<>();
    for (int j = 0; j < JOINTS.size(); j++) {
      boolean known = values.length > 0 && values[3 * j + 2] > 0;
      joints.add(
          known
              ? Optional.of(
                  new Joint(
                      JOINTS.names().get(j), (float) values[3 * j], (float) values[3 * j + 1], 1))
              : Optional.empty());
    }
    return new Person(Box.ofSize(box[0], box[1], box[2], box[3]), joints);
  }

  /**
   * Returns the people in a frame.
   *
   * @param frame from 0
   * @return empty when nobody has labelled the frame; an empty list when nobody is in it
   */
  public Optional<List<Person>> frame(int frame) {
    return Optional.ofNullable(frames.get(frame));
  }

  /** {@return the labelled frames, from 0} */
  public SortedSet<Integer> frames() {
    return new TreeSet<>(frames.keySet());
  }
}

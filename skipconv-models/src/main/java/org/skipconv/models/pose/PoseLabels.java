package org.skipconv.models.pose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.skipconv.models.coco.CocoFile;
import org.skipconv.models.detection.Box;

/**
 * Where the joints of people are in the frames of a video, as far as somebody has labelled it.
 * {@link #read} takes COCO JSON with keypoints: as {@link
 * org.skipconv.models.detection.DetectionLabels} reads it, with {@code keypoints} of the
 * annotations as x, y, v of 17 joints, v being 0 for a joint that is not labelled.
 */
public final class PoseLabels {
  private static final JointSet JOINTS = JointSet.COCO_17;
  private static final int PERSON = 1;

  /**
   * A person in a frame.
   *
   * @param box of the whole person, in pixels
   * @param joints the 17 of COCO in their order, empty where nobody has labelled one
   */
  public record Person(Box box, List<Optional<Joint>> joints) {
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
   * @throws IllegalArgumentException when it is no such file; the message says where
   * @throws UncheckedIOException when it cannot be read
   */
  public static PoseLabels read(Path file) {
    try {
      return parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read labels " + file, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("labels " + file + ": " + e.getMessage(), e);
    }
  }

  private static PoseLabels parse(String text) {
    if (!text.stripLeading().startsWith("{")) {
      throw new IllegalArgumentException("labels of joints must be COCO JSON");
    }
    SortedMap<Integer, List<Person>> frames = new TreeMap<>();
    CocoFile.frames(text)
        .forEach(
            (frame, annotations) ->
                frames.put(
                    frame,
                    annotations.stream()
                        .filter(each -> each.categoryId() == PERSON)
                        .map(PoseLabels::person)
                        .toList()));
    return new PoseLabels(frames);
  }

  private static Person person(CocoFile.Annotation annotation) {
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
   * Who is in a frame.
   *
   * @param frame from 0
   * @return empty when nobody has labelled the frame; an empty list when nobody is in it
   */
  public Optional<List<Person>> frame(int frame) {
    return Optional.ofNullable(frames.get(frame));
  }

  /** The labelled frames, from 0. */
  public SortedSet<Integer> frames() {
    return new TreeSet<>(frames.keySet());
  }
}

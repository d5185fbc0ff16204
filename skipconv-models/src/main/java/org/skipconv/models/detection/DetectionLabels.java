package org.skipconv.models.detection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.skipconv.core.io.FileErrors;
import org.skipconv.models.coco.CocoFile;

/**
 * Objects in the frames of a video, as far as somebody has labelled them.
 *
 * <p>{@link #read} knows two formats:
 *
 * <ul>
 *   <li><b>MOT text</b>: lines {@code frame,id,x,y,width,height,flag,...} of people in pixels;
 *       frame 1 is the first of the video; flag 0 makes a region of no account, a crowd. All frames
 *       up to the last one named count as labelled.
 *   <li><b>COCO JSON</b> with boxes: {@code images}, {@code annotations} with {@code image_id},
 *       {@code category_id}, {@code bbox} as x, y, width, height in pixels, {@code iscrowd}, and
 *       {@code categories}, whose names are looked up; without them, ids are COCO's. Which frame an
 *       image is, {@link CocoFile} says.
 * </ul>
 *
 * What is ambiguous in a file is refused with what to write instead.
 */
public final class DetectionLabels {
  private final SortedMap<Integer, List<GroundTruth>> frames;

  /** All frames before this one are labelled, most of them perhaps empty and not in the map. */
  private final int complete;

  DetectionLabels(SortedMap<Integer, ? extends List<GroundTruth>> frames, int complete) {
    this.frames = new TreeMap<>();
    frames.forEach((frame, truth) -> this.frames.put(frame, List.copyOf(truth)));
    this.complete = complete;
  }

  /**
   * Reads a file with categories of COCO; JSON is told by its opening bracket.
   *
   * @param file the label file
   * @return the labels
   * @throws IOException when the file cannot be read, or is in neither format; the message names it
   *     and says what is wrong where
   */
  public static DetectionLabels read(Path file) throws IOException {
    return read(file, CocoLabels.channels());
  }

  /**
   * Reads a file for a network of other classes.
   *
   * @param file the label file
   * @param classes their names, as {@link DetectionModel#classes} has them
   * @return the labels
   * @throws IOException when the file cannot be read, is in neither format, or has an object of
   *     another class; the message names the file and says what is wrong where
   */
  public static DetectionLabels read(Path file, List<String> classes) throws IOException {
    Objects.requireNonNull(classes, "classes");
    return FileErrors.naming(
        file,
        () ->
            CocoFile.isJson(file)
                ? CocoJsonLabels.of(CocoFile.read(file), classes)
                : MotLabels.read(file));
  }

  /**
   * Returns the objects in a frame.
   *
   * @param frame from 0
   * @return empty when nobody has labelled the frame; an empty list when there is nothing in it
   */
  public Optional<List<GroundTruth>> frame(int frame) {
    List<GroundTruth> truth = frames.get(frame);
    boolean empty = truth == null && frame >= 0 && frame < complete;
    return empty ? Optional.of(List.of()) : Optional.ofNullable(truth);
  }

  /** {@return the labelled frames, from 0, as a set of its own} */
  public SortedSet<Integer> frames() {
    SortedSet<Integer> labelled = new TreeSet<>(frames.keySet());
    for (int frame = 0; frame < complete; frame++) {
      labelled.add(frame);
    }
    return labelled;
  }
}

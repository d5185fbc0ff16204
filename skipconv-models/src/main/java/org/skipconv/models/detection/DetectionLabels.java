package org.skipconv.models.detection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is to be seen in the frames of a video, as far as somebody has labelled it.
 *
 * <p>{@link #read} knows two formats:
 *
 * <ul>
 *   <li><b>MOT text</b>: lines {@code frame,id,x,y,width,height,flag,...} of people in pixels;
 *       frame 1 is the first of the video; flag 0 makes a region of no account, a crowd. All frames
 *       up to the last one named count as labelled.
 *   <li><b>COCO JSON</b> with boxes: {@code images}, {@code annotations} with {@code image_id},
 *       {@code category_id}, {@code bbox} as x, y, width, height, and {@code iscrowd}. In the order
 *       of their ids the images are the frames of the video from the first on, unless every image
 *       says its {@code frame_index}, from 0.
 * </ul>
 */
public final class DetectionLabels {
  private final SortedMap<Integer, List<GroundTruth>> frames;

  DetectionLabels(SortedMap<Integer, ? extends List<GroundTruth>> frames) {
    this.frames = new TreeMap<>();
    frames.forEach((frame, truth) -> this.frames.put(frame, List.copyOf(truth)));
  }

  /**
   * Reads a file; JSON is told by its opening brace.
   *
   * @throws IllegalArgumentException when the file is in neither format; the message says where
   * @throws UncheckedIOException when it cannot be read
   */
  public static DetectionLabels read(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      return text.stripLeading().startsWith("{")
          ? CocoJsonLabels.parse(text)
          : MotLabels.parse(text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read labels " + file, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("labels " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * What is in a frame.
   *
   * @param frame from 0
   * @return empty when nobody has labelled the frame; an empty list when there is nothing in it
   */
  public Optional<List<GroundTruth>> frame(int frame) {
    return Optional.ofNullable(frames.get(frame));
  }

  /** The labelled frames, from 0. */
  public SortedSet<Integer> frames() {
    return new TreeSet<>(frames.keySet());
  }
}

package org.skipconv.models.coco;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.skipconv.core.io.FileErrors;
import org.skipconv.core.io.StrictJson;

/**
 * COCO's {@code instances_*.json} or {@code person_keypoints_*.json} as labels of the frames of a
 * video. Which frame an image is, it says itself:
 *
 * <ul>
 *   <li>{@code frame_index}, from 0
 *   <li>{@code frame_id}, or the number at the end of {@code file_name} ({@code frame_000005.jpg}),
 *       from 0 when one of them is 0, and from 1 when the lowest is 1
 *   <li>else the images are the frames from the first on, in the order of their ids
 * </ul>
 *
 * What may mean one thing or another is refused, and the message says what to write instead:
 * numbers of which the first cannot be told, images of several videos, boxes that look like two
 * corners or like shares of the picture.
 */
public final class CocoFile {
  private static final int BYTE_ORDER_MARK = 0xfeff;

  private final Map<Long, String> categories;
  private final SortedMap<Integer, List<CocoAnnotation>> frames;

  private CocoFile(Map<Long, String> categories, SortedMap<Integer, List<CocoAnnotation>> frames) {
    this.categories = categories;
    this.frames = frames;
  }

  /**
   * {@return whether a file begins as JSON does, with an object or an array}
   *
   * @param file the file
   * @throws IOException when it cannot be read
   */
  public static boolean isJson(Path file) throws IOException {
    int first = firstCharacter(file);
    return first == '{' || first == '[';
  }

  private static int firstCharacter(Path file) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      int c = in.read();
      while (c == BYTE_ORDER_MARK || (c >= 0 && Character.isWhitespace(c))) {
        c = in.read();
      }
      return c;
    }
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @return the content of the file
   * @throws IOException when it cannot be read, or is not such a file; the message names the file
   *     and says what is wrong
   */
  public static CocoFile read(Path file) throws IOException {
    return FileErrors.naming(
        file,
        () -> {
          if (firstCharacter(file) == '[') {
            throw new IllegalArgumentException(
                "it is a JSON array, as results have it; labels in COCO JSON are an object with"
                    + " 'images' and 'annotations'");
          }
          try (StrictJson json = new StrictJson(Files.newBufferedReader(file))) {
            return of(CocoContent.read(json));
          }
        });
  }

  private static CocoFile of(CocoContent content) {
    Map<Long, Integer> frameOf = FrameNumbers.of(content.images());
    SortedMap<Integer, List<CocoAnnotation>> frames = new TreeMap<>();
    frameOf.values().forEach(frame -> frames.put(frame, new ArrayList<>()));
    Set<Long> ids = new HashSet<>();
    for (CocoAnnotation annotation : content.annotations()) {
      Integer frame = frameOf.get(annotation.imageId());
      if (frame == null) {
        throw annotation.wrong("is of image " + annotation.imageId() + ", which is not there");
      }
      if (annotation.id() != null && !ids.add(annotation.id())) {
        throw annotation.wrong("has id " + annotation.id() + ", as another one has");
      }
      frames.computeIfAbsent(frame, none -> new ArrayList<>()).add(annotation);
    }
    BoxForm.check(content);
    return new CocoFile(content.categories(), frames);
  }

  /** {@return the names of the file's categories by their ids; empty when it does not say} */
  public Map<Long, String> categories() {
    return Collections.unmodifiableMap(categories);
  }

  /**
   * {@return the annotations of each labelled frame, in the order of the file; none where one is
   * empty}
   */
  public SortedMap<Integer, List<CocoAnnotation>> frames() {
    return Collections.unmodifiableSortedMap(frames);
  }
}

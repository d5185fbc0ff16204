package org.skipconv.models.coco;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * COCO's {@code instances_*.json} or {@code person_keypoints_*.json} as labels of the frames of a
 * video. In the order of their ids the images are the frames from the first on, unless every image
 * says its {@code frame_index}, from 0.
 */
public final class CocoFile {
  /** The file, as far as it matters here. */
  private static final class Content {
    List<Image> images;
    List<Annotation> annotations;
  }

  private static final class Image {
    Long id;

    @SerializedName("frame_index")
    Integer frameIndex;
  }

  /** One object, as the file has it; members that it lacks are null or 0. */
  public static final class Annotation {
    @SerializedName("image_id")
    private Long imageId;

    @SerializedName("category_id")
    private int categoryId;

    private double[] bbox;
    private double[] keypoints;
    private int iscrowd;
    private transient int index;

    /** COCO category, 1 to 90 in a valid file. */
    public int categoryId() {
      return categoryId;
    }

    public boolean isCrowd() {
      return iscrowd != 0;
    }

    /**
     * x, y, width and height in pixels.
     *
     * @throws IllegalArgumentException when there is no valid box
     */
    public double[] box() {
      if (bbox == null || bbox.length != 4 || bbox[2] < 0 || bbox[3] < 0) {
        throw wrong("needs a bbox of x, y, width and height");
      }
      return bbox.clone();
    }

    /**
     * x, y and v of each joint; v is 0 for one that nobody has labelled. Empty when the file has
     * none for this object.
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

    /** Says what is wrong with this annotation. */
    public IllegalArgumentException wrong(String what) {
      return new IllegalArgumentException("annotation " + index + " " + what);
    }
  }

  private CocoFile() {}

  /**
   * The annotations of each labelled frame, in the order of the file; none where a frame is empty.
   *
   * @param text JSON
   * @throws IllegalArgumentException when it is not such a file; the message says what is wrong
   */
  public static SortedMap<Integer, List<Annotation>> frames(String text) {
    Content content;
    try {
      content = new Gson().fromJson(text, Content.class);
    } catch (JsonParseException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (content.images == null || content.annotations == null) {
      throw new IllegalArgumentException("COCO JSON needs 'images' and 'annotations'");
    }
    Map<Long, Integer> frameOf = frameOf(content.images);
    SortedMap<Integer, List<Annotation>> frames = new TreeMap<>();
    frameOf.values().forEach(frame -> frames.put(frame, new ArrayList<>()));
    for (int i = 0; i < content.annotations.size(); i++) {
      Annotation annotation = content.annotations.get(i);
      annotation.index = i;
      Integer frame = frameOf.get(annotation.imageId);
      if (frame == null) {
        throw annotation.wrong("is of image " + annotation.imageId + ", which is not there");
      }
      frames.get(frame).add(annotation);
    }
    return frames;
  }

  private static Map<Long, Integer> frameOf(List<Image> images) {
    if (images.stream().anyMatch(image -> image.id == null)) {
      throw new IllegalArgumentException("an image has no id");
    }
    List<Image> inOrder = images.stream().sorted(Comparator.comparing(image -> image.id)).toList();
    boolean named = images.stream().allMatch(image -> image.frameIndex != null);
    Map<Long, Integer> frames = new HashMap<>();
    for (int i = 0; i < inOrder.size(); i++) {
      Image image = inOrder.get(i);
      if (frames.put(image.id, named ? image.frameIndex : Integer.valueOf(i)) != null) {
        throw new IllegalArgumentException("there are two images with id " + image.id);
      }
    }
    return frames;
  }
}

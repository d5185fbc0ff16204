package org.skipconv.models.detection;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** COCO's {@code instances_*.json}, boxes only. */
final class CocoJsonLabels {

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

  private static final class Annotation {
    @SerializedName("image_id")
    Long imageId;

    @SerializedName("category_id")
    int categoryId;

    double[] bbox;
    int iscrowd;
  }

  private CocoJsonLabels() {}

  static DetectionLabels parse(String text) {
    Content content;
    try {
      content = new Gson().fromJson(text, Content.class);
    } catch (JsonParseException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (content.images == null || content.annotations == null) {
      throw new IllegalArgumentException("COCO JSON needs 'images' and 'annotations'");
    }
    Map<Long, Integer> frameOf = frames(content.images);
    TreeMap<Integer, List<GroundTruth>> frames = new TreeMap<>();
    frameOf.values().forEach(frame -> frames.put(frame, new ArrayList<>()));
    for (int i = 0; i < content.annotations.size(); i++) {
      Annotation annotation = content.annotations.get(i);
      Integer frame = frameOf.get(annotation.imageId);
      if (frame == null) {
        throw new IllegalArgumentException(
            "annotation " + i + " is of image " + annotation.imageId + ", which is not there");
      }
      frames.get(frame).add(truth(annotation, i));
    }
    return new DetectionLabels(frames);
  }

  private static Map<Long, Integer> frames(List<Image> images) {
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

  private static GroundTruth truth(Annotation annotation, int index) {
    double[] box = Objects.requireNonNullElse(annotation.bbox, new double[0]);
    if (box.length != 4 || box[2] < 0 || box[3] < 0) {
      throw new IllegalArgumentException(
          "annotation " + index + " needs a bbox of x, y, width and height");
    }
    if (annotation.categoryId < 1 || annotation.categoryId > CocoLabels.COUNT) {
      throw new IllegalArgumentException(
          "annotation "
              + index
              + " has category "
              + annotation.categoryId
              + ", but COCO's are 1 to "
              + CocoLabels.COUNT);
    }
    return new GroundTruth(
        Box.ofSize(box[0], box[1], box[2], box[3]), annotation.categoryId, annotation.iscrowd != 0);
  }
}

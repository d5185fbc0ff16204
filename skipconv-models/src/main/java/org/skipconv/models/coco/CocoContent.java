package org.skipconv.models.coco;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.io.StrictJson;

/** Content of a COCO file, as far as it matters here, each entry by itself. */
record CocoContent(
    List<CocoImage> images, List<CocoAnnotation> annotations, Map<Long, String> categories) {
  /** Whole numbers up to here are exact as decimals, which some tools write instead. */
  private static final double LARGEST_ID = 1L << 53;

  static CocoContent read(StrictJson json) throws IOException {
    List<CocoImage> images = new ArrayList<>();
    List<CocoAnnotation> annotations = new ArrayList<>();
    Map<Long, String> categories = new LinkedHashMap<>();
    List<String> there = new ArrayList<>();
    json.members(
        name -> {
          switch (name) {
            case "images" -> json.elements(() -> images.add(CocoImage.read(json)));
            case "annotations" ->
                json.elements(() -> annotations.add(CocoAnnotation.read(json, annotations.size())));
            case "categories" -> json.elements(() -> addCategory(json, categories));
            default -> json.skip();
          }
          if (name.equals("images") || name.equals("annotations")) {
            there.add(name);
          }
        });
    json.end();
    if (there.size() < 2) {
      throw new IllegalArgumentException("COCO JSON needs 'images' and 'annotations'");
    }
    return new CocoContent(images, annotations, categories);
  }

  private static void addCategory(StrictJson json, Map<Long, String> categories)
      throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    json.members(
        name -> {
          switch (name) {
            case "id" -> members.put(name, id(json));
            case "name" -> members.put(name, json.text());
            default -> json.skip();
          }
        });
    if (members.size() < 2) {
      throw new IllegalArgumentException("a category has no id or no name");
    }
    if (categories.put((Long) members.get("id"), (String) members.get("name")) != null) {
      throw new IllegalArgumentException("there are two categories with id " + members.get("id"));
    }
  }

  /** An id: a whole number, written as 7 or as 7.0. */
  static long id(StrictJson json) throws IOException {
    String path = json.path();
    double value = json.number();
    if (value != Math.rint(value) || Math.abs(value) > LARGEST_ID) {
      throw new IllegalArgumentException(path + " must be a whole number, but is " + value);
    }
    return (long) value;
  }
}

package org.skipconv.models.detection;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.skipconv.models.coco.CocoAnnotation;

/**
 * Classes of a network by the categories of a label file: by name where the file names them, since
 * ids are each tool's own (person is 1 in COCO, 0 in many exports, 15 in VOC), else by id.
 */
final class CategoryIds {
  private static final String UNUSED = "unused ";
  private static final int SHOWN = 60;

  /** Other spellings of the same category, from Pascal VOC. */
  private static final Map<String, String> SPELLINGS =
      Map.of(
          "aeroplane", "airplane",
          "motorbike", "motorcycle",
          "sofa", "couch",
          "tvmonitor", "tv",
          "hairdryer", "hairdrier");

  private final Map<Long, String> categories;
  private final List<String> classes;
  private final Map<String, Integer> idByName = new HashMap<>();

  /** Whether the ids are those of the classes as far as they have names. */
  private final boolean sameIds;

  /**
   * The classes of a file.
   *
   * @param categories names by id, as the file has them
   * @param classes names of the network's classes, of which the first has id 1
   */
  CategoryIds(Map<Long, String> categories, List<String> classes) {
    this.categories = categories;
    this.classes = List.copyOf(classes);
    for (int i = 0; i < classes.size(); i++) {
      idByName.put(plain(classes.get(i)), i + 1);
    }
    this.sameIds =
        categories.entrySet().stream()
            .allMatch(entry -> entry.getKey().equals(byName(entry.getValue())));
  }

  private @Nullable Long byName(String name) {
    Integer id = idByName.get(plain(name));
    return id == null ? null : Long.valueOf(id);
  }

  private static String plain(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
    return SPELLINGS.getOrDefault(plain, plain);
  }

  /**
   * The class of an object.
   *
   * @throws IllegalArgumentException when it is none of the network's
   */
  int of(CocoAnnotation annotation) {
    long category =
        annotation.categoryId().orElseThrow(() -> annotation.wrong("has no category_id"));
    String name = categories.get(category);
    if (name != null) {
      Long known = byName(name);
      if (known == null) {
        throw annotation.wrong(
            "has category "
                + category
                + ", \""
                + name.substring(0, Math.min(SHOWN, name.length()))
                + "\", which is none of the "
                + idByName.size()
                + " classes; rename it in 'categories', or leave its annotations out");
      }
      return Math.toIntExact(known);
    }
    if (!sameIds) {
      throw annotation.wrong("has category " + category + ", which is not among 'categories'");
    }
    if (category < 1 || category > classes.size()) {
      String whose = classes.equals(CocoLabels.channels()) ? "COCO's" : "the network's";
      throw annotation.wrong(
          "has category "
              + category
              + ", but "
              + whose
              + " are 1 to "
              + classes.size()
              + "; say in 'categories' what each id is called");
    }
    if (classes.get((int) category - 1).startsWith(UNUSED)) {
      throw annotation.wrong(
          "has category "
              + category
              + ", which COCO does not use; say in 'categories' what each id is called");
    }
    return (int) category;
  }
}

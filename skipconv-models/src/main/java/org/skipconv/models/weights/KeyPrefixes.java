package org.skipconv.models.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes away what frameworks put before the names of a state dict. */
final class KeyPrefixes {
  /**
   * A group applies only when each name starts with one of its prefixes: EfficientDet has names of
   * its own that start with {@code backbone.}, beside others that do not.
   */
  private static final List<List<String>> GROUPS =
      List.of(
          List.of("module."), List.of("model."), List.of("backbone.", "head.", "keypoint_head."));

  /** More wrappers than anybody has put around a model. */
  private static final int MAX_ROUNDS = 10;

  private KeyPrefixes() {}

  static <T> Map<String, T> strip(Map<String, T> named) {
    Map<String, T> shortest = named;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Map<String, T> shorter = stripOnce(shortest);
      if (shorter == shortest) {
        return shortest;
      }
      shortest = shorter;
    }
    return shortest;
  }

  private static <T> Map<String, T> stripOnce(Map<String, T> named) {
    for (List<String> group : GROUPS) {
      Map<String, T> stripped = new LinkedHashMap<>();
      named.forEach(
          (name, value) ->
              prefix(name, group)
                  .ifPresent(prefix -> stripped.put(name.substring(prefix.length()), value)));
      if (!named.isEmpty() && stripped.size() == named.size()) {
        return stripped;
      }
    }
    return named;
  }

  private static Optional<String> prefix(String name, List<String> group) {
    return group.stream()
        .filter(prefix -> name.startsWith(prefix) && name.length() > prefix.length())
        .findFirst();
  }
}

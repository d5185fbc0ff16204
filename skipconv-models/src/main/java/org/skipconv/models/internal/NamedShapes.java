package org.skipconv.models.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.skipconv.core.Tensor;

/** Finds outputs of a network by their shapes. */
public final class NamedShapes {
  private NamedShapes() {}

  /** Shapes of tensors by name, in their order. */
  public static Map<String, int[]> of(Map<String, Tensor> tensors) {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return shapes;
  }

  /** Names of the outputs whose shapes fit, in their order. */
  public static List<String> all(Map<String, int[]> shapes, Predicate<int[]> fits) {
    List<String> names = new ArrayList<>();
    shapes.forEach(
        (name, shape) -> {
          if (fits.test(shape)) {
            names.add(name);
          }
        });
    return names;
  }

  /**
   * Name of the only output whose shape fits.
   *
   * @param wanted in words, for the message
   * @throws IllegalArgumentException when none fits, or several do
   */
  public static String only(Map<String, int[]> shapes, String wanted, Predicate<int[]> fits) {
    List<String> names = all(shapes, fits);
    if (names.size() != 1) {
      throw misfit(
          wanted + (names.isEmpty() ? "" : ", once, but " + names + " could all be it"), shapes);
    }
    return names.get(0);
  }

  /**
   * Entry of a name that was found before.
   *
   * @throws IllegalArgumentException when it is not there
   */
  public static <T> T get(Map<String, T> outputs, String name) {
    T found = outputs.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no output " + name + ", only " + outputs.keySet());
    }
    return found;
  }

  /** An error that says what is wanted and what there is. */
  public static IllegalArgumentException misfit(String wanted, Map<String, int[]> shapes) {
    return new IllegalArgumentException("needs " + wanted + "; the outputs are " + text(shapes));
  }

  /** Names and shapes as words. */
  public static String text(Map<String, int[]> shapes) {
    List<String> words = new ArrayList<>();
    shapes.forEach((name, shape) -> words.add(name + " " + Arrays.toString(shape)));
    return words.isEmpty() ? "none" : String.join(", ", words);
  }
}

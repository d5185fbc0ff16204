package org.skipconv.models.weights;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.skipconv.core.SafeTensors;

/**
 * Metadata of a weight file that say which network the weights belong to, so that nobody has to
 * remember it: {@code skipconv.model}, the name by which the command line knows it, and {@code
 * skipconv.size}, the input that it was trained for, such as {@code 256x192}.
 *
 * @param model name of the architecture, such as {@code hrnet-w32}
 * @param height of the network's input
 * @param width of the network's input
 */
public record WeightMetadata(String model, int height, int width) {
  private static final String MODEL = "skipconv.model";
  private static final String SIZE = "skipconv.size";

  /** Refuses impossible values. */
  public WeightMetadata {
    if (model.isBlank() || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a model has a name, a height and a width, but not "
              + model
              + ", "
              + height
              + ", "
              + width);
    }
  }

  /**
   * Reads metadata of a file.
   *
   * @param metadata strings of the file by their names
   * @return empty when the file says nothing of this
   * @throws IllegalArgumentException when what it says is not written as {@link #addedTo} writes it
   */
  public static Optional<WeightMetadata> of(Map<String, String> metadata) {
    String model = metadata.get(MODEL);
    String size = metadata.get(SIZE);
    if (model == null && size == null) {
      return Optional.empty();
    }
    if (model == null || size == null || !size.matches("[1-9]\\d{0,5}x[1-9]\\d{0,5}")) {
      throw new IllegalArgumentException(
          "metadata "
              + MODEL
              + " is "
              + model
              + " and "
              + SIZE
              + " is "
              + size
              + "; allowed: a name, and a size such as 256x192");
    }
    int times = size.indexOf('x');
    return Optional.of(
        new WeightMetadata(
            model,
            Integer.parseInt(size.substring(0, times)),
            Integer.parseInt(size.substring(times + 1))));
  }

  /** {@return these metadata as strings by their names, as files have them} */
  public Map<String, String> strings() {
    Map<String, String> strings = new LinkedHashMap<>();
    strings.put(MODEL, model);
    strings.put(SIZE, height + "x" + width);
    return strings;
  }

  /**
   * {@return the tensors and strings of a file with these metadata among them}
   *
   * @param weights tensors and strings of the file
   */
  public SafeTensors addedTo(SafeTensors weights) {
    Map<String, String> all = new LinkedHashMap<>(weights.metadata());
    all.putAll(strings());
    return new SafeTensors(weights.tensors(), all);
  }
}

package org.skipconv.models.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.Tensor;

/**
 * An immutable collection of named tensors, such as a model's state dict.
 *
 * <p>{@link #load} reads {@code .safetensors} and PyTorch's {@code .pth} files, whatever they are
 * called, and takes away what training frameworks put around a state dict.
 */
public final class Weights implements WeightSource {
  private static final int SUGGESTIONS = 3;
  private static final int MAGIC_BYTES = 9;

  private final String origin;
  private final Map<String, Tensor> tensors;

  private Weights(String origin, Map<String, Tensor> tensors) {
    this.origin = origin;
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** These tensors, under these names. */
  public static Weights of(Map<String, Tensor> tensors) {
    return new Weights("these weights", tensors);
  }

  /**
   * Reads a weight file; its content says of which kind it is.
   *
   * <ul>
   *   <li>safetensors
   *   <li>PyTorch, both the zip container (since 1.6) and the one before. Nothing in the file is
   *       executed: a pickle that names anything but tensors, storages and dicts is refused.
   * </ul>
   *
   * A state dict is taken out of a checkpoint's {@code state_dict}, {@code best_state_dict} or
   * {@code model}. Prefixes that all names share are taken away: {@code module.}, {@code model.},
   * and mmpose's {@code backbone.} together with {@code head.} and {@code keypoint_head.}.
   *
   * @throws IOException when the file cannot be read, is of no known kind, or is damaged; the
   *     message names file and fault
   */
  public static Weights load(Path file) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(MAGIC_BYTES);
    }
    Map<String, Tensor> tensors;
    if (TorchZip.startsLike(start)) {
      tensors = TorchZip.read(file);
    } else if (TorchLegacy.startsLike(start)) {
      tensors = TorchLegacy.read(file);
    } else if (start.length == MAGIC_BYTES && start[MAGIC_BYTES - 1] == '{') {
      tensors = SafeTensors.read(file).tensors();
    } else {
      throw new IOException(
          file + " is neither a safetensors file nor a PyTorch file (zip or legacy container)");
    }
    return new Weights(file.toString(), KeyPrefixes.strip(tensors));
  }

  /** All tensors by name, in the order of the file. */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /** All names, in the order of the file. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /**
   * {@inheritDoc}
   *
   * <p>The message of the exception says what there is that looks similar.
   */
  @Override
  public Tensor tensor(String name, int... shape) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          String.format(
              "%s: there is no tensor %s %s; the most similar of %d names: %s",
              origin, name, Arrays.toString(shape), tensors.size(), similar(name)));
    }
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new IllegalArgumentException(
          String.format(
              "%s: tensor %s has shape %s, but %s is needed",
              origin, name, Arrays.toString(tensor.shape()), Arrays.toString(shape)));
    }
    return tensor;
  }

  private String similar(String name) {
    return tensors.keySet().stream()
        .sorted(Comparator.comparingInt(other -> EditDistance.between(name, other)))
        .limit(SUGGESTIONS)
        .map(other -> other + " " + Arrays.toString(tensors.get(other).shape()))
        .collect(Collectors.joining(", "));
  }

  /** Where the weights come from, and how many tensors they are. */
  @Override
  public String toString() {
    return origin + " (" + tensors.size() + " tensors)";
  }
}

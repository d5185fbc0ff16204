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
import org.skipconv.core.io.FileErrors;
import org.skipconv.core.io.NearestName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An immutable collection of named tensors, such as a model's state dict.
 *
 * <p>{@link #load} reads {@code .safetensors} and PyTorch's {@code .pth} files, whatever they are
 * called, and takes away what training frameworks put around a state dict.
 */
public final class Weights implements WeightSource {
  private static final int SUGGESTIONS = 3;
  private static final int MAGIC_BYTES = 9;

  /** Longer names are similar to none that a model has. */
  private static final int MAX_SIMILAR = 200;

  private static final Logger LOG = LoggerFactory.getLogger(Weights.class);

  /** Suffix of the one kind of weight that must not be negative. */
  private static final String VARIANCE = "running_var";

  private final String origin;
  private final String entry;
  private final Map<String, Tensor> tensors;

  private Weights(String origin, String entry, Map<String, Tensor> tensors) {
    this.origin = origin;
    this.entry = entry;
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * {@return these tensors, under these names}
   *
   * @param tensors the tensors by their names
   */
  public static Weights of(Map<String, Tensor> tensors) {
    return new Weights("these weights", "", tensors);
  }

  /**
   * Reads a weight file; its content says of which kind it is.
   *
   * <ul>
   *   <li>safetensors
   *   <li>PyTorch, both the zip container (since 1.6) and the one before. Nothing in the file is
   *       executed: whatever a pickle names besides tensors, storages and dicts is a value that
   *       nobody looks into.
   * </ul>
   *
   * A state dict is taken out of a checkpoint's {@code state_dict}, {@code model_state_dict},
   * {@code model} and their like, averaged weights ({@code state_dict_ema}, {@code model_ema})
   * before plain ones; {@link #entry} says which it was, and {@link #load(Path, String)} takes
   * another. Prefixes that all names share are taken away: {@code module.}, {@code model.}, and
   * mmpose's {@code backbone.} together with {@code head.} and {@code keypoint_head.}.
   *
   * @param file the file
   * @return the weights
   * @throws IOException when the file cannot be read, is of no known kind, or is damaged; the
   *     message names file and fault
   */
  public static Weights load(Path file) throws IOException {
    return load(file, StateDict::find, "");
  }

  /**
   * Reads a weight file as {@link #load(Path)} does, from an entry of a checkpoint that is asked
   * for.
   *
   * @param file the file
   * @param entry such as {@code state_dict} or {@code model/module}; empty for the top of the file
   * @return the weights
   * @throws IOException also when there are no tensors in that entry; the message says where there
   *     are some
   */
  public static Weights load(Path file, String entry) throws IOException {
    return load(file, root -> StateDict.find(root, entry), entry);
  }

  private static Weights load(Path file, TorchContent.Choice choice, String wanted)
      throws IOException {
    return FileErrors.naming(
        file,
        () -> {
          byte[] start;
          try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(MAGIC_BYTES);
          }
          if (TorchZip.startsLike(start)) {
            return torch(file, TorchZip.read(file, choice));
          } else if (TorchLegacy.startsLike(start)) {
            return torch(file, TorchLegacy.read(file, choice));
          } else if (start.length == MAGIC_BYTES && start[MAGIC_BYTES - 1] == '{') {
            if (!wanted.isEmpty()) {
              throw new IOException(
                  "a safetensors file has no entries, such as \"" + wanted + "\"");
            }
            Map<String, Tensor> tensors = SafeTensors.read(file).tensors();
            return new Weights(file.toString(), "", KeyPrefixes.strip(tensors));
          }
          throw new IOException(
              "it is neither a safetensors file nor a PyTorch file (zip or legacy container)");
        });
  }

  private static Weights torch(Path file, TorchContent content) {
    StateDict dict = content.dict();
    if (!dict.others().isEmpty()) {
      LOG.info(
          "{}: the weights in {} are taken; there are others in {}",
          file,
          dict.entry().isEmpty() ? "the top" : dict.entry(),
          dict.others());
    }
    return new Weights(file.toString(), dict.entry(), KeyPrefixes.strip(content.tensors()));
  }

  /**
   * {@return the entry of the checkpoint that these weights are from, such as {@code
   * state_dict_ema}; empty when they were not in one}
   */
  public String entry() {
    return entry;
  }

  /** {@return all tensors by name, in the order of the file} */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /** {@return all names, in the order of the file} */
  public Set<String> names() {
    return tensors.keySet();
  }

  /**
   * {@inheritDoc}
   *
   * <p>The message of the exception says what there is that looks similar.
   *
   * @throws IllegalArgumentException also when it holds NaN, infinity, or a negative variance
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
    requireUsable(name, tensor);
    return tensor;
  }

  private void requireUsable(String name, Tensor tensor) {
    for (float value : tensor.values()) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            origin + ": tensor " + name + " holds " + value + ", but weights must be finite");
      }
      if (value < 0 && name.endsWith(VARIANCE)) {
        throw new IllegalArgumentException(
            origin + ": tensor " + name + " holds " + value + ", but a variance is 0 or more");
      }
    }
  }

  private String similar(String name) {
    return tensors.entrySet().stream()
        .filter(other -> other.getKey().length() <= MAX_SIMILAR)
        .sorted(Comparator.comparingInt(other -> NearestName.distance(name, other.getKey())))
        .limit(SUGGESTIONS)
        .map(other -> other.getKey() + " " + Arrays.toString(other.getValue().shape()))
        .collect(Collectors.joining(", "));
  }

  /** Origin of the weights, and the number of tensors. */
  @Override
  public String toString() {
    return origin + " (" + tensors.size() + " tensors)";
  }
}

package org.skipconv.models.weights;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.skipconv.core.io.FileErrors;
import org.skipconv.models.weights.Pickled.Dict;
import org.skipconv.models.weights.Pickled.Opaque;

/**
 * Named tensors of a PyTorch file.
 *
 * @param entry where in the file they are, such as {@code state_dict} or {@code model/module};
 *     empty at the top
 * @param others entries that hold tensors, too, and were not taken
 */
record StateDict(String entry, Map<String, TensorRef> tensors, List<String> others) {
  /**
   * Entries in which training scripts put it, best first. Averaged weights (EMA) come before those
   * they are the average of: whoever keeps both publishes results of the average.
   */
  private static final List<String> WRAPPERS =
      List.of(
          "state_dict_ema",
          "model_ema",
          "ema_state_dict",
          "ema_model",
          "params_ema",
          "ema",
          "state_dict",
          "best_state_dict",
          "model_state_dict",
          "model",
          "net",
          "network",
          "params",
          "weights",
          "module");

  private static final int MAX_DEPTH = 4;
  private static final int SHOWN_ENTRIES = 4;
  private static final int SHOWN_CHARACTERS = 60;

  /**
   * Finds the best one.
   *
   * @param root what the file's pickle gave
   * @throws IOException when there is none
   */
  static StateDict find(Object root) throws IOException {
    Map<String, Map<String, TensorRef>> found = all(root);
    Map.Entry<String, Map<String, TensorRef>> first = found.entrySet().iterator().next();
    return taken(found, first.getKey(), first.getValue());
  }

  /**
   * Takes the one that is asked for.
   *
   * @param entry as {@link #entry} has it
   * @throws IOException when there is none
   */
  static StateDict find(Object root, String entry) throws IOException {
    Map<String, Map<String, TensorRef>> found = all(root);
    Map<String, TensorRef> tensors = found.get(entry);
    if (tensors == null) {
      throw new IOException(
          "it holds no tensors in entry \""
              + shown(entry)
              + "\", only in "
              + quoted(found.keySet()));
    }
    return taken(found, entry, tensors);
  }

  private static StateDict taken(
      Map<String, Map<String, TensorRef>> found, String entry, Map<String, TensorRef> tensors) {
    List<String> others = found.keySet().stream().filter(name -> !name.equals(entry)).toList();
    return new StateDict(entry, tensors, others);
  }

  private static String quoted(Set<String> entries) {
    return entries.stream()
        .map(name -> name.isEmpty() ? "the top" : "\"" + name + "\"")
        .collect(Collectors.joining(", "));
  }

  /** All of them by their entries, best first. */
  private static Map<String, Map<String, TensorRef>> all(Object root) throws IOException {
    if (root instanceof Opaque opaque) {
      throw new IOException(
          "it holds "
              + opaque.origin()
              + ", which is refused because a pickle may run any code it names; only tensors and"
              + " dicts are read, so save the state dict alone, best as safetensors");
    }
    if (!(root instanceof Dict dict)) {
      throw new IOException("its top is refused: it is no dict, but " + Pickled.describe(root));
    }
    Map<String, Map<String, TensorRef>> found = new LinkedHashMap<>();
    search(dict, "", 0, Collections.newSetFromMap(new IdentityHashMap<>()), found);
    if (found.isEmpty()) {
      String entries =
          dict.entries().entrySet().stream()
              .limit(SHOWN_ENTRIES)
              .map(entry -> shown(entry.getKey()) + " (" + Pickled.describe(entry.getValue()) + ")")
              .collect(Collectors.joining(", "));
      throw new IOException(
          "it holds no tensors, neither at its top nor in state_dict, model or their like; it has "
              + dict.entries().size()
              + " entries: "
              + entries);
    }
    return found;
  }

  /**
   * Adds what is in a dict.
   *
   * @param seen dicts that were looked into: one may contain itself under several names
   */
  private static void search(
      Dict dict,
      String path,
      int depth,
      Set<Dict> seen,
      Map<String, Map<String, TensorRef>> found) {
    if (depth > MAX_DEPTH || !seen.add(dict)) {
      return;
    }
    for (String wrapper : WRAPPERS) {
      if (dict.entries().get(wrapper) instanceof Dict inner) {
        search(inner, path.isEmpty() ? wrapper : path + "/" + wrapper, depth + 1, seen, found);
      }
    }
    Map<String, TensorRef> tensors = new LinkedHashMap<>();
    dict.entries()
        .forEach(
            (name, value) -> {
              if (value instanceof TensorRef tensor) {
                tensors.put(name, tensor);
              }
            });
    if (!tensors.isEmpty()) {
      found.put(path, tensors);
    }
  }

  private static String shown(String name) {
    return FileErrors.shortened(name, SHOWN_CHARACTERS);
  }
}

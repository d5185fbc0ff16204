package org.skipconv.models.weights;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the state dict in what a PyTorch file holds. */
final class StateDict {
  /** Where training scripts put it, best first. */
  private static final List<String> WRAPPERS = List.of("state_dict", "best_state_dict", "model");

  private StateDict() {}

  /**
   * The named tensors; entries that are no tensors are left out.
   *
   * @param root what the file's pickle gave
   */
  static Map<String, TensorRef> find(Object root) throws IOException {
    if (!(root instanceof Map<?, ?> dict)) {
      throw new IOException("it holds no dict");
    }
    for (String wrapper : WRAPPERS) {
      if (dict.get(wrapper) instanceof Map<?, ?> inner) {
        return find(inner);
      }
    }
    Map<String, TensorRef> tensors = new LinkedHashMap<>();
    dict.forEach(
        (name, value) -> {
          if (name instanceof String text && value instanceof TensorRef tensor) {
            tensors.put(text, tensor);
          }
        });
    if (tensors.isEmpty()) {
      throw new IOException(
          "it holds no tensors, neither at its top nor in any of "
              + WRAPPERS
              + "; its keys are "
              + dict.keySet());
    }
    return tensors;
  }
}

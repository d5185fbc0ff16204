package org.skipconv.models.weights;

import java.io.IOException;
import java.util.Map;
import org.skipconv.core.Tensor;

/**
 * Content of a PyTorch file.
 *
 * @param dict that was taken
 * @param tensors of that dict, by name
 */
record TorchContent(StateDict dict, Map<String, Tensor> tensors) {

  /** Chooses the state dict in what a file's pickle gave. */
  @FunctionalInterface
  interface Choice {
    StateDict of(Object root) throws IOException;
  }
}

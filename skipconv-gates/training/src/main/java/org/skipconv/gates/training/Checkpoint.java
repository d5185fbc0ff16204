package org.skipconv.gates.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.skipconv.core.ElementType;
import org.skipconv.core.SafeTensors;

/** A training's state in a file, from which it goes on as if it had never stopped. */
record Checkpoint(Path file, String fingerprint) {
  private static final String FINGERPRINT = "training";

  /** Writes the file as a whole: a crash leaves the one before. */
  void save(Map<String, Tensor> state, Map<String, String> numbers) {
    Map<String, org.skipconv.core.Tensor> tensors = new LinkedHashMap<>();
    state.forEach((name, tensor) -> tensors.put(name, plain(tensor)));
    Map<String, String> metadata = new LinkedHashMap<>(numbers);
    metadata.put(FINGERPRINT, fingerprint);
    try {
      new SafeTensors(tensors, metadata).write(file, ElementType.F32);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the checkpoint " + file, e);
    }
  }

  static org.skipconv.core.Tensor plain(Tensor tensor) {
    int[] shape = new int[(int) tensor.dim()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = (int) tensor.size(i);
    }
    return org.skipconv.core.Tensor.of(PyTorch.floats(tensor), shape);
  }

  /**
   * Copies a saved state into tensors of the same names.
   *
   * @return the numbers, or null when there is no file
   * @throws IllegalArgumentException when the file is of another training
   */
  Map<String, String> load(Map<String, Tensor> state) {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      SafeTensors saved = SafeTensors.read(file);
      String other = saved.metadata().get(FINGERPRINT);
      if (!fingerprint.equals(other) || !saved.tensors().keySet().containsAll(state.keySet())) {
        throw new IllegalArgumentException(
            "checkpoint "
                + file
                + " is of another training ("
                + other
                + "), not of "
                + fingerprint
                + ": name another file, or delete it");
      }
      Scopes.scoped(
          () ->
              NoGrad.get(
                  () -> {
                    state.forEach((name, tensor) -> copy(saved.tensors().get(name), tensor));
                    return null;
                  }));
      return saved.metadata();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the checkpoint " + file, e);
    }
  }

  private static void copy(org.skipconv.core.Tensor saved, Tensor into) {
    into.copy_(Tensor.create(saved.values()).reshape(into.shape()));
  }
}

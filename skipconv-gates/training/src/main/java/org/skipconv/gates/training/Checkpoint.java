package org.skipconv.gates.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.skipconv.core.ElementType;
import org.skipconv.core.SafeTensors;

/**
 * A training's state in a file, from which it goes on as if it had never stopped.
 *
 * @param identity what the training is, see {@link TrainingIdentity}; a file of another one is
 *     refused
 */
record Checkpoint(Path file, Map<String, String> identity) {
  private static final String PREFIX = "training ";

  /** Writes the file as a whole: a crash leaves the one before. */
  void save(Map<String, Tensor> state, RunPosition position) throws IOException {
    Map<String, org.skipconv.core.Tensor> tensors = new LinkedHashMap<>();
    state.forEach((name, tensor) -> tensors.put(name, plain(tensor)));
    Map<String, String> metadata = position.toMetadata();
    identity.forEach((name, value) -> metadata.put(PREFIX + name, value));
    try {
      new SafeTensors(tensors, metadata).write(file, ElementType.F32);
    } catch (IOException e) {
      throw new IOException("cannot write the checkpoint " + file + ": " + e.getMessage(), e);
    }
  }

  static org.skipconv.core.Tensor plain(Tensor tensor) {
    return org.skipconv.core.Tensor.of(PyTorch.floats(tensor), shape(tensor));
  }

  private static int[] shape(Tensor tensor) {
    int[] shape = new int[(int) tensor.dim()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = (int) tensor.size(i);
    }
    return shape;
  }

  /**
   * Copies a saved state into tensors of the same names; into none of them when the file is
   * refused.
   *
   * @return where the run was, or null when there is no file
   * @throws IllegalArgumentException when the file is of another training
   * @throws IOException when it cannot be read or is damaged; the message names the file
   */
  RunPosition load(Map<String, Tensor> state) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    SafeTensors saved = read();
    requireSameTraining(saved.metadata());
    for (Map.Entry<String, Tensor> each : state.entrySet()) {
      requireFits(each.getKey(), saved.tensors().get(each.getKey()), shape(each.getValue()));
    }
    RunPosition position = position(saved.metadata());
    Scopes.scoped(
        () -> {
          NoGrad.run(
              () -> state.forEach((name, tensor) -> copy(saved.tensors().get(name), tensor)));
          return null;
        });
    return position;
  }

  private RunPosition position(Map<String, String> metadata) throws IOException {
    try {
      return RunPosition.of(metadata);
    } catch (IllegalArgumentException e) {
      throw damaged(e.getMessage(), e);
    }
  }

  private SafeTensors read() throws IOException {
    try {
      return SafeTensors.read(file);
    } catch (IOException e) {
      throw new IOException("cannot read the checkpoint " + file + ": " + e.getMessage(), e);
    }
  }

  private void requireSameTraining(Map<String, String> metadata) {
    List<String> differing = new ArrayList<>();
    identity.forEach(
        (name, own) -> {
          String other = metadata.get(PREFIX + name);
          if (!own.equals(other)) {
            differing.add(
                name + " " + own + " here, " + (other == null ? "none" : other) + " there");
          }
        });
    if (!differing.isEmpty()) {
      throw new IllegalArgumentException(
          "checkpoint "
              + file
              + " is of another training ("
              + String.join("; ", differing)
              + "): name another file, or delete it");
    }
  }

  private void requireFits(String name, org.skipconv.core.Tensor tensor, int[] shape)
      throws IOException {
    if (tensor == null) {
      throw damaged("it has no tensor " + name, null);
    }
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw damaged(name + " should be " + Arrays.toString(shape) + ", but is " + tensor, null);
    }
    for (float value : tensor.values()) {
      if (!Float.isFinite(value) || (value < 0 && name.startsWith(Adam.SECOND))) {
        throw damaged(name + " holds " + value, null);
      }
    }
  }

  private IOException damaged(String fault, Exception cause) {
    return new IOException(
        "the checkpoint " + file + " is damaged: " + fault + "; delete it to begin anew", cause);
  }

  private static void copy(org.skipconv.core.Tensor saved, Tensor into) {
    into.copy_(Tensor.create(saved.values()).reshape(into.shape()));
  }
}

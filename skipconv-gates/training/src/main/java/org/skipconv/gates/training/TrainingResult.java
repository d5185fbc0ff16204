package org.skipconv.gates.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.skipconv.core.Node;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Parameter;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GumbelGates;

/**
 * Result of a training.
 *
 * @param network with the trained kernels; the one that was given where they were not trained
 * @param gates learned ones, if they were trained
 * @param plan with the trained thresholds, if they were
 * @param validation of the validation part; empty when there is none
 * @param step after which the state was; 0 when no state did better on the validation part than the
 *     start, which is what this result is then
 * @param facts how it was trained, as they are written into files
 */
@NullMarked
public record TrainingResult(
    SkipNetwork network,
    Optional<GumbelGates> gates,
    Optional<GatePlan> plan,
    Optional<TrainingProgress.Validation> validation,
    int step,
    Map<String, String> facts) {

  /**
   * {@return the tensors of a weight file with the trained kernels in the place of the old ones,
   * under their published names, the learned gates beside them, and the plan and the facts among
   * the metadata}
   *
   * @param weights of which the network was built; its biases and batch norms stay as they are
   * @throws IllegalArgumentException when a trained kernel has no tensor of its shape in the file
   */
  public SafeTensors addedTo(SafeTensors weights) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
    if (facts.containsKey("train.kernels")) {
      for (Node node : network.nodes()) {
        node.parameters().stream()
            .filter(parameter -> parameter.role() == Parameter.Role.WEIGHT)
            .forEach(kernel -> replace(tensors, kernel.name(), kernel.tensor()));
      }
    }
    Map<String, String> metadata = new LinkedHashMap<>(weights.metadata());
    metadata.putAll(facts);
    SafeTensors all = new SafeTensors(tensors, metadata);
    SafeTensors planned = plan.isPresent() ? plan.get().addedTo(all) : all;
    return gates.isPresent() ? gates.get().addedTo(planned) : planned;
  }

  private static void replace(Map<String, Tensor> tensors, String name, Tensor kernel) {
    Tensor old = tensors.get(name);
    if (old == null || old.elements() != kernel.elements()) {
      throw new IllegalArgumentException(
          "the weight file has no tensor " + name + " of the shape of the trained " + kernel);
    }
    tensors.put(name, kernel);
  }
}

package org.skipconv.models.hrnet;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Parameter;

/**
 * The state dict that would build an HRNet: the way back from a network. The folded batch norms
 * come out with mean 0 and variance 1.
 */
final class HrNetState {
  private HrNetState() {}

  static Map<String, Tensor> of(SkipNetwork network) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      for (Parameter parameter : node.parameters()) {
        state.put(parameter.name(), parameter.tensor());
        if (parameter.role() == Parameter.Role.SCALE) {
          int channels = parameter.tensor().elements();
          String norm = parameter.name().substring(0, parameter.name().lastIndexOf('.'));
          state.put(norm + ".running_mean", constant(channels, 0));
          state.put(norm + ".running_var", constant(channels, 1));
        }
      }
    }
    return state;
  }

  private static Tensor constant(int size, float value) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return Tensor.of(values, size);
  }
}

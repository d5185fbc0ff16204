package org.skipconv.models.hrnet;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.skipconv.core.Node;
import org.skipconv.core.Op;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;

/**
 * The state dict that would build an HRNet: the way back from a network. The folded batch norms
 * come out with mean 0 and variance 1.
 */
final class HrNetState {
  private HrNetState() {}

  static Map<String, Tensor> of(SkipNetwork network) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (Node node : network.convolutions()) {
      Op.Conv conv = (Op.Conv) node.op();
      state.put(node.name() + ".weight", conv.weight());
      if (conv.scale() == null) {
        state.put(node.name() + ".bias", conv.bias());
      } else {
        String norm = normOf(node.name());
        state.put(norm + ".weight", conv.scale());
        state.put(norm + ".bias", conv.bias());
        state.put(norm + ".running_mean", constant(conv.outChannels(), 0));
        state.put(norm + ".running_var", constant(conv.outChannels(), 1));
      }
    }
    return state;
  }

  /** {@code conv2} has {@code bn2}, and {@code downsample.0} has {@code downsample.1}. */
  private static String normOf(String layer) {
    return layer.endsWith(".0")
        ? layer.substring(0, layer.length() - 1) + "1"
        : layer.replaceFirst("conv(\\d)$", "bn$1");
  }

  private static Tensor constant(int size, float value) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return Tensor.of(values, size);
  }
}

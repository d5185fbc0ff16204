package org.skipconv.models.hrnet;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.skipconv.core.Tensor;
import org.skipconv.models.weights.WeightSource;
import org.skipconv.models.weights.Weights;

/**
 * Hands weights on and remembers which. A shallow HRNet finds all it needs in the file of a deeper
 * one of the same width, and would give nonsense with it.
 */
final class UsedNames implements WeightSource {
  private static final Pattern BLOCKS = Pattern.compile("(layer1|transition\\d|stage\\d)\\..*");

  /** They may be in the same file. */
  private static final Pattern LEARNED_GATE = Pattern.compile(".*\\.gate\\.(weight|bias)");

  private final WeightSource weights;
  private final Set<String> used = new HashSet<>();

  UsedNames(WeightSource weights) {
    this.weights = weights;
  }

  @Override
  public Tensor tensor(String name, int... shape) {
    used.add(name);
    return weights.tensor(name, shape);
  }

  void refuseLeftOverBlocks(Weights all, Architecture architecture) {
    // A classifier fuses all four branches at the end; a pose network needs the first alone.
    String lastFusion = "stage4." + (architecture.stage4Modules() - 1) + ".fuse_layers.";
    List<String> left =
        all.names().stream()
            .filter(name -> !used.contains(name) && BLOCKS.matcher(name).matches())
            .filter(name -> !name.endsWith(".num_batches_tracked"))
            .filter(name -> !name.startsWith(lastFusion))
            .filter(name -> !LEARNED_GATE.matcher(name).matches())
            .toList();
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              "%s: %d tensors are not part of %s, such as %s; are they for another HRNet?",
              all, left.size(), architecture.name(), left.get(0)));
    }
  }
}

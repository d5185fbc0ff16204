package org.skipconv.core.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.skipconv.core.Activation;

/** Functions of every kind, as arguments of tests. */
public final class Activations {
  private static final List<Activation> ALL =
      List.of(
          Activation.NONE,
          Activation.RELU,
          Activation.RELU6,
          Activation.SILU,
          Activation.SIGMOID,
          Activation.leakyRelu(0.125f),
          Activation.clip(-1, 2),
          Activation.clip(0.25f, 0.75f),
          Activation.TANH,
          Activation.HARD_SWISH);

  private Activations() {}

  /** At least one of each kind. */
  public static List<Activation> all() {
    List<Activation.Function> kinds = ALL.stream().map(Activation::function).distinct().toList();
    if (!kinds.containsAll(Arrays.asList(Activation.Function.values()))) {
      throw new AssertionError("there are functions that no test would try: only " + kinds);
    }
    return ALL;
  }

  public static Activation random(Random random) {
    return all().get(random.nextInt(ALL.size()));
  }
}

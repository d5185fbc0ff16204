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
          Activation.HARD_SWISH,
          Activation.hardSigmoid(0.2f, 0.5f),
          Activation.elu(0.75f),
          Activation.SOFTPLUS,
          Activation.EXP,
          Activation.LOG,
          Activation.SQRT,
          Activation.ABS,
          Activation.ERF,
          Activation.MISH,
          Activation.GELU,
          Activation.FLOOR,
          Activation.ROUND);

  private Activations() {}

  /** At least one of each kind. */
  public static List<Activation> all() {
    List<Activation.Function> kinds = ALL.stream().map(Activation::function).distinct().toList();
    if (!kinds.containsAll(Arrays.asList(Activation.Function.values()))) {
      throw new AssertionError("there are functions that no test would try: only " + kinds);
    }
    return ALL;
  }

  /** Those that take every number and whose slopes are not much above 1: errors do not grow. */
  public static List<Activation> gentle() {
    List<Activation.Function> others =
        List.of(
            Activation.Function.EXP,
            Activation.Function.LOG,
            Activation.Function.SQRT,
            Activation.Function.FLOOR,
            Activation.Function.ROUND);
    return all().stream().filter(function -> !others.contains(function.function())).toList();
  }

  public static Activation random(Random random) {
    return gentle().get(random.nextInt(gentle().size()));
  }
}

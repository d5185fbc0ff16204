package org.skipconv.bench.cli.command;

import org.skipconv.core.ResidualPolicy;

/**
 * A residual policy as the command line writes it.
 *
 * @param policy of that name
 */
record PolicyChoice(ResidualPolicy policy) {

  static PolicyChoice parse(String text) {
    return switch (text) {
      case "carry" -> new PolicyChoice(ResidualPolicy.CARRY);
      case "rebase" -> new PolicyChoice(ResidualPolicy.REBASE);
      default ->
          throw new IllegalArgumentException("no policy \"" + text + "\"; allowed: carry, rebase");
    };
  }
}

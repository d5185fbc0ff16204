package org.skipconv.models.fingerprint;

import java.util.Locale;
import org.skipconv.core.Gate;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Tensor;
import org.skipconv.gates.BlockGate;
import org.skipconv.gates.BudgetGate;
import org.skipconv.gates.GumbelGate;
import org.skipconv.gates.NormGate;
import org.skipconv.models.weights.GeneratedWeights;

/** What decides which pixels are computed, in all layers of a network. */
enum GateSet {
  EXACT {
    @Override
    SessionOptions options() {
      return SessionOptions.exact();
    }
  },
  INPUT {
    @Override
    SessionOptions options() {
      return SessionOptions.gates(NormGate.input(0.1f));
    }
  },
  OUTPUT {
    @Override
    SessionOptions options() {
      return SessionOptions.gates(NormGate.output(1));
    }
  },
  /** Blocks, and a keyframe every seven frames. */
  BLOCK {
    @Override
    SessionOptions options() {
      return SessionOptions.gates(BlockGate.of(NormGate.input(0.2f), 4)).withKeyframeEvery(7);
    }
  },
  BUDGET {
    @Override
    SessionOptions options() {
      return SessionOptions.gates(BudgetGate.of(NormGate.absolute(0.03f), 0.25));
    }
  },
  /** The released code's formula, which asks for every pixel's residual. */
  RELEASED {
    @Override
    SessionOptions options() {
      return SessionOptions.gates(NormGate.releasedInput(0.05f));
    }
  },
  GUMBEL {
    @Override
    SessionOptions options() {
      return SessionOptions.perLayer(GateSet::gumbel);
    }

    @Override
    boolean runsUnder(ResidualPolicy policy) {
      return policy == ResidualPolicy.REBASE;
    }
  };

  abstract SessionOptions options();

  boolean runsUnder(ResidualPolicy policy) {
    return true;
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Seeded by the layer's name alone, so that it does not depend on the others. */
  private static Gate gumbel(GatedLayer layer) {
    if (layer.output().pixels() == 1) {
      return Gate.ALL_OPEN;
    }
    GeneratedWeights weights = GeneratedWeights.he(3);
    int channels = layer.input().channels();
    int height = layer.spec().kernelHeight();
    int width = layer.spec().kernelWidth();
    Tensor weight = weights.tensor(layer.name() + ".gate.weight", 1, channels, height, width);
    Tensor bias = weights.tensor(layer.name() + ".gate.bias", 1);
    int block = 1 << Math.floorMod(layer.name().hashCode(), 3);
    return GumbelGate.of(weight, bias.get(0), block);
  }
}

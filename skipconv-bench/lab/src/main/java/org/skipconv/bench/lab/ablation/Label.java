package org.skipconv.bench.lab.ablation;

import java.util.List;
import java.util.stream.Stream;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;

/**
 * Name of a contender in tables.
 *
 * @param setting what distinguishes it from others of its kind and block; empty when nothing does
 * @param block side of the blocks that open as a whole; {@value #MIXED} when layers differ
 */
public record Label(GateOrigin kind, String setting, int block) {
  /** In the place of a block that not all layers have. */
  public static final int MIXED = 0;

  /** The block that all of these are. */
  public static int block(Stream<Integer> blocks) {
    List<Integer> different = blocks.distinct().toList();
    return different.size() == 1 ? different.get(0) : MIXED;
  }

  /** The block of a plan's gates; those that open everything have none. */
  public static int block(GatePlan plan, SkipNetwork network) {
    return block(
        network.gatedLayers().stream()
            .map(layer -> plan.gateFor(layer.name()))
            .filter(gate -> gate.kind() != GateSetting.Kind.ALL_OPEN)
            .map(GateSetting::block));
  }

  /** The block in words. */
  String blockText() {
    return block == MIXED ? "mixed" : Integer.toString(block);
  }

  @Override
  public String toString() {
    return setting.isEmpty() ? kind.toString() : kind + " " + setting;
  }
}

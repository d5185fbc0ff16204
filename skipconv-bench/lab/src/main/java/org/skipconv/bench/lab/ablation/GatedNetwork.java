package org.skipconv.bench.lab.ablation;

import java.util.ArrayList;
import java.util.List;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;

/** A network with gates. */
public record GatedNetwork(Label label, SkipNetwork network, SessionOptions options) {

  /** The dense path, which all others are measured against. */
  static GatedNetwork dense(SkipNetwork network) {
    Label label = new Label(GateOrigin.DENSE, "", 1);
    return new GatedNetwork(label, network, SessionOptions.dense());
  }

  /**
   * Input norm gates, all layers with the same threshold.
   *
   * @throws BadInput when a threshold or block is not allowed
   */
  public static List<GatedNetwork> single(
      SkipNetwork network, List<Float> thresholds, List<Integer> blocks) {
    List<GatedNetwork> all = new ArrayList<>();
    for (int block : blocks) {
      for (float eps : thresholds) {
        GateSetting pixels = BadInput.at("--threshold", () -> GateSetting.input(eps));
        GateSetting setting = BadInput.at("--blocks", () -> pixels.withBlock(block));
        Label label = new Label(GateOrigin.SINGLE, "" + eps, block);
        all.add(new GatedNetwork(label, network, SessionOptions.gates(setting.gate())));
      }
    }
    return all;
  }

  /** A plan. */
  public static GatedNetwork plan(
      GateOrigin kind, String setting, SkipNetwork network, GatePlan plan) {
    Label label = new Label(kind, setting, Label.block(plan, network));
    return new GatedNetwork(label, network, plan.options());
  }
}

package org.skipconv.bench.lab.ablation;

import java.util.Arrays;
import java.util.List;
import org.skipconv.bench.lab.study.About;
import org.skipconv.bench.lab.study.StudiedNetwork;

/** Contenders as if they had been measured. */
final class Some {
  private Some() {}

  static Measured measured(
      GateOrigin kind, String setting, int block, double macRatio, Double... accuracy) {
    Label label = new Label(kind, setting, block);
    return new Measured(label, macRatio, Arrays.asList(accuracy), 2 / macRatio, 10);
  }

  static Ablation ablation(List<String> measures, Measured... contenders) {
    List<Measured> all = List.of(contenders);
    return new Ablation(
        new About("skipconv gates", "1.0", "abc", "today", "17", "a processor", "Linux", "avx2"),
        new StudiedNetwork("hrnet-w18-small-v1", "somewhere", true, "128x96"),
        new Workload(10, 80, 2, 1),
        measures,
        all,
        Claim.of(measures, all));
  }
}

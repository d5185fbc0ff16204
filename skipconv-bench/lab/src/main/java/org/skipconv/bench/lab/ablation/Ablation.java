package org.skipconv.bench.lab.ablation;

import java.util.List;
import org.skipconv.bench.lab.study.About;
import org.skipconv.bench.lab.study.StudiedNetwork;

/**
 * Costs and accuracies of all contenders.
 *
 * @param measures by which accuracies are listed
 * @param contenders the dense path first
 */
public record Ablation(
    About about,
    StudiedNetwork network,
    Workload workload,
    List<String> measures,
    List<Measured> contenders,
    List<Claim> claims) {

  static Ablation of(About about, Terms terms, List<Measured> contenders) {
    List<String> measures = terms.suite().measures();
    return new Ablation(
        about,
        StudiedNetwork.of(terms.chosen()),
        terms.workload(),
        measures,
        contenders,
        Claim.of(measures, contenders));
  }

  /** The dense path. */
  Measured dense() {
    return contenders.get(0);
  }
}

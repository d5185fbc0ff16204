package org.skipconv.bench.lab.ablation;

import java.util.List;
import org.skipconv.bench.lab.study.About;
import org.skipconv.core.Shape;

/**
 * Costs and accuracies of all contenders.
 *
 * @param size of the network's input
 * @param measures by which accuracies are listed
 * @param contenders the dense path first
 */
public record Ablation(
    About about,
    String model,
    String weights,
    boolean trained,
    String size,
    int scenes,
    int frames,
    int passes,
    int threads,
    List<String> measures,
    List<Measured> contenders,
    List<Claim> claims) {

  static Ablation of(About about, Terms terms, List<Measured> contenders) {
    Shape input = terms.network().inputShape();
    List<String> measures = terms.suite().measures();
    return new Ablation(
        about,
        terms.chosen().name(),
        terms.chosen().weights(),
        terms.chosen().trained(),
        input.height() + "x" + input.width(),
        terms.scenes(),
        terms.frames(),
        terms.passes(),
        terms.threads(),
        measures,
        contenders,
        Claim.of(measures, contenders));
  }

  /** The dense path. */
  Measured dense() {
    return contenders.get(0);
  }
}

package org.skipconv.bench.lab.ablation;

import org.skipconv.bench.cli.model.ChosenModel;
import org.skipconv.bench.cli.model.SceneSuite;
import org.skipconv.core.SkipNetwork;

/**
 * Network, scenes and measures that all contenders share.
 *
 * @param chosen the model of whose network they are gates; trained contenders may have kernels of
 *     their own
 * @param scenes how many of the suite's
 * @param frames of each scene, at least 2
 * @param passes over each scene, of which the least time of each frame counts
 * @param threads that share the work of a frame
 */
public record Terms(
    ChosenModel<?> chosen, SceneSuite suite, int scenes, int frames, int passes, int threads) {

  public SkipNetwork network() {
    return chosen.network();
  }
}

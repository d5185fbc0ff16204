package org.skipconv.bench.lab.ablation;

import org.skipconv.bench.cli.model.ChosenModel;
import org.skipconv.bench.cli.model.SceneSuite;
import org.skipconv.core.SkipNetwork;

/**
 * Network, scenes and measures that all contenders share.
 *
 * @param chosen the model of whose network they are gates; trained contenders may have kernels of
 *     their own
 */
public record Terms(ChosenModel<?> chosen, SceneSuite suite, Workload workload) {

  public SkipNetwork network() {
    return chosen.network();
  }

  /** The same with another number of scenes. */
  Terms withScenes(int scenes) {
    return new Terms(
        chosen,
        suite,
        new Workload(scenes, workload.frames(), workload.passes(), workload.threads()));
  }
}

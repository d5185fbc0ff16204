package org.skipconv.bench.lab.ablation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.skipconv.bench.cli.job.Progress;
import org.skipconv.bench.cli.measure.SessionPeer;
import org.skipconv.bench.cli.measure.WarmUp;
import org.skipconv.bench.lab.study.About;

/**
 * Shows the same scenes to all contenders. Each scene goes to all of them before the next one
 * begins: it is held in memory once, and what disturbs the machine for a while disturbs all.
 */
public final class AblationJob {
  private static final WarmUp WARM_UP = new WarmUp(8, 1);

  private final Terms terms;
  private final List<GatedNetwork> contenders;
  private final Progress progress;
  private final BooleanSupplier stop;

  /**
   * A job.
   *
   * @param contenders beside the dense path, which is always there
   * @param stop asked after each scene; ends the run
   */
  public AblationJob(
      Terms terms, List<GatedNetwork> contenders, Progress progress, BooleanSupplier stop) {
    this.terms = terms;
    this.contenders = List.copyOf(contenders);
    this.progress = progress;
    this.stop = stop;
  }

  /** Shows the scenes, of which a run that is stopped leaves out the last. */
  public Ablation run(About about) {
    List<SceneRuns> tallies = new ArrayList<>();
    GatedNetwork dense = GatedNetwork.dense(terms.network());
    tallies.add(new SceneRuns(dense, terms));
    contenders.forEach(contender -> tallies.add(new SceneRuns(contender, terms)));
    long steps = (long) terms.workload().scenes() * tallies.size();
    int shown = 0;
    try (Progress.Bar bar = progress.begin("scenes", steps)) {
      while (shown < terms.workload().scenes() && (shown == 0 || !stop.getAsBoolean())) {
        try (LoadedScene scene = LoadedScene.load(terms, shown)) {
          if (shown == 0) {
            warmUp(dense, scene);
          }
          shown++;
          for (SceneRuns tally : tallies) {
            tally.run(scene);
            bar.step();
          }
        }
      }
    }
    return Ablation.of(
        about, terms.withScenes(shown), tallies.stream().map(SceneRuns::measured).toList());
  }

  private void warmUp(GatedNetwork dense, LoadedScene scene) {
    try (SessionPeer peer =
        new SessionPeer(
            "warm-up", dense.network(), dense.options().withThreads(terms.workload().threads()))) {
      WARM_UP.settle(peer, scene.frames());
    }
  }
}

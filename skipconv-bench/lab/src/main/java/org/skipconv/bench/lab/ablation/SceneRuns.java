package org.skipconv.bench.lab.ablation;

import java.util.List;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.measure.SessionPeer;
import org.skipconv.bench.cli.measure.Timings;
import org.skipconv.bench.cli.model.SceneScore;
import org.skipconv.core.FrameReport;
import org.skipconv.core.MacCount;

/** Runs a contender over one scene after the other and adds up. */
final class SceneRuns {
  private final GatedNetwork contender;
  private final int passes;
  private final int threads;
  private final SceneScore score;
  private MacCount macs = new MacCount(0, 0, 0);
  private int keyframes;
  private double millis;
  private int scenes;

  SceneRuns(GatedNetwork contender, Terms terms) {
    this.contender = contender;
    this.passes = terms.workload().passes();
    this.threads = terms.workload().threads();
    this.score = terms.suite().score();
  }

  void run(LoadedScene scene) {
    List<InputTensor> frames = scene.frames();
    double[][] times = new double[passes][frames.size()];
    try (SessionPeer peer =
        new SessionPeer(
            contender.label().toString(),
            contender.network(),
            contender.options().withThreads(threads))) {
      for (int pass = 0; pass < passes; pass++) {
        peer.reset();
        for (int i = 0; i < frames.size(); i++) {
          times[pass][i] = peer.next(frames.get(i)) / 1e6;
          if (pass == 0) {
            count(peer.result().report());
            score.add(peer.result(), scene.truth().get(i));
          }
        }
      }
    }
    millis += new Timings(times).leastMean();
    scenes++;
  }

  private void count(FrameReport report) {
    macs = macs.plus(report.macs());
    keyframes += report.keyframe() ? 1 : 0;
  }

  Measured measured() {
    double ratio = (double) macs.dense() / macs.spent();
    return new Measured(contender.label(), ratio, score.values(), millis / scenes, keyframes);
  }
}

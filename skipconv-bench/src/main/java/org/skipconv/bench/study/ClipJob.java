package org.skipconv.bench.study;

import java.util.List;
import org.skipconv.bench.job.LoadedFrames;
import org.skipconv.bench.job.Progress;
import org.skipconv.bench.measure.InputTensor;
import org.skipconv.bench.measure.LayerTimes;
import org.skipconv.bench.measure.Parity;
import org.skipconv.bench.setup.Setup;

/**
 * Shows each frame to all contenders in turns, so that what disturbs the machine meets them all.
 * First it makes sure that the dense path and ONNX Runtime agree.
 */
final class ClipJob {
  private static final int WARM_UP_FRAMES = 6;

  private final Setup setup;
  private final Sweep sweep;
  private final int passes;
  private final Progress progress;

  ClipJob(Setup setup, Sweep sweep, int passes, Progress progress) {
    this.setup = setup;
    this.sweep = sweep;
    this.passes = passes;
    this.progress = progress;
  }

  ClipStudy run(LoadedFrames loaded) {
    List<InputTensor> frames = loaded.frames();
    try (Field field = Field.open(setup, frames.size(), sweep)) {
      for (int i : new int[] {0, frames.size() / 2, frames.size() - 1}) {
        Parity.require(field.dense(), field.onnx(), frames.get(i));
      }
      List<Entrant> entrants = field.entrants();
      try (Progress.Bar bar = progress.begin("warming up", entrants.size())) {
        for (Entrant entrant : entrants) {
          entrant.warmUp(frames, WARM_UP_FRAMES);
          bar.step();
        }
      }
      LayerTimes dense = new LayerTimes(setup.network());
      LayerTimes skip = new LayerTimes(setup.network());
      try (Progress.Bar bar = progress.begin("contenders", (long) passes * frames.size())) {
        for (int pass = 0; pass < passes; pass++) {
          entrants.forEach(Entrant::reset);
          for (int i = 0; i < frames.size(); i++) {
            show(i, frames.get(i), field, pass == 0);
            if (i > 0) {
              dense.add(field.dense().result().report());
              skip.add(field.chosen().result().report());
            }
            bar.step();
          }
        }
      }
      return new ClipStudy(
          setup.start(),
          passes,
          entrants.stream().map(Entrant::finish).toList(),
          dense,
          skip,
          field.chosen().memoryBytes());
    }
  }

  /** Who is first changes from frame to frame. */
  private void show(int frame, InputTensor input, Field field, boolean compared) {
    List<Entrant> entrants = field.entrants();
    for (int i = 0; i < entrants.size(); i++) {
      entrants.get((i + frame) % entrants.size()).next(frame, input);
    }
    if (!compared) {
      return;
    }
    for (Entrant entrant : entrants) {
      entrant.compare(frame, setup.start() + frame, field.dense().result());
    }
  }
}

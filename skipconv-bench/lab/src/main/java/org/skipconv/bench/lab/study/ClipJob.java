package org.skipconv.bench.lab.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.skipconv.bench.cli.job.LoadedFrames;
import org.skipconv.bench.cli.job.Progress;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.measure.LayerTimes;
import org.skipconv.bench.cli.measure.OnnxRuntimePeer;
import org.skipconv.bench.cli.measure.Parity;
import org.skipconv.bench.cli.measure.SessionPeer;
import org.skipconv.bench.cli.setup.Setup;

/**
 * Shows each frame to all contenders in turns, so that what disturbs the machine meets them all;
 * where they do not fit into memory together, to one group after the other, each with the dense
 * path. First it makes sure that the dense path and ONNX Runtime agree.
 */
final class ClipJob {
  private static final int WARM_UP_FRAMES = 6;

  /** Usual limit to the memory of a group's streams, without the dense path's. */
  static final double GROUP_BYTES = 1.5e9;

  private final Setup setup;
  private final Sweep sweep;
  private final int passes;
  private final double groupBytes;
  private final Progress progress;
  private final BooleanSupplier ended;
  private final List<Contender> contenders = new ArrayList<>();
  private final LayerTimes denseLayers;
  private final LayerTimes skipLayers;

  /**
   * A job, to be run once.
   *
   * @param groupBytes limit to the memory of a group's streams, the dense path's not counted
   * @param ended asked after each frame whether no more are wanted
   */
  ClipJob(
      Setup setup,
      Sweep sweep,
      int passes,
      double groupBytes,
      Progress progress,
      BooleanSupplier ended) {
    this.setup = setup;
    this.sweep = sweep;
    this.passes = passes;
    this.groupBytes = groupBytes;
    this.progress = progress;
    this.ended = ended;
    this.denseLayers = new LayerTimes(setup.network());
    this.skipLayers = new LayerTimes(setup.network());
  }

  ClipStudy run(LoadedFrames loaded) {
    long memory = runMain(loaded);
    List<Lineup> gates = Lineup.of(setup, sweep);
    int size = (int) Math.max(1, groupBytes / memory);
    int groups = (gates.size() + size - 1) / size;
    for (int i = 0; i < groups && !ended.getAsBoolean(); i++) {
      String name = groups == 1 ? "gates" : "gates " + (i + 1) + "/" + groups;
      List<Lineup> part = gates.subList(i * size, Math.min(gates.size(), (i + 1) * size));
      runGates(name, part, loaded);
    }
    return new ClipStudy(
        setup.start(), passes, List.copyOf(contenders), denseLayers, skipLayers, memory);
  }

  /** Everybody but other gates; returns the memory of a stream. */
  private long runMain(LoadedFrames loaded) {
    List<InputTensor> frames = loaded.frames();
    try (Group group = new Group(setup, loaded)) {
      OnnxRuntimePeer onnx = group.onnx();
      for (int i : new int[] {0, frames.size() / 2, frames.size() - 1}) {
        Parity.require(group.reference(), onnx, frames.get(i));
      }
      SessionPeer chosen =
          group.session(Contender.CHOSEN, setup.gating().text(), setup.gating().options());
      group.rivals(onnx, sweep.motion());
      Runnable count =
          () -> {
            denseLayers.add(group.dense().result().report());
            skipLayers.add(chosen.result().report());
          };
      show("contenders", group, frames, count);
      contenders.addAll(group.finish());
      return chosen.memoryBytes();
    }
  }

  private void runGates(String name, List<Lineup> gates, LoadedFrames loaded) {
    try (Group group = new Group(setup, loaded)) {
      gates.forEach(gate -> group.session(gate.family(), gate.setting(), gate.options()));
      show(name, group, loaded.frames(), () -> {});
      if (ended.getAsBoolean()) {
        return;
      }
      contenders.addAll(group.finish().subList(1, 1 + gates.size()));
    }
  }

  private void show(String name, Group group, List<InputTensor> frames, Runnable counted) {
    List<Entrant> entrants = group.entrants();
    long steps = (long) passes * frames.size() + entrants.size();
    try (Progress.Bar bar = progress.begin(name, steps)) {
      for (Entrant entrant : entrants) {
        entrant.warmUp(frames, WARM_UP_FRAMES);
        bar.step();
      }
      for (int pass = 0; pass < passes && !(pass > 0 && ended.getAsBoolean()); pass++) {
        entrants.forEach(Entrant::reset);
        for (int i = 0;
            i < frames.size() && !(i >= StudyJob.LEAST_FRAMES && ended.getAsBoolean());
            i++) {
          show(i, frames.get(i), group, pass == 0);
          if (i > 0) {
            counted.run();
          }
          bar.step();
        }
      }
    }
  }

  /** Order of contenders, which changes from frame to frame. */
  private void show(int frame, InputTensor input, Group group, boolean compared) {
    List<Entrant> entrants = group.entrants();
    for (int i = 0; i < entrants.size(); i++) {
      entrants.get((i + frame) % entrants.size()).next(frame, input);
    }
    if (compared) {
      if (group.reference() != group.dense()) {
        group.reference().next(input);
      }
      for (Entrant entrant : entrants) {
        entrant.compare(
            frame, setup.start() + frame, group.reference().result(), input.seen().view());
      }
    }
  }
}

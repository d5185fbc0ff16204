package org.skipconv.bench.lab.study;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.model.Judge;
import org.skipconv.bench.lab.rival.FrameEngine;
import org.skipconv.core.FrameResult;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.OutputError;
import org.skipconv.models.vision.Placement;

/** A contender while it runs. Not thread-safe. */
final class Entrant {
  private final String family;
  private final String setting;
  private final boolean skips;
  private final FrameEngine engine;
  private final Judge<?> judge;
  private final OutputError error;
  private final double[] millis;
  private final long[] macs;
  private int seen;

  /**
   * A contender that has seen nothing yet.
   *
   * @param skips whether it is the skip path, whatever its gates
   * @param judge of its own: it adds up what it compares
   * @param frames that will come
   */
  Entrant(
      String family,
      String setting,
      boolean skips,
      FrameEngine engine,
      SkipNetwork network,
      Judge<?> judge,
      int frames) {
    this.family = family;
    this.setting = setting;
    this.skips = skips;
    this.engine = engine;
    this.judge = judge;
    this.error = new OutputError(network);
    this.millis = new double[frames];
    Arrays.fill(millis, Double.POSITIVE_INFINITY);
    this.macs = new long[frames];
  }

  /** Gets used to frames, and forgets them. */
  void warmUp(List<InputTensor> frames, int count) {
    for (int i = 0; i < count; i++) {
      engine.next(frames.get(i % frames.size()));
    }
    engine.reset();
  }

  /** Forgets all frames: another pass over them begins. */
  void reset() {
    engine.reset();
  }

  /** Computes a frame; its least time over the passes counts. */
  void next(int frame, InputTensor input) {
    millis[frame] = Math.min(millis[frame], engine.next(input) / 1e6);
    macs[frame] = engine.macs();
    seen = Math.max(seen, frame + 1);
  }

  /**
   * Looks at the frame that was computed last.
   *
   * @param view where the input lay in its picture
   */
  void compare(int frame, int number, FrameResult dense, Placement view) {
    FrameResult result = engine.result();
    if (result != null && result != dense) {
      judge.compare(number, frame == 0, dense, view, result, view);
      if (frame > 0) {
        error.add(dense, result);
      }
    }
  }

  /** Over the frames after the first. */
  double meanMillis() {
    return Arrays.stream(millis, 1, seen).average().orElseThrow();
  }

  /**
   * Returns the measured contender.
   *
   * @param denseMillis a frame of the dense path beside it
   */
  Contender finish(double denseMillis) {
    Map<String, Double> agreement = new LinkedHashMap<>(judge.agreement());
    agreement.put("relativeError", error.relative());
    return new Contender(
        family,
        setting,
        skips,
        Arrays.stream(millis, 0, seen).boxed().toList(),
        Arrays.stream(macs, 0, seen).boxed().toList(),
        denseMillis,
        agreement);
  }
}

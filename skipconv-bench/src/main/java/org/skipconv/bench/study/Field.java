package org.skipconv.bench.study;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.skipconv.bench.job.LoadedFrames;
import org.skipconv.bench.measure.OnnxRuntimePeer;
import org.skipconv.bench.measure.SessionPeer;
import org.skipconv.bench.rival.CropLadder;
import org.skipconv.bench.rival.MotionCropped;
import org.skipconv.bench.rival.MotionTriggered;
import org.skipconv.bench.rival.Rival;
import org.skipconv.bench.setup.GateChoice;
import org.skipconv.bench.setup.Gating;
import org.skipconv.bench.setup.Setup;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;

/** All who take part, opened. */
final class Field implements AutoCloseable {
  private final Setup setup;
  private final int frames;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final List<Entrant> entrants = new ArrayList<>();
  private SessionPeer dense;
  private SessionPeer chosen;
  private OnnxRuntimePeer onnx;

  private Field(Setup setup, int frames) {
    this.setup = setup;
    this.frames = frames;
  }

  /**
   * Opens everybody.
   *
   * @param frames that will be shown
   */
  static Field open(Setup setup, int frames, Sweep sweep) {
    Field field = new Field(setup, frames);
    try {
      field.openDense();
      field.openGates(sweep);
      field.openPlans(sweep);
      field.openRivals(sweep);
      return field;
    } catch (RuntimeException | Error e) {
      field.close();
      throw e;
    }
  }

  private void openDense() {
    dense = keep(session(Contender.DENSE, setup.gating().dense()));
    onnx = keep(OnnxRuntimePeer.open(setup.network(), setup.threads()));
    chosen = keep(session(Contender.CHOSEN, setup.gating().options()));
    enter(Contender.DENSE, "", Engine.of(dense));
    enter(Contender.ONNX_RUNTIME, "", Engine.of(onnx, setup.network().denseMacs()));
    enter(Contender.CHOSEN, setup.gating().text(), Engine.of(chosen));
  }

  private void openGates(Sweep sweep) {
    for (ResidualPolicy policy : ResidualPolicy.values()) {
      for (GateChoice gate : List.of(GateChoice.INPUT_NORM, GateChoice.OUTPUT_NORM)) {
        for (float threshold : sweep.thresholds(gate)) {
          String family =
              Contender.GATE
                  + gate
                  + (policy == ResidualPolicy.CARRY
                      ? ""
                      : ", " + policy.name().toLowerCase(Locale.ROOT));
          SessionOptions options = gate.gating(threshold, 1, null, policy).options();
          enter(family, "" + threshold, Engine.of(keep(session(family, timed(options)))));
        }
      }
    }
    for (double budget : sweep.budgets()) {
      String family = Contender.GATE + GateChoice.BUDGET;
      SessionOptions options =
          GateChoice.BUDGET.gating(null, 1, budget, ResidualPolicy.CARRY).options();
      enter(family, "" + budget, Engine.of(keep(session(family, timed(options)))));
    }
  }

  private void openPlans(Sweep sweep) {
    for (Gating plan : sweep.plans()) {
      String family = Contender.GATE + Gating.PLAN;
      SessionOptions options = plan.options().threads(setup.threads());
      enter(family, plan.file(), Engine.of(keep(session(family, options))));
    }
  }

  /** On as many threads as the chosen one, and with keyframes as often. */
  private SessionOptions timed(SessionOptions options) {
    SessionOptions asked = setup.gating().options();
    return options.threads(asked.threads()).keyframes(asked.keyframes());
  }

  private void openRivals(Sweep sweep) {
    CropLadder ladder = keep(new CropLadder(setup.network(), setup.threads()));
    for (float threshold : sweep.motion()) {
      enter(new MotionTriggered(setup.network(), onnx, threshold));
    }
    for (float threshold : sweep.motion()) {
      enter(new MotionCropped(setup.network(), ladder, threshold));
    }
  }

  private void enter(Rival rival) {
    enter(rival.name(), "" + rival.threshold(), Engine.of(rival));
  }

  private void enter(String family, String setting, Engine engine) {
    entrants.add(
        new Entrant(
            family, setting, engine, setup.network(), LoadedFrames.freshTask(setup), frames));
  }

  private SessionPeer session(String name, SessionOptions options) {
    return new SessionPeer(name, setup.network(), options);
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.push(resource);
    return resource;
  }

  SessionPeer dense() {
    return dense;
  }

  SessionPeer chosen() {
    return chosen;
  }

  OnnxRuntimePeer onnx() {
    return onnx;
  }

  List<Entrant> entrants() {
    return entrants;
  }

  @Override
  public void close() {
    for (AutoCloseable resource : opened) {
      try {
        resource.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("cannot close a contender", e);
      }
    }
  }
}

package org.skipconv.bench.lab.study;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.skipconv.bench.cli.job.LoadedFrames;
import org.skipconv.bench.cli.measure.OnnxRuntimePeer;
import org.skipconv.bench.cli.measure.SessionPeer;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.bench.lab.rival.CropLadder;
import org.skipconv.bench.lab.rival.FrameEngine;
import org.skipconv.bench.lab.rival.MotionCropped;
import org.skipconv.bench.lab.rival.MotionTriggered;
import org.skipconv.bench.lab.rival.Rival;
import org.skipconv.core.SessionOptions;

/**
 * Those who are shown the frames in turns; always the dense path, which comes first, and as many
 * others as memory has room for.
 */
final class Group implements AutoCloseable {
  private final Setup setup;
  private final LoadedFrames loaded;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final List<Entrant> entrants = new ArrayList<>();
  private final SessionPeer dense;
  private final SessionPeer reference;

  /**
   * The dense path alone.
   *
   * @param loaded frames that will be shown
   */
  Group(Setup setup, LoadedFrames loaded) {
    this.setup = setup;
    this.loaded = loaded;
    this.dense = session(Contender.DENSE, "", false, setup.gating().dense());
    this.reference =
        setup.gating().isOfFloat32()
            ? dense
            : keep(new SessionPeer("reference", setup.network(), setup.gating().reference()));
  }

  /** Adds a gate. */
  SessionPeer session(String family, String setting, SessionOptions options) {
    return session(family, setting, true, options);
  }

  private SessionPeer session(
      String family, String setting, boolean skips, SessionOptions options) {
    SessionPeer peer = keep(new SessionPeer(family, setup.network(), options));
    enter(family, setting, skips, FrameEngine.of(peer));
    return peer;
  }

  /** Adds ONNX Runtime. */
  OnnxRuntimePeer onnx() {
    OnnxRuntimePeer onnx = keep(OnnxRuntimePeer.open(setup.network(), setup.threads()));
    enter(Contender.ONNX_RUNTIME, "", false, FrameEngine.of(onnx, setup.network().denseMacs()));
    return onnx;
  }

  /** Adds ONNX Runtime behind motion detectors. */
  void rivals(OnnxRuntimePeer onnx, List<Float> thresholds) {
    CropLadder ladder = keep(new CropLadder(setup.network(), setup.threads()));
    thresholds.forEach(at -> rival(new MotionTriggered(setup.network(), onnx, at)));
    thresholds.forEach(at -> rival(new MotionCropped(setup.network(), ladder, at)));
  }

  private void rival(Rival rival) {
    enter(rival.name(), "" + rival.threshold(), false, rival);
  }

  private void enter(String family, String setting, boolean skips, FrameEngine engine) {
    entrants.add(
        new Entrant(
            family,
            setting,
            skips,
            engine,
            setup.network(),
            setup.judge(loaded.view()),
            loaded.frames().size()));
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.push(resource);
    return resource;
  }

  SessionPeer dense() {
    return dense;
  }

  /** The dense path of float32, which results are compared with. */
  SessionPeer reference() {
    return reference;
  }

  List<Entrant> entrants() {
    return entrants;
  }

  /** Returns all measured contenders, the dense path first. */
  List<Contender> finish() {
    double denseMillis = entrants.get(0).meanMillis();
    return entrants.stream().map(entrant -> entrant.finish(denseMillis)).toList();
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

package org.skipconv.bench.cli.job;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.measure.OnnxRuntimePeer;
import org.skipconv.bench.cli.measure.Parity;
import org.skipconv.bench.cli.measure.Peer;
import org.skipconv.bench.cli.measure.SessionPeer;
import org.skipconv.bench.cli.measure.WarmUp;
import org.skipconv.bench.cli.report.PeerTimes;
import org.skipconv.bench.cli.report.Report;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.models.vision.Camera;

/**
 * Measures our skip path, our dense path and ONNX Runtime beside each other in one process, on the
 * same frames in the same memory. First it makes sure that they compute the same, then how well
 * skipping agrees with computing everything, and only then it takes times.
 */
public final class CompareJob {
  /** Frames of a turn when each peer has threads of its own that must come to rest. */
  private static final int TURN_OF_THREADS = 16;

  private final Setup setup;
  private final Turns turns;
  private final WarmUp warmUp;
  private final Progress progress;
  private final BooleanSupplier ended;

  /**
   * A job.
   *
   * @param passes over all frames, at least 1
   * @param turn frames in a row on one contender, at least 1; null for the usual number
   * @param ended asked again and again whether no more frames are wanted
   */
  public CompareJob(
      Setup setup,
      int passes,
      @Nullable Integer turn,
      WarmUp warmUp,
      Progress progress,
      BooleanSupplier ended) {
    this.setup = setup;
    this.turns = new Turns(passes, turn == null ? usualTurn(setup.threads()) : turn);
    this.warmUp = warmUp;
    this.progress = progress;
    this.ended = ended;
  }

  private static int usualTurn(int threads) {
    return threads == 1 ? 1 : TURN_OF_THREADS;
  }

  /**
   * Does it.
   *
   * @throws org.skipconv.bench.cli.BadInput when the footage cannot be read or held in memory
   * @throws IllegalStateException when ONNX Runtime does not agree with our dense path
   */
  public Report run() {
    try (LoadedFrames loaded =
            LoadedFrames.load(setup, Integer.MAX_VALUE, Turns.LEAST_FRAMES, progress, ended);
        SessionPeer dense = Peers.session(Report.DENSE, setup, setup.gating().dense());
        SessionPeer wide = wide();
        SessionPeer skip = Peers.session(Report.SKIP, setup, setup.gating().options());
        OnnxRuntimePeer onnx = Peers.onnxRuntime(setup)) {
      List<InputTensor> frames = loaded.frames();
      SessionPeer reference = wide == null ? dense : wide;
      for (int i : new int[] {0, frames.size() / 2, frames.size() - 1}) {
        Parity.require(reference, onnx, frames.get(i));
      }
      Findings findings = agreement(loaded, reference, skip);
      List<InputTensor> compared = frames.subList(0, findings.frames());
      List<Peer> peers = List.of(skip, dense, onnx);
      for (Peer peer : peers) {
        if (!ended.getAsBoolean()) {
          warmUp.settle(peer, compared);
        }
      }
      PeerTimes times = turns.measure(peers, compared, progress, ended);
      // Who skips pays for the steadying; the others could do without.
      times = times.withLater(Report.SKIP, findings.steadyingMillis());
      return findings.report(times, loaded.source(), skip.memoryBytes());
    }
  }

  /** The dense path of float32, null where the dense path is of it. */
  private SessionPeer wide() {
    return setup.gating().isOfFloat32()
        ? null
        : Peers.session(Report.DENSE, setup, setup.gating().reference());
  }

  private Findings agreement(LoadedFrames loaded, SessionPeer dense, SessionPeer skip) {
    Findings findings = new Findings(setup, loaded.view());
    boolean steadied = setup.camera().isSteadied();
    try (LoadedFrames raw = steadied ? raw() : null;
        SessionPeer ofRaw =
            steadied ? Peers.session(Report.DENSE, setup, setup.gating().reference()) : null;
        Progress.Bar bar = progress.begin("agreement", loaded.frames().size())) {
      int most =
          Math.min(loaded.frames().size(), steadied ? raw.frames().size() : Integer.MAX_VALUE);
      for (int i = 0; i < most && (i < Turns.LEAST_FRAMES || !ended.getAsBoolean()); i++) {
        InputTensor frame = loaded.frames().get(i);
        dense.next(frame);
        skip.next(frame);
        findings.add(dense.result(), skip.result(), frame.seen());
        if (steadied) {
          ofRaw.next(raw.frames().get(i));
          findings.addRaw(ofRaw.result(), raw.view(), skip.result(), frame.seen());
        }
        bar.step();
      }
    }
    return findings;
  }

  /** The same frames as they are, only without what does not count. */
  private LoadedFrames raw() {
    Camera fixed = Camera.FIXED.withRegions(setup.camera().regions());
    return LoadedFrames.load(
        setup.withCamera(fixed), Integer.MAX_VALUE, Turns.LEAST_FRAMES, progress, ended);
  }
}

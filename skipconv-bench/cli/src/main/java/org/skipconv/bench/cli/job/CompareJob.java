package org.skipconv.bench.cli.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.measure.OnnxRuntimePeer;
import org.skipconv.bench.cli.measure.Parity;
import org.skipconv.bench.cli.measure.Peer;
import org.skipconv.bench.cli.measure.SessionPeer;
import org.skipconv.bench.cli.measure.Timings;
import org.skipconv.bench.cli.measure.WarmUp;
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
  private final int passes;
  private final int turn;
  private final WarmUp warmUp;
  private final Progress progress;
  private double steadyingMillis;

  /**
   * A job.
   *
   * @param passes over all frames, at least 1
   * @param turn frames in a row on one peer, at least 1: few, and whatever else the machine does
   *     meets all peers alike; many, and a peer finds in the caches what it left there. Null for
   *     the usual number
   */
  public CompareJob(
      Setup setup, int passes, @Nullable Integer turn, WarmUp warmUp, Progress progress) {
    this.setup = setup;
    this.passes = passes;
    this.turn = turn == null ? usualTurn(setup.threads()) : turn;
    this.warmUp = warmUp;
    this.progress = progress;
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
    try (LoadedFrames loaded = LoadedFrames.load(setup, Integer.MAX_VALUE, progress);
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
      // Who skips pays for the steadying; the others could do without.
      steadyingMillis = findings.steadyingMillis();
      List<Peer> peers = List.of(skip, dense, onnx);
      peers.forEach(peer -> warmUp.settle(peer, frames));
      return findings.report(measure(peers, frames), loaded.source(), skip.memoryBytes());
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
      for (int i = 0; i < loaded.frames().size(); i++) {
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
    return LoadedFrames.load(setup.withCamera(fixed), Integer.MAX_VALUE, progress);
  }

  private Map<String, Timings> measure(List<Peer> peers, List<InputTensor> frames) {
    double[][][] millis = new double[peers.size()][passes][frames.size()];
    try (Progress.Bar bar = progress.begin("timing", (long) passes * frames.size())) {
      for (int pass = 0; pass < passes; pass++) {
        peers.forEach(Peer::reset);
        pass(peers, frames, pass, millis, bar);
      }
    }
    Map<String, Timings> timings = new LinkedHashMap<>();
    for (int i = 0; i < peers.size(); i++) {
      timings.put(peers.get(i).name(), new Timings(millis[i]));
    }
    return timings;
  }

  /** Turn by turn; who is first changes from one to the next. */
  private void pass(
      List<Peer> peers, List<InputTensor> frames, int pass, double[][][] millis, Progress.Bar bar) {
    for (int start = 0, first = 0; start < frames.size(); start += turn, first++) {
      int end = Math.min(frames.size(), start + turn);
      for (int k = 0; k < peers.size(); k++) {
        int i = (first + k) % peers.size();
        for (int frame = start; frame < end; frame++) {
          millis[i][pass][frame] = peers.get(i).next(frames.get(frame)) / 1e6;
          if (peers.get(i).name().equals(Report.SKIP)) {
            millis[i][pass][frame] += steadyingMillis;
          }
        }
      }
      for (int frame = start; frame < end; frame++) {
        bar.step();
      }
    }
  }
}

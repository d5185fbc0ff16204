package org.skipconv.bench.lab.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.skipconv.bench.cli.job.Progress;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.measure.OnnxRuntimePeer;
import org.skipconv.bench.cli.measure.Parity;
import org.skipconv.bench.cli.measure.Peer;
import org.skipconv.bench.cli.measure.SessionPeer;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.bench.lab.layer.OpenPattern;
import org.skipconv.bench.lab.layer.PatternGate;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.SessionOptions;

/** Finds out what a frame costs at an open share. */
final class OpenShareJob {
  private static final double[] SHARES = {0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1};
  private static final long SEED = 5;
  private static final int WARM_UP = 3;

  private final Setup setup;
  private final int rounds;
  private final Progress progress;

  /**
   * A job.
   *
   * @param rounds frames, of which the least time counts
   */
  OpenShareJob(Setup setup, int rounds, Progress progress) {
    this.setup = setup;
    this.rounds = rounds;
    this.progress = progress;
  }

  OpenShareStudy run() {
    int steps = OpenPattern.values().length * SHARES.length + 2;
    try (InputTensor one = noise(1);
        InputTensor two = noise(2);
        SessionPeer dense = new SessionPeer("dense", setup.network(), setup.gating().dense());
        OnnxRuntimePeer onnx = OnnxRuntimePeer.open(setup.network(), setup.threads());
        Progress.Bar bar = progress.begin("open shares", steps)) {
      if (setup.gating().isOfFloat32()) {
        Parity.require(dense, onnx, one);
      }
      List<InputTensor> frames = List.of(one, two);
      double denseMillis = least(dense, frames);
      bar.step();
      double onnxMillis = least(onnx, frames);
      bar.step();
      List<OpenShareStudy.Point> points = new ArrayList<>();
      for (OpenPattern pattern : OpenPattern.values()) {
        for (double share : SHARES) {
          points.add(point(pattern, share, frames));
          bar.step();
        }
      }
      return new OpenShareStudy(denseMillis, onnxMillis, points);
    }
  }

  private OpenShareStudy.Point point(OpenPattern pattern, double share, List<InputTensor> frames) {
    SessionOptions options =
        SessionOptions.gates(new PatternGate(pattern, share, SEED))
            .withInputThreshold(0)
            .withKeyframes(KeyframePolicy.first().withoutCuts())
            .withThreads(setup.threads());
    try (SessionPeer skip = new SessionPeer("skip", setup.network(), options)) {
      double millis = least(skip, frames);
      double open = skip.result().report().openShare();
      return new OpenShareStudy.Point(pattern.toString(), share, open, millis);
    }
  }

  /** Milliseconds of a frame: the least of all, which what disturbs the machine does not touch. */
  private double least(Peer peer, List<InputTensor> frames) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = -WARM_UP; i < rounds; i++) {
      double millis = peer.next(frames.get(Math.floorMod(i, frames.size()))) / 1e6;
      if (i >= 0) {
        least = Math.min(least, millis);
      }
    }
    return least;
  }

  private InputTensor noise(long seed) {
    InputTensor tensor = new InputTensor(setup.network().inputShape());
    float[] values = tensor.toArray();
    Random random = new Random(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    tensor.set(values);
    return tensor;
  }
}

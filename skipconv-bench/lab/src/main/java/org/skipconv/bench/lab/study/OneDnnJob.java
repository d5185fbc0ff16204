package org.skipconv.bench.lab.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.skipconv.bench.cli.job.Progress;
import org.skipconv.bench.lab.layer.LayerKind;
import org.skipconv.bench.lab.layer.OneDnn;
import org.skipconv.bench.lab.layer.OneDnn.Precision;
import org.skipconv.bench.lab.layer.OneDnnLayer;
import org.skipconv.bench.lab.layer.OneLayer;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;

/** Times each kind of layer, ours and oneDNN's in turns, on one thread. */
final class OneDnnJob {
  private final SkipNetwork network;
  private final int rounds;
  private final Progress progress;

  OneDnnJob(SkipNetwork network, int rounds, Progress progress) {
    this.network = network;
    this.rounds = rounds;
    this.progress = progress;
  }

  /**
   * Does it.
   *
   * @throws IllegalStateException when a layer of oneDNN's does not agree with ours
   */
  OneDnnStudy run() {
    try (OneDnn library = OneDnn.open()) {
      List<LayerKind> kinds = LayerKind.of(network);
      List<OneDnnStudy.Layer> layers = new ArrayList<>();
      try (Progress.Bar bar = progress.begin("oneDNN", kinds.size())) {
        for (LayerKind kind : kinds) {
          layers.add(layer(library, kind));
          bar.step();
        }
      }
      return new OneDnnStudy(library.version(), null, layers);
    } catch (OneDnn.Missing e) {
      return new OneDnnStudy(null, e.getMessage(), List.of());
    }
  }

  private OneDnnStudy.Layer layer(OneDnn library, LayerKind kind) {
    try (OneLayer ours = new OneLayer(kind.example(), SessionOptions.dense());
        OneDnnLayer f32 = open(library, Precision.F32, ours)) {
      ours.requireRight();
      require(f32, Precision.F32, ours, kind);
      double[] both =
          least(
              () -> {
                ours.next();
                return ours.layer().time().toNanos();
              },
              f32::next);
      Double bf16Millis = null;
      Double bf16Error = null;
      if (library.supports(Precision.BF16)) {
        try (OneDnnLayer bf16 = open(library, Precision.BF16, ours)) {
          bf16Error = require(bf16, Precision.BF16, ours, kind);
          bf16Millis = least(bf16::next)[0];
        }
      }
      return new OneDnnStudy.Layer(
          kind.kind().replaceAll(" +", " "),
          kind.count(),
          kind.example().denseMacs(),
          both[0],
          both[1],
          bf16Millis,
          bf16Error,
          f32.implementation());
    }
  }

  private static OneDnnLayer open(OneDnn library, Precision precision, OneLayer ours) {
    return new OneDnnLayer(
        library, precision, ours.conv(), ours.inputShape(), ours.outputShape(), ours.input());
  }

  private static double require(
      OneDnnLayer theirs, Precision precision, OneLayer ours, LayerKind kind) {
    theirs.next();
    return precision.requireAgreement(theirs.output(), ours.output(), kind.example().name());
  }

  /** Milliseconds of each, run in turns: the least of all rounds. */
  private double[] least(LongSupplier... contenders) {
    double[] least = new double[contenders.length];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < contenders.length; i++) {
        least[i] = Math.min(least[i], contenders[i].getAsLong() / 1e6);
      }
    }
    return least;
  }
}

package org.skipconv.bench.jmh;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.skipconv.bench.cli.measure.ProcessorPeak;
import org.skipconv.bench.cli.measure.SessionPeer;
import org.skipconv.bench.cli.setup.GateChoice;
import org.skipconv.core.FrameReport;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;

/** Frames a second of a network on the skip path, and the floating-point operations saved. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 4)
@Fork(1)
public class SkipNetworkBenchmark {
  private static final double BUDGET = 0.1;

  @Param({"hrnet-w32", "efficientdet-d0", "hrnet-w18-small-v1", "efficientdet-lite0"})
  public String model;

  @Param({"input-norm", "output-norm", "budget", "none"})
  public String gate;

  @Param({"1", "4"})
  public int block;

  @Param({"carry", "rebase"})
  public String policy;

  /** Empty for the gate's usual one. */
  @Param({""})
  public String threshold;

  /** Empty for the model's. */
  @Param({""})
  public String size;

  /** A file; empty for generated ones. */
  @Param({""})
  public String weights;

  /** A file or folder, or synthetic. */
  @Param({"synthetic"})
  public String video;

  @Param({"0"})
  public int start;

  @Param({"150"})
  public int frames;

  /** Window of a pose network, x,y,w,h; empty for the whole picture. */
  @Param({""})
  public String crop;

  @Param({"1"})
  public int threads;

  private Scenery scenery;
  private SessionPeer peer;
  private long next;

  @Setup
  public void open() {
    scenery = Scenery.open(model, size, weights, video, start, frames, crop);
    scenery.requireParity();
    peer = new SessionPeer("skip", scenery.network(), options().withThreads(threads));
    peer.next(scenery.frame(next++));
    Tally.begin(peer.memoryBytes(), threads == 1 ? ProcessorPeak.flops() : 0);
  }

  private SessionOptions options() {
    GateChoice choice = GateChoice.parse(gate);
    Float eps = threshold.isEmpty() ? null : Float.valueOf(threshold);
    Double budget = choice == GateChoice.BUDGET ? BUDGET : null;
    ResidualPolicy residuals = ResidualPolicy.valueOf(policy.toUpperCase(Locale.ROOT));
    return choice.gating(eps, block, budget, residuals).options();
  }

  @Benchmark
  public FrameReport skip() {
    peer.next(scenery.frame(next++));
    FrameReport report = peer.result().report();
    Tally.add(report);
    return report;
  }

  @TearDown
  public void close() {
    peer.close();
    scenery.close();
  }
}

package org.skipconv.bench.jmh;

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
import org.skipconv.bench.cli.measure.OnnxRuntimePeer;
import org.skipconv.bench.cli.measure.ProcessorPeak;
import org.skipconv.bench.cli.measure.SessionPeer;
import org.skipconv.core.FrameReport;
import org.skipconv.core.SessionOptions;

/** Frames a second of those who compute every pixel: our dense path and ONNX Runtime. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 4)
@Fork(1)
public class DenseNetworkBenchmark {
  private static final int FRAMES = 16;

  @Param({"hrnet-w32", "efficientdet-d0", "hrnet-w18-small-v1", "efficientdet-lite0"})
  public String model;

  /** Empty for the model's. */
  @Param({""})
  public String size;

  /** A file; empty for generated ones. */
  @Param({""})
  public String weights;

  @Param({"1"})
  public int threads;

  private Scenery scenery;
  private SessionPeer dense;
  private OnnxRuntimePeer onnx;
  private long next;

  @Setup
  public void open() {
    scenery = Scenery.open(model, size, weights, "synthetic", 0, FRAMES, "");
    onnx = OnnxRuntimePeer.open(scenery.network(), threads);
    scenery.requireParity(onnx);
    dense =
        new SessionPeer("dense", scenery.network(), SessionOptions.dense().withThreads(threads));
    Tally.begin(0, threads == 1 ? ProcessorPeak.flops() : 0);
  }

  @Benchmark
  public FrameReport dense() {
    dense.next(scenery.frame(next++));
    FrameReport report = dense.result().report();
    Tally.add(report);
    return report;
  }

  @Benchmark
  public long onnxRuntime() {
    long nanos = onnx.next(scenery.frame(next++));
    Tally.addDense(scenery.network().denseMacs());
    return nanos;
  }

  @TearDown
  public void close() {
    onnx.close();
    dense.close();
    scenery.close();
  }
}

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
import org.skipconv.bench.lab.layer.OneDnn;
import org.skipconv.bench.lab.layer.OneDnn.Precision;
import org.skipconv.bench.lab.layer.OneDnnLayer;
import org.skipconv.bench.lab.layer.OneLayer;
import org.skipconv.core.SessionOptions;

/** One dense layer, by oneDNN; {@link KernelBenchmark} at 100 % open is ours. On one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class DenseLayerBenchmark {
  /** Model and state-dict path of a layer. */
  @Param({
    "hrnet-w32:conv1",
    "hrnet-w32:layer1.0.conv3",
    "hrnet-w32:stage2.0.branches.0.0.conv1",
    "hrnet-w32:stage2.0.branches.1.0.conv1",
    "hrnet-w32:stage3.0.branches.2.0.conv1",
    "hrnet-w32:stage4.0.branches.3.0.conv1",
    "hrnet-w32:transition2.2.0.0"
  })
  public String layer;

  /** f32 or bf16. */
  @Param({"f32", "bf16"})
  public String precision;

  private OneDnn library;
  private OneDnnLayer theirs;
  private long macs;

  /** Opens the layer and makes sure that it computes what ours does. */
  @Setup
  public void open() {
    Precision wanted = Precision.valueOf(precision.toUpperCase(Locale.ROOT));
    library = OneDnn.open();
    if (!library.supports(wanted)) {
      throw new IllegalStateException("this processor has no instructions for " + precision);
    }
    try (OneLayer ours = new OneLayer(KernelBenchmark.node(layer), SessionOptions.dense())) {
      ours.requireRight();
      macs = ours.report().macs().dense();
      theirs =
          new OneDnnLayer(
              library, wanted, ours.conv(), ours.inputShape(), ours.outputShape(), ours.input());
      theirs.next();
      wanted.requireAgreement(theirs.output(), ours.output(), layer);
    }
    Tally.begin(0, ProcessorPeak.flops());
  }

  @Benchmark
  public long oneDnn() {
    long nanos = theirs.next();
    Tally.addKernel(macs, nanos);
    return nanos;
  }

  @TearDown
  public void close() {
    theirs.close();
    library.close();
  }
}

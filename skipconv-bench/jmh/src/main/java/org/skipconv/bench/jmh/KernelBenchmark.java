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
import org.skipconv.bench.cli.model.Models;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.lab.layer.OneLayer;
import org.skipconv.bench.lab.layer.OpenPattern;
import org.skipconv.bench.lab.layer.PatternGate;
import org.skipconv.core.FrameReport;
import org.skipconv.core.KernelInfo;
import org.skipconv.core.Node;
import org.skipconv.core.Precision;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;

/**
 * One layer of a network at a given open share. The score is a frame of that layer alone, raw input
 * to raw output, in caches that are warm; {@code kernel.time} is its kernel alone, {@code
 * kernel.open} what it did to open pixels.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class KernelBenchmark {
  private static final long SEED = 1;

  /** Model and state-dict path of a layer, one of each geometry that costs most. */
  @Param({
    "hrnet-w32:conv1",
    "hrnet-w32:layer1.0.conv3",
    "hrnet-w32:stage2.0.branches.0.0.conv1",
    "hrnet-w32:stage2.0.branches.1.0.conv1",
    "hrnet-w32:stage3.0.branches.2.0.conv1",
    "hrnet-w32:stage4.0.branches.3.0.conv1",
    "hrnet-w32:transition2.2.0.0",
    "efficientdet-d0:backbone.blocks.1.1.conv_pw",
    "efficientdet-d0:backbone.blocks.1.1.conv_dw",
    "efficientdet-d0:backbone.blocks.4.1.conv_dw",
    "efficientdet-d0:backbone.blocks.5.1.conv_pwl",
    "efficientdet-d0:fpn.cell.0.fnode.3.after_combine.conv.conv_dw"
  })
  public String layer;

  @Param({"0", "1", "5", "10", "25", "50", "100"})
  public double openPercent;

  @Param({"scattered", "blocks", "blob"})
  public String pattern;

  @Param({"carry"})
  public String policy;

  /** float32 or bfloat16. */
  @Param({"float32"})
  public String precision;

  /** best, avx512, avx2 or portable. */
  @Param({IsaProfiler.BEST})
  public String isa;

  private OneLayer one;

  /** Opens the layer and makes sure that it computes what is right. */
  @Setup
  public void open() {
    requireIsa(isa);
    PatternGate gate = new PatternGate(OpenPattern.of(pattern), openPercent / 100, SEED);
    ResidualPolicy residuals = ResidualPolicy.valueOf(policy.toUpperCase(Locale.ROOT));
    Precision element = Precision.valueOf(precision.toUpperCase(Locale.ROOT));
    SessionOptions options = SessionOptions.gates(gate).withPolicy(residuals);
    one = new OneLayer(node(layer), options.withPrecision(element));
    one.next();
    one.requireRight();
    Tally.begin(0, ProcessorPeak.flops());
  }

  /**
   * Refuses to measure other kernels than those asked for.
   *
   * @throws IllegalStateException when this process has others
   */
  static void requireIsa(String isa) {
    String current = KernelInfo.current().name();
    if (!isa.equals(IsaProfiler.BEST) && !isa.equals(current)) {
      throw new IllegalStateException(
          "isa=" + isa + " is asked for, but this process has " + KernelInfo.current());
    }
  }

  static Node node(String path) {
    int colon = path.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("a layer is written MODEL:LAYER, but is \"" + path + "\"");
    }
    NamedModel<?> model = Models.named(path.substring(0, colon));
    SkipNetwork network = model.seeded(model.usualSize(), SEED).network();
    return network.gatedLayers().stream()
        .filter(node -> node.name().equals(path.substring(colon + 1)))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("there is no convolution \"" + path + "\""));
  }

  @Benchmark
  public FrameReport frame() {
    one.next();
    FrameReport report = one.report();
    Tally.add(report);
    return report;
  }

  @TearDown
  public void close() {
    one.close();
  }
}

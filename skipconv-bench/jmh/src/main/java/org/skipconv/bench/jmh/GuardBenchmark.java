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
import org.skipconv.bench.cli.setup.GateChoice;
import org.skipconv.core.FrameReport;
import org.skipconv.core.FrameResult;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.VideoSession;

/**
 * Cost of what keeps a session from misuse, beside that of the cheapest frame there is: a still
 * picture in a small network.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GuardBenchmark {
  @Param({"hrnet-w18-small-v1"})
  public String model;

  /** HEIGHTxWIDTH. */
  @Param({"128x96"})
  public String size;

  private Scenery scenery;
  private VideoSession session;
  private VideoSession guarded;

  @Setup
  public void open() {
    scenery = Scenery.open(model, size, "", "synthetic", 0, 2, "");
    SessionOptions options =
        GateChoice.INPUT_NORM.gating(null, 1, null, ResidualPolicy.CARRY).options();
    session = scenery.network().open(options);
    guarded = scenery.network().open(options);
    session.next(scenery.frame(0).values());
  }

  /** A frame that equals the one before. */
  @Benchmark
  public FrameReport stillFrame() {
    FrameResult result = session.next(scenery.frame(0).values());
    return result.report();
  }

  /** Goes into a session and out of it, which is all that is done here beside noting a wish. */
  @Benchmark
  public void enterAndLeave() {
    guarded.requestKeyframe();
  }

  @TearDown
  public void close() {
    session.close();
    guarded.close();
    scenery.close();
  }
}

package org.skipconv.bench.jmh;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.skipconv.bench.cli.measure.SessionPeer;
import org.skipconv.bench.cli.setup.GateChoice;
import org.skipconv.core.FrameReport;
import org.skipconv.core.ResidualPolicy;

/**
 * Many streams that share one network, each with a session and a thread of its own, on whatever
 * cores there are. The score is frames a second of all together.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 4)
@Fork(1)
public class StreamsBenchmark {

  /** Network and frames that the streams share. */
  @State(Scope.Benchmark)
  public static class Shared {
    @Param({"hrnet-w32", "efficientdet-d0"})
    public String model;

    @Param({"input-norm"})
    public String gate;

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

    private final AtomicLong streams = new AtomicLong();
    private Scenery scenery;

    @Setup
    public void open() {
      scenery = Scenery.open(model, size, weights, video, start, frames, crop);
      scenery.requireParity();
    }

    @TearDown
    public void close() {
      scenery.close();
    }
  }

  /** A stream; each begins at another frame. */
  @State(Scope.Thread)
  public static class Stream {
    private static final int APART = 17;

    private SessionPeer peer;
    private long next;

    @Setup
    public void open(Shared shared) {
      GateChoice gate = GateChoice.parse(shared.gate);
      peer =
          new SessionPeer(
              "skip",
              shared.scenery.network(),
              gate.gating(null, 1, null, ResidualPolicy.CARRY).options());
      next = APART * shared.streams.getAndIncrement();
      peer.next(shared.scenery.frame(next++));
      Tally.begin(peer.memoryBytes(), 0);
    }

    private FrameReport frame(Shared shared) {
      peer.next(shared.scenery.frame(next++));
      FrameReport report = peer.result().report();
      Tally.add(report);
      return report;
    }

    @TearDown
    public void close() {
      peer.close();
    }
  }

  @Benchmark
  @Threads(1)
  public FrameReport streams1(Shared shared, Stream stream) {
    return stream.frame(shared);
  }

  @Benchmark
  @Threads(2)
  public FrameReport streams2(Shared shared, Stream stream) {
    return stream.frame(shared);
  }

  @Benchmark
  @Threads(4)
  public FrameReport streams4(Shared shared, Stream stream) {
    return stream.frame(shared);
  }

  @Benchmark
  @Threads(8)
  public FrameReport streams8(Shared shared, Stream stream) {
    return stream.frame(shared);
  }
}

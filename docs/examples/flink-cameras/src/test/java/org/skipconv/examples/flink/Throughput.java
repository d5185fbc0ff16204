package org.skipconv.examples.flink;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Processor time of a frame on Flink and in a plain loop, in turns within one process. Processor
 * time is what a core's throughput follows from, and other load does not spoil it as it does the
 * time on the clock. What Flink's other threads use (source, network, checkpoints, heartbeats)
 * follows the clock more than the frames, and is printed as a share of one core.
 */
public final class Throughput {
  private static final int CAMERAS = 24;
  private static final int FRAMES = 80;
  private static final int FRAMES_PER_ORDER = 5;
  private static final long LONG_AGO = 1_000_000;
  private static final int ROUNDS = 6;

  /** Frames of each camera before measuring begins, in each run. */
  private static final int WARM_UP = 20;

  private static final AtomicLong COUNTED = new AtomicLong();
  private static final AtomicReference<Clocks> BEGUN = new AtomicReference<>();
  private static final AtomicReference<Clocks> ENDED = new AtomicReference<>();

  /** In nanoseconds: time on the clock, of the thread that computes frames, of the process. */
  private record Clocks(long wall, long thread, long process) {
    static Clocks now() {
      OperatingSystemMXBean system =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return new Clocks(
          System.nanoTime(),
          ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime(),
          system.getProcessCpuTime());
    }
  }

  /**
   * @param frame milliseconds of the thread that computes frames, for each
   * @param others what all other threads use, as a share of one core
   */
  private record Cost(double frame, double others) {
    static Cost measured() {
      Clocks from = BEGUN.get();
      Clocks to = ENDED.get();
      double thread = to.thread - from.thread;
      double process = to.process - from.process;
      return new Cost(
          thread / 1e6 / (CAMERAS * (FRAMES - WARM_UP)),
          (process - thread) / (to.wall - from.wall));
    }
  }

  private Throughput() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws Exception {
    Orders orders = new Orders(CamerasJob.simulated(CAMERAS), 10, FRAMES_PER_ORDER, LONG_AGO);
    List<Double> ratios = new ArrayList<>();
    try (Cluster cluster = new Cluster(1, 1)) {
      for (int round = 0; round < ROUNDS; round++) {
        Cost alone = alone(orders);
        Cost flink = flink(cluster, orders);
        double ratio = flink.frame / alone.frame;
        System.out.printf(
            "%s: alone %.3f ms, on Flink %.3f ms a frame, ratio %.3f;"
                + " other threads %.1f %% and %.1f %% of a core%n",
            round == 0 ? "to warm up" : "round " + round,
            alone.frame,
            flink.frame,
            ratio,
            100 * alone.others,
            100 * flink.others);
        if (round > 0) {
          ratios.add(ratio);
        }
      }
    }
    Collections.sort(ratios);
    System.out.printf("median of the ratios %.3f%n", ratios.get(ratios.size() / 2));
  }

  private static Cost flink(Cluster cluster, Orders orders) throws Exception {
    COUNTED.set(0);
    StreamExecutionEnvironment environment = Cluster.environment(1, Duration.ofSeconds(5));
    CamerasJob.watch(
            orders.stream(environment, FRAMES), CAMERAS, SharedModel.SCENES, Duration.ofSeconds(30))
        .map(
            frame -> {
              count();
              return frame;
            })
        .returns(FrameFound.class)
        .sinkTo(new DiscardingSink<>());
    cluster.await(cluster.submit(environment));
    return Cost.measured();
  }

  private static Cost alone(Orders orders) throws IOException {
    COUNTED.set(0);
    SharedModel model = SharedModel.acquire(SharedModel.SCENES);
    List<CameraStream> streams = new ArrayList<>();
    for (int camera = 0; camera < CAMERAS; camera++) {
      streams.add(new CameraStream(model, orders.order(camera), "", Long.MAX_VALUE));
    }
    for (long i = 0; i < (long) CAMERAS * FRAMES / FRAMES_PER_ORDER; i++) {
      Order order = orders.order(i);
      CameraStream stream = streams.get(order.camera());
      stream
          .frames()
          .read(
              order,
              order.first(),
              frame -> {
                stream.next(frame.picture());
                count();
              });
    }
    streams.forEach(CameraStream::close);
    model.release();
    return Cost.measured();
  }

  private static void count() {
    long frame = COUNTED.incrementAndGet();
    if (frame == (long) CAMERAS * WARM_UP) {
      BEGUN.set(Clocks.now());
    } else if (frame == (long) CAMERAS * FRAMES) {
      ENDED.set(Clocks.now());
    }
  }
}

package org.skipconv.gates.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.skipconv.core.FrameResult;
import org.skipconv.core.MacCount;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.VideoSession;
import org.skipconv.gates.GatePlan;

/** Runs plans over the sample clips. What a trial gives depends on its plan alone. */
final class Trials implements AutoCloseable {
  private final SkipNetwork network;
  private final List<SampleClip> clips;
  private final DenseReference<?> distance;
  private final DenseReference<?> guide;
  private final Function<GatePlan, SessionOptions> options;
  private final BooleanSupplier stop;
  private final ExecutorService workers;

  /** Cost of a plan, without each clip's first frame, and its error. */
  record Outcome(MacCount macs, double distance, double guide) {

    CalibrationPoint at(double scale) {
      double ratio = (double) macs.dense() / Math.max(1, macs.spent());
      return new CalibrationPoint(scale, ratio, distance, guide);
    }
  }

  /** The application asked to stop. */
  static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  Trials(
      SkipNetwork network,
      List<SampleClip> clips,
      OutputDistance<?> distance,
      OutputDistance<?> guide,
      Function<GatePlan, SessionOptions> options,
      int threads,
      BooleanSupplier stop) {
    this.network = network;
    this.clips = clips;
    this.distance = new DenseReference<>(distance);
    this.guide = new DenseReference<>(guide);
    this.options = options;
    this.stop = stop;
    this.workers = Executors.newFixedThreadPool(threads, Trials::thread);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "skipconv-calibration");
    thread.setDaemon(true);
    return thread;
  }

  /** Computes the dense outputs, which every trial is compared with. */
  void computeReferences() {
    try (VideoSession session = network.open(SessionOptions.dense())) {
      for (SampleClip clip : clips) {
        for (int i = 1; i < clip.frames().size(); i++) {
          requireGoing();
          FrameResult dense = clip.next(session, i);
          distance.add(dense);
          guide.add(dense);
        }
      }
    }
  }

  /**
   * Tries plans, as many at a time as there are threads.
   *
   * @param tried called on this thread once for each plan that is through
   */
  List<Outcome> run(List<GatePlan> plans, Runnable tried) {
    return run(network, plans, tried);
  }

  /** Tries plans on a network with other kernels. */
  List<Outcome> run(SkipNetwork gated, List<GatePlan> plans, Runnable tried) {
    List<Future<Outcome>> futures = new ArrayList<>();
    for (GatePlan plan : plans) {
      Callable<Outcome> trial = () -> run(gated, plan);
      futures.add(workers.submit(trial));
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Outcome> future : futures) {
      outcomes.add(await(future));
      tried.run();
    }
    return outcomes;
  }

  private static Outcome await(Future<Outcome> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("a trial failed: " + e.getCause(), e.getCause());
    }
  }

  private Outcome run(SkipNetwork gated, GatePlan plan) {
    DenseReference.Comparing toDistance = distance.start();
    DenseReference.Comparing toGuide = guide.start();
    MacCount macs = new MacCount(0, 0, 0);
    try (VideoSession session = gated.open(options.apply(plan))) {
      for (SampleClip clip : clips) {
        session.reset();
        clip.next(session, 0);
        for (int i = 1; i < clip.frames().size(); i++) {
          requireGoing();
          clip.preparation().accept(session, i);
          FrameResult result = clip.next(session, i);
          toDistance.add(result);
          toGuide.add(result);
          macs = macs.plus(result.report().macs());
        }
      }
    }
    return new Outcome(macs, toDistance.value(), toGuide.value());
  }

  private void requireGoing() {
    if (stop.getAsBoolean() || Thread.currentThread().isInterrupted()) {
      throw new StoppedException();
    }
  }

  /** Ends the threads; trials under way are given up. */
  @Override
  public void close() {
    workers.shutdownNow();
  }
}

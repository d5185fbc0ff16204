package org.skipconv.bench.jmh;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.skipconv.core.FrameReport;
import org.skipconv.core.LayerReport;
import org.skipconv.core.MacCount;

/**
 * Cost of the frames of an iteration, added up by all threads of this process: JMH makes the
 * benchmarks and the profilers itself, so the two can only meet here.
 */
final class Tally {
  private static final LongAdder FRAMES = new LongAdder();
  private static final LongAdder DENSE = new LongAdder();
  private static final LongAdder COMPUTED = new LongAdder();
  private static final LongAdder GATING = new LongAdder();
  private static final LongAdder KERNEL_NANOS = new LongAdder();

  /** Bytes of one stream; 0 while none has told. */
  private static volatile long streamBytes;

  /** Peak of one thread in FLOP/s; 0 while nobody has measured. */
  private static volatile double peakFlops;

  private Tally() {}

  /** An iteration begins. */
  static void clear() {
    for (LongAdder adder : new LongAdder[] {FRAMES, DENSE, COMPUTED, GATING, KERNEL_NANOS}) {
      adder.reset();
    }
  }

  /** A trial begins. */
  static void begin(long memoryOfStream, double peak) {
    streamBytes = memoryOfStream;
    peakFlops = peak;
  }

  /** Adds a frame. */
  static void add(FrameReport report) {
    MacCount macs = report.macs();
    FRAMES.increment();
    DENSE.add(macs.dense());
    COMPUTED.add(macs.computed());
    GATING.add(macs.gating());
    long kernels = 0;
    for (LayerReport layer : report.layers()) {
      kernels += layer.time().toNanos();
    }
    KERNEL_NANOS.add(kernels);
  }

  /** Adds a frame of an engine that computes everything and tells nothing. */
  static void addDense(long macs) {
    FRAMES.increment();
    DENSE.add(macs);
    COMPUTED.add(macs);
  }

  /** Adds a layer of an engine that computes everything. */
  static void addKernel(long macs, long nanos) {
    addDense(macs);
    KERNEL_NANOS.add(nanos);
  }

  /** Averages over the frames since {@link #clear}, by name; empty when there were none. */
  static Map<TallyFigure, Double> averages() {
    Map<TallyFigure, Double> figures = new LinkedHashMap<>();
    double frames = FRAMES.sum();
    if (frames == 0) {
      return figures;
    }
    double dense = DENSE.sum();
    double computed = COMPUTED.sum();
    double gating = GATING.sum();
    figures.put(TallyFigure.DENSE, 2e-6 * dense / frames);
    figures.put(TallyFigure.COMPUTED, 2e-6 * computed / frames);
    figures.put(TallyFigure.GATING, 2e-6 * gating / frames);
    figures.put(TallyFigure.SAVED, 2e-6 * (dense - computed - gating) / frames);
    figures.put(TallyFigure.SAVED_SHARE, dense == 0 ? 0 : 100 * (1 - (computed + gating) / dense));
    double kernels = KERNEL_NANOS.sum();
    if (kernels > 0) {
      figures.put(TallyFigure.KERNEL_TIME, 1e-3 * kernels / frames);
      figures.put(TallyFigure.OPEN_GFLOPS, 2 * computed / kernels);
      if (peakFlops > 0) {
        figures.put(TallyFigure.SHARE_OF_PEAK, 100 * 2e9 * computed / kernels / peakFlops);
      }
    }
    if (streamBytes > 0) {
      figures.put(TallyFigure.STREAM_MEMORY, streamBytes / 1e6);
    }
    return figures;
  }

  /** Secondary results that JMH shows. */
  enum TallyFigure {
    DENSE("flops.dense", "MFLOP/frame"),
    COMPUTED("flops.computed", "MFLOP/frame"),
    GATING("flops.gating", "MFLOP/frame"),
    SAVED("flops.saved", "MFLOP/frame"),
    SAVED_SHARE("flops.savedShare", "%"),
    KERNEL_TIME("kernel.time", "us/frame"),
    OPEN_GFLOPS("kernel.open", "GFLOP/s"),
    SHARE_OF_PEAK("kernel.ofPeak", "%"),
    STREAM_MEMORY("stream.memory", "MB");

    final String label;
    final String unit;

    TallyFigure(String label, String unit) {
      this.label = label;
      this.unit = unit;
    }
  }
}

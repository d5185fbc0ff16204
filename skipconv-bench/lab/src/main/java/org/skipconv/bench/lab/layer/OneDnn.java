package org.skipconv.bench.lab.layer;

import java.util.Locale;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.stream;
import org.bytedeco.pytorch.global.torch;

/** oneDNN in this process. All of it must be used from the thread that opened it. */
public final class OneDnn implements AutoCloseable {
  /** Number formats that oneDNN computes in. */
  public enum Precision {
    F32(OneLayer.TOLERANCE),
    /** 8 bits that count; sums over some thousand products keep about 6. */
    BF16(0.05);

    private final double tolerance;

    Precision(double tolerance) {
      this.tolerance = tolerance;
    }

    /**
     * Makes sure that oneDNN computes what we do.
     *
     * @param layer for the message
     * @return the largest difference in units of the largest magnitude
     * @throws IllegalStateException when it does not, so that no time is taken
     */
    public double requireAgreement(float[] theirs, float[] ours, String layer) {
      double error = OneLayer.difference(theirs, ours);
      if (!(error <= tolerance)) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "our dense path and oneDNN differ at layer %s by %.2g of its largest magnitude,"
                    + " allowed are %.0e: no times are given",
                layer,
                error,
                tolerance));
      }
      return error;
    }
  }

  /** There is no oneDNN for this machine. */
  public static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1;

    Missing(LinkageError cause) {
      super("oneDNN does not run on this machine: " + cause.getMessage(), cause);
    }
  }

  private final engine cpu;
  private final stream queue;

  private OneDnn() {
    // oneDNN cannot be told so itself. It shares PyTorch's OpenMP library, and with it the number
    // of threads that the calling thread was given.
    torch.set_num_threads(1);
    this.cpu = new engine(engine.kind.cpu, 0);
    this.queue = new stream(cpu);
  }

  /**
   * Starts oneDNN on one thread.
   *
   * @throws Missing when there is none for this machine
   */
  public static OneDnn open() {
    try {
      return new OneDnn();
    } catch (LinkageError e) {
      throw new Missing(e);
    }
  }

  /** Such as 3.11.0. */
  public String version() {
    dnnl_version_t version = dnnl.version();
    return version.major() + "." + version.minor() + "." + version.patch();
  }

  /** Whether this processor has instructions for it; oneDNN would emulate them otherwise. */
  public boolean supports(Precision precision) {
    int wanted = dnnl.dnnl_cpu_isa_avx512_core_bf16;
    return precision == Precision.F32 || (dnnl.dnnl_get_effective_cpu_isa() & wanted) == wanted;
  }

  engine engine() {
    return cpu;
  }

  stream stream() {
    return queue;
  }

  @Override
  public void close() {
    queue.close();
    cpu.close();
  }
}

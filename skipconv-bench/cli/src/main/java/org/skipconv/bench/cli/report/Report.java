package org.skipconv.bench.cli.report;

import org.skipconv.bench.cli.measure.Costs;
import org.skipconv.bench.cli.measure.OnnxRuntimePeer;
import org.skipconv.bench.cli.setup.Setup;

/**
 * Results of a run.
 *
 * @param sessionMemoryBytes of the skip path's session
 */
public record Report(
    Setup setup,
    Viewing viewing,
    Costs costs,
    PeerTimes times,
    Fidelity fidelity,
    long sessionMemoryBytes) {

  /** The names of the peers, in the order in which reports list them. */
  public static final String SKIP = "skip";

  public static final String DENSE = "dense";
  public static final String ONNX_RUNTIME = OnnxRuntimePeer.NAME;

  /** Number of frames. */
  public int frames() {
    return costs.frames().size();
  }
}

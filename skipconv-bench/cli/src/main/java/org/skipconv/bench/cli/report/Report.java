package org.skipconv.bench.cli.report;

import java.util.Map;
import org.skipconv.bench.cli.measure.Costs;
import org.skipconv.bench.cli.measure.Displacements;
import org.skipconv.bench.cli.measure.OnnxRuntimePeer;
import org.skipconv.bench.cli.measure.Timings;
import org.skipconv.bench.cli.model.Accuracy;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.SourceReport;

/**
 * Results of a run.
 *
 * @param window what the network saw of a picture
 * @param timings by the name of the peer
 * @param agreement of the skip path with the dense one, by name; null where there is no value
 * @param agreementText the same in words; empty where there is nothing to say
 * @param accuracy of both paths by labels, null when there are none
 * @param source what happened to frames on their way
 * @param sessionMemoryBytes of the skip path's session
 * @param displacements of the scene, null where the camera is not steadied
 * @param rawAgreement agreement with the dense path on frames that are not steadied, null where
 *     nobody asked it
 */
public record Report(
    Setup setup,
    CropWindow window,
    Costs costs,
    Map<String, Timings> timings,
    Map<String, Double> agreement,
    String agreementText,
    Accuracy accuracy,
    SourceReport source,
    long sessionMemoryBytes,
    Displacements displacements,
    Map<String, Double> rawAgreement) {

  /** The names of the peers, in the order in which reports list them. */
  public static final String SKIP = "skip";

  public static final String DENSE = "dense";
  public static final String ONNX_RUNTIME = OnnxRuntimePeer.NAME;

  /** Number of frames. */
  public int frames() {
    return costs.frames().size();
  }

  /** Ratio of a peer's median time to the skip path's; null when one has none. */
  public Double medianSpeedup(String peer) {
    Timings other = timings.get(peer);
    if (other == null || other.summary() == null) {
      return null;
    }
    return other.summary().median() / timings.get(SKIP).summary().median();
  }

  /** Ratio of a peer's mean time to the skip path's; null when one has none. */
  public Double speedup(String peer) {
    Timings other = timings.get(peer);
    if (other == null || other.summary() == null) {
      return null;
    }
    return other.summary().mean() / timings.get(SKIP).summary().mean();
  }

  /**
   * The same of the least time that each frame took over the passes: without what disturbed the
   * machine now and then.
   */
  public Double leastSpeedup(String peer) {
    Timings other = timings.get(peer);
    if (other == null || other.leastMean() == null) {
      return null;
    }
    return other.leastMean() / timings.get(SKIP).leastMean();
  }
}

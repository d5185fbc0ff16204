package org.skipconv.bench.lab.study;

import java.util.List;
import java.util.Map;

/**
 * One way to compute the footage, and what it cost frame by frame. Means are over the frames after
 * the first, which everybody computes whole.
 *
 * @param family what differs from others of the same family is the setting alone
 * @param setting in words; empty when there is none
 * @param skips whether this is the skip path, whatever its gates
 * @param millis of each frame, the least over the passes
 * @param macs of each frame, gating included
 * @param denseMillis mean of the dense path that ran in turns with it
 * @param agreement with the dense path, by name; null where there is no value
 */
public record Contender(
    String family,
    String setting,
    boolean skips,
    List<Double> millis,
    List<Long> macs,
    double denseMillis,
    Map<String, Double> agreement) {
  /** Our dense path. */
  public static final String DENSE = "dense";

  /** ONNX Runtime on every frame. */
  public static final String ONNX_RUNTIME = "onnxruntime";

  /** The skip path with the gates that the command line asked for. */
  public static final String CHOSEN = "skip";

  /** Starts the names of families of the skip path with other gates. */
  public static final String GATE = "gate ";

  /** Milliseconds a frame. */
  public double meanMillis() {
    return millis.stream().skip(1).mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** Multiply-accumulates a frame. */
  public double meanMacs() {
    return macs.stream().skip(1).mapToLong(Long::longValue).average().orElseThrow();
  }
}

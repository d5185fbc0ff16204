package org.skipconv.bench.lab.study;

import java.util.List;
import org.skipconv.bench.cli.measure.LayerTimes;

/**
 * All contenders on the same frames.
 *
 * @param start number of the first frame
 * @param passes over all frames
 * @param contenders the dense path first, then ONNX Runtime and the chosen skip path
 * @param denseLayers where the dense path's time went, the first frame not counted
 * @param skipLayers where the chosen skip path's time went
 * @param memoryBytes of the chosen skip path's stream
 */
public record ClipStudy(
    int start,
    int passes,
    List<Contender> contenders,
    LayerTimes denseLayers,
    LayerTimes skipLayers,
    long memoryBytes) {

  /** The first contender of a family. */
  public Contender contender(String family) {
    return contenders.stream()
        .filter(one -> one.family().equals(family))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no contender " + family));
  }

  /** Dense multiply-accumulates over those spent; null when none were spent. */
  public Double macRatio(Contender contender) {
    double macs = contender.meanMacs();
    return macs == 0 ? null : contender(Contender.DENSE).meanMacs() / macs;
  }

  /** Speed-up over the dense path beside it. */
  public double speedup(Contender contender) {
    return contender.denseMillis() / contender.meanMillis();
  }

  /** Speed-up over ONNX Runtime. */
  public double speedupOverOnnx(Contender contender) {
    return speedup(contender) / speedup(contender(Contender.ONNX_RUNTIME));
  }
}

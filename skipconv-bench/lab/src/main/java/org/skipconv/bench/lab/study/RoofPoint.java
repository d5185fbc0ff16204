package org.skipconv.bench.lab.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.skipconv.bench.cli.measure.LayerTimes;
import org.skipconv.bench.lab.layer.LayerKind;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;

/**
 * The layers of one geometry, inside the network.
 *
 * @param kind of layer
 * @param path {@code dense} or {@code skip}
 * @param openShare of these layers
 * @param flopsPerByte floating-point operations for each byte that must at least be moved: all
 *     weights once, and of input and output the open share, as float32
 * @param flops a second that the kernels reached on open pixels
 * @param millis a frame that these layers took
 */
public record RoofPoint(
    String kind, String path, double openShare, double flopsPerByte, double flops, double millis) {

  /** All kinds of convolution that took time, dense first. */
  static List<RoofPoint> of(SkipNetwork network, LayerTimes dense, LayerTimes skip) {
    List<RoofPoint> points = new ArrayList<>();
    List<LayerKind> kinds = LayerKind.of(network);
    for (Map.Entry<String, LayerTimes> path : Map.of("dense", dense, "skip", skip).entrySet()) {
      for (LayerKind kind : kinds) {
        LayerTimes.Work entry = path.getValue().entries().get(kind.kind());
        if (entry != null && entry.macs() > 0 && entry.nanos() > 0) {
          points.add(point(kind, path.getKey(), entry, path.getValue().frames()));
        }
      }
    }
    points.sort(Comparator.comparing(RoofPoint::path));
    return points;
  }

  private static RoofPoint point(LayerKind kind, String path, LayerTimes.Work entry, int frames) {
    Node node = kind.example();
    double macs = (double) entry.macs() / frames / kind.count();
    double share = macs / node.denseMacs();
    int weights = node.conv().weight().elements();
    double values = weights + share * (node.input().shape().elements() + node.shape().elements());
    return new RoofPoint(
        kind.kind().replaceAll(" +", " "),
        path,
        share,
        2 * macs / (Float.BYTES * values),
        entry.flops(),
        entry.nanos() / 1e6 / frames);
  }
}

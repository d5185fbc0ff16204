package org.skipconv.bench.lab.page;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.skipconv.bench.cli.report.Table;
import org.skipconv.bench.lab.study.OneDnnStudy;
import org.skipconv.bench.lab.study.OneDnnStudy.Layer;
import org.skipconv.bench.lab.study.Study;

/** The dense layers one by one beside oneDNN's. */
final class OneDnnSection {
  private OneDnnSection() {}

  static Section of(Study study) {
    OneDnnStudy result = study.oneDnn();
    String title = "Dense layers beside oneDNN";
    if (result.version() == null) {
      return new Section("onednn", title, Section.note(result.missing()));
    }
    String note =
        Section.note(
            "oneDNN "
                + result.version()
                + " on one thread, each kind of layer on its own in warm caches, in turns with ours,"
                + " outputs compared before; the least time counts. Its activations and weights are in the layout that it"
                + " likes best; what it costs to get there is not counted. Times are of all layers of"
                + " a kind together. Ours compute in fp32.");
    return new Section("onednn", title, note + table(result.layers()));
  }

  private static String table(List<Layer> layers) {
    Table table =
        Table.headed(
            "layer",
            "count",
            "ours, GFLOP/s",
            "oneDNN fp32",
            "oneDNN bf16",
            "ours, ms",
            "fp32, ms",
            "bf16, ms");
    for (Layer layer : layers) {
      table.row(cells(layer.kind(), "" + layer.count(), List.of(layer)));
    }
    return table.row(cells("all layers", "", layers)).html();
  }

  private static String[] cells(String kind, String count, List<Layer> layers) {
    boolean half = layers.stream().allMatch(layer -> layer.bf16Millis() != null);
    return cells(
        kind,
        count,
        sum(layers, Layer::macs),
        sum(layers, Layer::oursMillis),
        sum(layers, Layer::f32Millis),
        half ? sum(layers, Layer::bf16Millis) : null);
  }

  private static double sum(List<Layer> layers, ToDoubleFunction<Layer> part) {
    return layers.stream().mapToDouble(layer -> layer.count() * part.applyAsDouble(layer)).sum();
  }

  private static String[] cells(
      String kind, String count, double macs, double ours, double f32, Double bf16) {
    return new String[] {
      kind,
      count,
      speed(macs, ours),
      speed(macs, f32),
      bf16 == null ? Numbers.NONE : speed(macs, bf16),
      Numbers.of(ours),
      Numbers.of(f32),
      bf16 == null ? Numbers.NONE : Numbers.of(bf16)
    };
  }

  private static String speed(double macs, double millis) {
    return Numbers.of(2e-6 * macs / millis);
  }
}

package org.skipconv.bench.page;

import org.skipconv.bench.study.OneDnnStudy;
import org.skipconv.bench.study.Study;

/** The dense layers one by one beside oneDNN's. */
final class OneDnnSection {
  private OneDnnSection() {}

  static Section of(Study study) {
    OneDnnStudy result = study.oneDnn();
    String title = "Dense layers beside oneDNN";
    if (result.version() == null) {
      return new Section("onednn", title, Section.note(result.missing()));
    }
    Table table =
        new Table(
            "layer",
            "count",
            "ours, GFLOP/s",
            "oneDNN fp32",
            "oneDNN bf16",
            "ours, ms",
            "fp32, ms",
            "bf16, ms");
    double ours = 0;
    double f32 = 0;
    Double bf16 = 0.0;
    double macs = 0;
    for (OneDnnStudy.Layer layer : result.layers()) {
      double work = (double) layer.macs() * layer.count();
      macs += work;
      ours += layer.count() * layer.oursMillis();
      f32 += layer.count() * layer.f32Millis();
      Double half = layer.bf16Millis() == null ? null : layer.count() * layer.bf16Millis();
      bf16 = bf16 == null || half == null ? null : Double.valueOf(bf16 + half);
      table.row(
          cells(
              layer.kind(),
              "" + layer.count(),
              work,
              layer.count() * layer.oursMillis(),
              layer.count() * layer.f32Millis(),
              half));
    }
    table.row(cells("all layers", "", macs, ours, f32, bf16));
    String note =
        Section.note(
            "oneDNN "
                + result.version()
                + " on one thread, each kind of layer on its own in warm caches, in turns with ours,"
                + " outputs compared before. Its activations and weights are in the layout that it"
                + " likes best; what it costs to get there is not counted. Times are of all layers of"
                + " a kind together. Ours compute in fp32.");
    return new Section("onednn", title, note + table.html());
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

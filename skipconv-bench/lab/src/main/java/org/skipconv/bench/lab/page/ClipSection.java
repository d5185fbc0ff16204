package org.skipconv.bench.lab.page;

import java.util.List;
import java.util.stream.Stream;
import org.skipconv.bench.lab.study.ClipStudy;
import org.skipconv.bench.lab.study.Contender;
import org.skipconv.bench.lab.study.Study;

/** Section on the cost of each frame. */
final class ClipSection {
  private static final double TOP_QUANTILE = 0.95;

  private ClipSection() {}

  static Section of(Study study) {
    ClipStudy clip = study.clip();
    Contender dense = clip.contender(Contender.DENSE);
    Contender onnx = clip.contender(Contender.ONNX_RUNTIME);
    Contender skip = clip.contender(Contender.CHOSEN);
    int first = clip.start();
    int last = first + dense.millis().size() - 1;
    ChartAxis x = new ChartAxis("frame", first, last, false);
    double most = dense.macs().get(0) / 1e9;
    String macs =
        new Chart(
                "Multiply-accumulates per frame",
                x,
                new ChartAxis("GMAC per frame", 0, 1.1 * most, false),
                List.of(
                    Series.counted("dense path", Colours.DENSE, first, giga(dense)),
                    Series.counted("skip path, gating included", Colours.SKIP, first, giga(skip))))
            .html();
    double top = Stream.of(dense, onnx, skip).mapToDouble(ClipSection::high).max().orElseThrow();
    String millis =
        new Chart(
                "Milliseconds per frame",
                x,
                new ChartAxis("ms per frame", 0, 1.3 * top, false),
                List.of(
                    Series.counted("dense path", Colours.DENSE, first, dense.millis()),
                    Series.counted("ONNX Runtime", Colours.ONNX_RUNTIME, first, onnx.millis()),
                    Series.counted("skip path", Colours.SKIP, first, skip.millis())))
            .html();
    String note =
        Section.note(
            "Raw input to raw outputs, all contenders in turns on the same decoded frames. The first"
                + " frame is computed whole by everybody and is not in any mean."
                + (clip.passes() > 1
                    ? " Of " + clip.passes() + " passes the least time of each frame counts."
                    : ""));
    return new Section("clip", "Frame by frame", note + macs + millis);
  }

  private static List<Double> giga(Contender contender) {
    return contender.macs().stream().map(macs -> macs / 1e9).toList();
  }

  /** A few disturbed frames must not flatten all others. */
  private static double high(Contender contender) {
    List<Double> sorted = contender.millis().stream().sorted().toList();
    return sorted.get((int) (TOP_QUANTILE * (sorted.size() - 1)));
  }
}

package org.skipconv.bench.lab.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.skipconv.bench.cli.report.Table;
import org.skipconv.bench.lab.study.ClipStudy;
import org.skipconv.bench.lab.study.Contender;
import org.skipconv.bench.lab.study.Study;

/** All contenders: speed-up against saved work, and accuracy against cost. */
final class ContenderSections {
  private static final String ERROR = "relativeError";

  private final ClipStudy clip;
  private final boolean trained;
  private final Colours colours = new Colours();

  ContenderSections(Study study) {
    this.clip = study.clip();
    this.trained = study.subject().network().trained();
    clip.contenders().forEach(contender -> colours.of(contender.family()));
  }

  /** Speed-up against the MAC ratio. */
  Section speedup() {
    List<Contender> shown =
        clip.contenders().stream()
            .filter(one -> one.skips() && clip.macRatio(one) != null)
            .toList();
    double least = 1;
    double most = 1;
    for (Contender one : shown) {
      least = Math.min(least, Math.min(clip.macRatio(one), clip.speedup(one)));
      most = Math.max(most, Math.max(clip.macRatio(one), clip.speedup(one)));
    }
    List<Series> series = new ArrayList<>();
    String ideal = "ideal: as much faster as less work";
    series.add(Series.straight(ideal, Colours.DENSE, least, least, most, most));
    series.addAll(series(shown, clip::macRatio, clip::speedup));
    ChartAxis x = ChartAxis.logarithmic("MAC ratio: dense / spent, gating included", least, most);
    ChartAxis y = ChartAxis.logarithmic("speed-up over the dense path", least, most);
    String note =
        Section.note(
            "On the dashed line saved multiply-accumulates are saved milliseconds. What a point lies"
                + " below it is spent on masks, lists and memory.");
    return new Section(
        "speedup",
        "Speed-up against saved work",
        note + new Chart("Speed-up against MAC ratio", x, y, series).html());
  }

  /** A line for each family. */
  private List<Series> series(
      List<Contender> shown, ToDoubleFunction<Contender> x, ToDoubleFunction<Contender> y) {
    Map<String, List<Series.Mark>> families = new LinkedHashMap<>();
    for (Contender one : shown) {
      families
          .computeIfAbsent(one.family(), key -> new ArrayList<>())
          .add(new Series.Mark(x.applyAsDouble(one), y.applyAsDouble(one), text(one)));
    }
    List<Series> series = new ArrayList<>();
    families.forEach(
        (family, marks) ->
            series.add(
                new Series(
                    Colours.name(family),
                    colours.of(family),
                    Series.Style.LINE_AND_POINTS,
                    marks)));
    return series;
  }

  /** Accuracy against cost, with a table of everybody. */
  Section accuracy() {
    String measure = measure();
    boolean error = measure.equals(ERROR);
    List<Contender> all = clip.contenders();
    double slowest = all.stream().mapToDouble(Contender::meanMillis).max().orElseThrow();
    double least = all.stream().mapToDouble(one -> value(one, measure)).min().orElseThrow();
    double most = all.stream().mapToDouble(one -> value(one, measure)).max().orElseThrow();
    double room = Math.max(0.05 * (most - least), 0.002);
    ChartAxis x = ChartAxis.fromZero("ms per frame", slowest);
    ChartAxis y = new ChartAxis(label(measure), error ? 0 : least - room, most + room, false);
    List<Series> series = series(all, Contender::meanMillis, one -> value(one, measure));
    return new Section(
        "accuracy",
        "Accuracy against cost",
        note(error) + new Chart("Accuracy against cost", x, y, series).html() + table());
  }

  private String note(boolean error) {
    String better = error ? "lower" : "higher";
    String rivals =
        "Measured against the dense path; further left and "
            + better
            + " is better. Each line is one gate or rival at several settings. The rivals run ONNX"
            + " Runtime on the whole frame when, or on a window where, frame differencing sees"
            + " motion; their setting is the change of a pixel, in units of the network's input,"
            + " that counts as motion.";
    return Section.note(
        trained
            ? rivals
            : rivals
                + " These weights are generated and know nothing: what differs are raw outputs, and"
                + " by more than a trained network's would.");
  }

  private String measure() {
    for (String measure : List.of("pckAt005", "apAt05")) {
      if (clip.contender(Contender.CHOSEN).agreement().get(measure) != null) {
        return measure;
      }
    }
    return ERROR;
  }

  private static String label(String measure) {
    return switch (measure) {
      case "pckAt005" -> "share of joints within 0.05 of the crop";
      case "apAt05" -> "AP at IoU 0.5, dense detections as truth";
      default -> "mean |error| / mean |output|";
    };
  }

  /** Those who compute everything agree with themselves. */
  private static double value(Contender contender, String measure) {
    Double value = contender.agreement().get(measure);
    return value != null ? value : measure.equals(ERROR) ? 0 : 1;
  }

  private String text(Contender contender) {
    return String.format(
        Locale.ROOT,
        "%s %s: %s ms, %s GMAC a frame, %s as fast as dense",
        Colours.name(contender.family()),
        contender.setting(),
        Numbers.of(contender.meanMillis()),
        Numbers.giga(contender.meanMacs()),
        Numbers.times(clip.speedup(contender)));
  }

  private String table() {
    List<String> head =
        new ArrayList<>(
            List.of(
                "contender", "setting", "ms", "GMAC", "fewer MACs", "× dense", "× ORT", "error"));
    Map<String, String> measures = measures();
    head.addAll(measures.values());
    Table table = Table.headed(head.toArray(String[]::new));
    for (Contender contender : clip.contenders()) {
      List<String> cells = new ArrayList<>();
      cells.add(Colours.name(contender.family()));
      cells.add(contender.setting());
      cells.add(Numbers.of(contender.meanMillis()));
      cells.add(Numbers.giga(contender.meanMacs()));
      cells.add(Numbers.times(clip.macRatio(contender)));
      cells.add(Numbers.times(clip.speedup(contender)));
      cells.add(Numbers.times(clip.speedupOverOnnx(contender)));
      cells.add(Numbers.percent(contender.agreement().get(ERROR)));
      for (String measure : measures.keySet()) {
        cells.add(Numbers.exact(contender.agreement().get(measure)));
      }
      table.row(cells.toArray(String[]::new));
    }
    return Section.note(
            "× dense and × ORT: times as fast as our dense path and as ONNX Runtime; error: mean"
                + " |difference| of raw outputs over their mean magnitude.")
        + table.html();
  }

  /** Those that have a value, with their headings. */
  private Map<String, String> measures() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("pckAt005", "PCK@0.05");
    all.put("pckAt02", "PCK@0.2");
    all.put("apAt05", "AP@0.5");
    all.put("ap", "AP");
    all.keySet().removeIf(key -> clip.contender(Contender.CHOSEN).agreement().get(key) == null);
    return all;
  }
}

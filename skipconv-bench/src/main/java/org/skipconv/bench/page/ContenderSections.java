package org.skipconv.bench.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.skipconv.bench.study.ClipStudy;
import org.skipconv.bench.study.Contender;
import org.skipconv.bench.study.Study;

/** All contenders: speed-up against saved work, and accuracy against cost. */
final class ContenderSections {
  private final ClipStudy clip;
  private final boolean trained;
  private final Colours colours = new Colours();
  private final Map<String, List<Contender>> families = new LinkedHashMap<>();

  ContenderSections(Study study) {
    this.clip = study.clip();
    this.trained = study.subject().trained();
    for (Contender contender : clip.contenders()) {
      families.computeIfAbsent(contender.family(), key -> new ArrayList<>()).add(contender);
      colours.of(contender.family());
    }
  }

  /** Speed-up against the MAC ratio. */
  Section speedup() {
    List<Series> series = new ArrayList<>();
    double least = 1;
    double most = 1;
    for (Map.Entry<String, List<Contender>> family : families.entrySet()) {
      List<Series.Mark> marks = new ArrayList<>();
      for (Contender contender : family.getValue()) {
        Double ratio = clip.macRatio(contender);
        if (contender.skips() && ratio != null) {
          double speedup = clip.speedup(contender);
          least = Math.min(least, Math.min(ratio, speedup));
          most = Math.max(most, Math.max(ratio, speedup));
          marks.add(new Series.Mark(ratio, speedup, text(contender)));
        }
      }
      if (!marks.isEmpty()) {
        series.add(
            new Series(
                Colours.name(family.getKey()),
                colours.of(family.getKey()),
                Series.Style.LINE_AND_POINTS,
                marks));
      }
    }
    series.add(
        0,
        Series.straight(
            "ideal: as much faster as less work", Colours.DENSE, least, least, most, most));
    String chart =
        new Chart(
                "Speed-up against MAC ratio",
                Axis.logarithmic("MAC ratio: dense / spent, gating included", least, most),
                Axis.logarithmic("speed-up over the dense path", least, most),
                series)
            .html();
    String note =
        Section.note(
            "On the dashed line saved multiply-accumulates are saved milliseconds. What a point lies"
                + " below it is spent on masks, lists and memory.");
    return new Section("speedup", "Speed-up against saved work", note + chart);
  }

  /** Accuracy against cost, with a table of everybody. */
  Section accuracy() {
    String measure = measure();
    boolean error = measure.equals("relativeError");
    List<Series> series = new ArrayList<>();
    double slowest = 0;
    double least = error ? 0 : 1;
    double most = error ? 0 : 1;
    for (Map.Entry<String, List<Contender>> family : families.entrySet()) {
      List<Series.Mark> marks = new ArrayList<>();
      for (Contender contender : family.getValue()) {
        double value = value(contender, measure);
        slowest = Math.max(slowest, contender.meanMillis());
        least = Math.min(least, value);
        most = Math.max(most, value);
        marks.add(new Series.Mark(contender.meanMillis(), value, text(contender)));
      }
      series.add(
          new Series(
              Colours.name(family.getKey()),
              colours.of(family.getKey()),
              Series.Style.LINE_AND_POINTS,
              marks));
    }
    double room = Math.max(0.05 * (most - least), 0.002);
    Axis y = new Axis(label(measure), error ? 0 : least - room, most + room, false);
    String chart =
        new Chart("Accuracy against cost", Axis.fromZero("ms per frame", slowest), y, series)
            .html();
    return new Section("accuracy", "Accuracy against cost", note(error) + chart + table());
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
    return "relativeError";
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
    return value != null ? value : measure.equals("relativeError") ? 0 : 1;
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
    Table table = new Table(head.toArray(String[]::new));
    for (Contender contender : clip.contenders()) {
      List<String> cells = new ArrayList<>();
      cells.add(Colours.name(contender.family()));
      cells.add(contender.setting());
      cells.add(Numbers.of(contender.meanMillis()));
      cells.add(Numbers.giga(contender.meanMacs()));
      cells.add(Numbers.times(clip.macRatio(contender)));
      cells.add(Numbers.times(clip.speedup(contender)));
      cells.add(Numbers.times(clip.speedupOverOnnx(contender)));
      cells.add(Numbers.percent(contender.agreement().get("relativeError")));
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

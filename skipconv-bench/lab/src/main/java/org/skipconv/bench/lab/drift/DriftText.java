package org.skipconv.bench.lab.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.skipconv.bench.cli.report.Amounts;
import org.skipconv.bench.cli.report.Table;

/** Results of long scenes, as a table. */
public final class DriftText {
  /** Words for measures that are fields of a report. */
  private static final Map<String, String> TITLES =
      Map.of(
          "pckAt005", "PCK@0.05",
          "pckAt02", "PCK@0.2",
          "truePckAt01Dense", "dense, truth",
          "truePckAt01Skip", "skip, truth",
          "apAt05", "AP@0.5",
          "ap", "AP");

  private DriftText() {}

  /** One line per scene. */
  public static String of(DriftReport report) {
    Table table = new Table();
    List<String> measures = measures(report);
    table.row("", header(measures), "");
    for (DriftReport.SceneDrift run : report.runs()) {
      table.row(run.scene(), cells(run, measures), remark(run.trace()));
    }
    return String.format(
            Locale.ROOT,
            "%n%s, without the first. MACs: how many times fewer than dense;"
                + " error: mean error%nof the outputs over their mean size; both for all frames,"
                + " the first tenth and the last tenth:%n%n",
            frames(report))
        + table;
  }

  private static String frames(DriftReport report) {
    int most = report.runs().get(0).trace().frames();
    DriftReport.SceneDrift last = report.runs().get(report.runs().size() - 1);
    String of = most + " frames of each scene";
    return last.trace().frames() == most
        ? of
        : of + ", " + last.trace().frames() + " of " + last.scene();
  }

  /** By what a trained model's findings are compared; those of an untrained one mean nothing. */
  private static List<String> measures(DriftReport report) {
    return report.setup().trained()
        ? List.copyOf(report.runs().get(0).agreement().keySet())
        : List.of();
  }

  private static List<String> header(List<String> measures) {
    List<String> header =
        new ArrayList<>(
            List.of(
                "fewer MACs",
                "first tenth",
                "last tenth",
                "error",
                "first tenth",
                "last tenth",
                "largest"));
    measures.forEach(measure -> header.add(TITLES.getOrDefault(measure, measure)));
    return header;
  }

  private static List<String> cells(DriftReport.SceneDrift run, List<String> measures) {
    DriftTrace trace = run.trace();
    List<String> cells = new ArrayList<>();
    for (DriftTrace.TracePart part : List.of(trace.all(), trace.tenth(0), trace.lastTenth())) {
      cells.add(Amounts.times(part.macRatio()));
    }
    for (DriftTrace.TracePart part : List.of(trace.all(), trace.tenth(0), trace.lastTenth())) {
      cells.add(number(part.error()));
    }
    cells.add(number(trace.all().largest()));
    for (String measure : measures) {
      Double value = run.agreement().get(measure);
      cells.add(value == null ? "-" : number(value));
    }
    return cells;
  }

  private static String remark(DriftTrace trace) {
    return trace.keyframes() == 1 ? "" : trace.keyframes() + " keyframes";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}

package org.skipconv.bench.cli.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.skipconv.bench.cli.measure.LayerTimes;
import org.skipconv.bench.cli.measure.LayerTimes.Work;

/** Table of where the time of a frame goes. */
public final class ProfileText {
  private ProfileText() {}

  /**
   * A table.
   *
   * @param peak floating-point operations a second that one thread could do at most; 0 when unknown
   */
  public static String of(LayerTimes dense, LayerTimes skip, double peak) {
    Table table = new Table();
    table.row(
        "",
        List.of(
            "dense ms", "share", "GFLOP/s", "of peak", "skip ms", "share", "GFLOP/s", "of peak"),
        "");
    for (String kind : slowestFirst(dense, skip)) {
      Work sparse = skip.entries().get(kind);
      table.row(kind, cells(dense, dense.entries().get(kind), skip, sparse, peak), "");
    }
    table.row("all layers", cells(dense, dense.layers(), skip, skip.layers(), peak), "");
    table.row(
        "everything else",
        List.of(
            millis(rest(dense)),
            part(rest(dense), dense),
            "",
            "",
            millis(rest(skip)),
            part(rest(skip), skip),
            "",
            ""),
        "input, masks, lists, sums, resizing");
    table.row(
        "frame",
        List.of(
            millis(dense.nanosPerFrame()), "", "", "", millis(skip.nanosPerFrame()), "", "", ""),
        String.format(Locale.ROOT, "peak of one thread %.0f GFLOP/s", peak / 1e9));
    return table.toString();
  }

  /** Kinds of layers by the time that the skip path spends on them, the dense path's after that. */
  private static List<String> slowestFirst(LayerTimes dense, LayerTimes skip) {
    Comparator<String> bySkip = Comparator.comparingLong(kind -> skip.entries().get(kind).nanos());
    return dense.entries().keySet().stream()
        .sorted(bySkip.thenComparingLong(kind -> dense.entries().get(kind).nanos()).reversed())
        .toList();
  }

  private static String part(double nanos, LayerTimes times) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * nanos / times.nanosPerFrame());
  }

  private static double rest(LayerTimes times) {
    return times.nanosPerFrame() - (double) times.layers().nanos() / times.frames();
  }

  private static List<String> cells(
      LayerTimes dense, Work whole, LayerTimes skip, Work sparse, double peak) {
    double wholeNanos = (double) whole.nanos() / dense.frames();
    double sparseNanos = (double) sparse.nanos() / skip.frames();
    return List.of(
        millis(wholeNanos),
        part(wholeNanos, dense),
        giga(whole),
        share(whole, peak),
        millis(sparseNanos),
        part(sparseNanos, skip),
        giga(sparse),
        share(sparse, peak));
  }

  private static String millis(double nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
  }

  private static String giga(Work entry) {
    return String.format(Locale.ROOT, "%.0f", entry.flops() / 1e9);
  }

  private static String share(Work entry, double peak) {
    return peak > 0 ? String.format(Locale.ROOT, "%.0f %%", 100 * entry.flops() / peak) : "-";
  }
}

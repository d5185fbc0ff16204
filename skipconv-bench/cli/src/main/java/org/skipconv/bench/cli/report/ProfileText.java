package org.skipconv.bench.cli.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    TextTable table = new TextTable();
    table.row("", List.of("dense ms", "GFLOP/s", "of peak", "skip ms", "GFLOP/s", "of peak"), "");
    for (Map.Entry<String, Work> row : dense.entries().entrySet()) {
      Work sparse = skip.entries().get(row.getKey());
      table.row(row.getKey(), cells(dense, row.getValue(), skip, sparse, peak), "");
    }
    table.row("all layers", cells(dense, dense.layers(), skip, skip.layers(), peak), "");
    table.row(
        "everything else",
        List.of(millis(rest(dense)), "", "", millis(rest(skip)), "", ""),
        "input, masks, lists, sums, resizing");
    table.row(
        "frame",
        List.of(millis(dense.nanosPerFrame()), "", "", millis(skip.nanosPerFrame()), "", ""),
        String.format(Locale.ROOT, "peak of one thread %.0f GFLOP/s", peak / 1e9));
    return table.toString();
  }

  private static double rest(LayerTimes times) {
    return times.nanosPerFrame() - (double) times.layers().nanos() / times.frames();
  }

  private static List<String> cells(
      LayerTimes dense, Work whole, LayerTimes skip, Work sparse, double peak) {
    return List.of(
        millis((double) whole.nanos() / dense.frames()),
        giga(whole),
        share(whole, peak),
        millis((double) sparse.nanos() / skip.frames()),
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

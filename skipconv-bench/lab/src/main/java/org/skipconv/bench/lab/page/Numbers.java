package org.skipconv.bench.lab.page;

import java.util.Locale;
import org.skipconv.bench.cli.report.Amounts;

/** Numbers for people: as many digits as they are worth; a dash where there is none. */
final class Numbers {
  static final String NONE = "–";

  private Numbers() {}

  /** Three digits that count. */
  static String of(double value) {
    double size = Math.abs(value);
    int decimals =
        size == 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  static String percent(Double share) {
    return share == null ? NONE : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** So many times. */
  static String times(Double ratio) {
    return ratio == null ? NONE : Amounts.times(ratio);
  }

  static String giga(double value) {
    return of(value / 1e9);
  }

  /** A share that is close to 1 needs more digits. */
  static String exact(Double value) {
    return value == null ? NONE : String.format(Locale.ROOT, "%.4f", value);
  }
}

package org.skipconv.bench.cli.report;

import java.util.Locale;

/** Numbers in words, the same in all tables. */
public final class Amounts {
  /** Greatest factor that is written out. */
  private static final int MOST = 1000;

  /** Least number that is written in units of 1e9: smaller ones would be 0.0000. */
  private static final double GIGA = 1e7;

  private static final double MEGA = 1e5;

  private Amounts() {}

  /** Returns how many times; beyond a thousand the digits say nothing. */
  public static String times(double factor) {
    return factor > MOST ? "> " + MOST + " ×" : String.format(Locale.ROOT, "%.2f ×", factor);
  }

  /** Returns a number of operations with a unit in which it is not 0. */
  public static String operations(double count) {
    if (count == 0) {
      return "0";
    }
    if (Math.abs(count) >= GIGA) {
      return String.format(Locale.ROOT, "%.4f G", count / 1e9);
    }
    return Math.abs(count) >= MEGA
        ? String.format(Locale.ROOT, "%.4f M", count / 1e6)
        : String.format(Locale.ROOT, "%.4f k", count / 1e3);
  }
}

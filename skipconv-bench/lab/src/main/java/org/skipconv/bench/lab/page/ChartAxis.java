package org.skipconv.bench.lab.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One axis of a chart.
 *
 * @param label with the unit
 * @param min value where it begins
 * @param max value where it ends, above the least
 * @param log whether equal factors are equal lengths; needs a least value above 0
 */
record ChartAxis(String label, double min, double max, boolean log) {
  private static final int WANTED_TICKS = 6;
  private static final int[] LOG_STEPS = {1, 2, 5};

  ChartAxis {
    if (!(max > min) || (log && min <= 0)) {
      throw new IllegalArgumentException("an axis cannot go from " + min + " to " + max);
    }
  }

  /** From 0 to a little above a value. */
  static ChartAxis fromZero(String label, double top) {
    return new ChartAxis(label, 0, top > 0 ? top * 1.05 : 1, false);
  }

  /** From some below the least to some above the largest value. */
  static ChartAxis logarithmic(String label, double least, double largest) {
    return new ChartAxis(label, least / 1.25, largest * 1.25, true);
  }

  /** Place of a value, 0 to 1 inside the axis. */
  double at(double value) {
    if (log) {
      double floor = Math.max(value, min / 1e3);
      return Math.log(floor / min) / Math.log(max / min);
    }
    return (value - min) / (max - min);
  }

  /** Round values within the axis. */
  List<Double> ticks() {
    return log ? logTicks() : linearTicks();
  }

  private List<Double> linearTicks() {
    double rough = (max - min) / WANTED_TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power;
    for (double factor : new double[] {1, 2, 2.5, 5, 10}) {
      step = factor * power;
      if (step >= rough) {
        break;
      }
    }
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(min / step - 1e-9); i * step <= max * (1 + 1e-12); i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private List<Double> logTicks() {
    List<Double> ticks = new ArrayList<>();
    boolean wide = max / min > 1e3;
    for (int power = (int) Math.floor(Math.log10(min)); power <= Math.log10(max); power++) {
      for (int step : LOG_STEPS) {
        double value = step * Math.pow(10, power);
        if (value >= min && value <= max && !(wide && step > 1)) {
          ticks.add(value);
        }
      }
    }
    return ticks;
  }

  /** A tick in as few digits as tell it from the others. */
  String text(double tick) {
    if (tick != 0 && (Math.abs(tick) >= 1e6 || Math.abs(tick) < 1e-4)) {
      return String.format(Locale.ROOT, "%.0e", tick);
    }
    String text = String.format(Locale.ROOT, "%.6f", tick);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}

package org.skipconv.bench.lab.ablation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.skipconv.bench.lab.ablation.Claim.Gain;

/**
 * Rows of words and numbers, the first one the header.
 *
 * @param rows of equal length
 */
record AblationTable(List<List<String>> rows) {
  private static final String NONE = "-";

  /** Costs and accuracies of contenders, as a table. */
  static AblationTable contenders(Ablation ablation) {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("gate", "setting", "block", "MACs"));
    for (String measure : ablation.measures()) {
      header.add(measure);
      header.add("points");
    }
    header.addAll(List.of("ms", "keyframes"));
    rows.add(header);
    for (Measured each : ablation.contenders()) {
      rows.add(row(each, ablation.dense()));
    }
    return new AblationTable(rows);
  }

  private static List<String> row(Measured each, Measured dense) {
    List<String> row = new ArrayList<>();
    row.add(each.label().kind().toString());
    row.add(each.label().setting());
    row.add(each.label().kind() == GateOrigin.DENSE ? "" : each.label().blockText());
    row.add(times(each.macRatio()));
    for (int m = 0; m < each.accuracy().size(); m++) {
      Double accuracy = each.accuracy().get(m);
      row.add(percent(accuracy));
      row.add(accuracy == null ? NONE : points(accuracy - dense.accuracy().get(m)));
    }
    row.add(number("%.2f", each.millis()));
    row.add(Integer.toString(each.keyframes()));
    return row;
  }

  /**
   * Savings of trained contenders beside others of the same accuracy; no row when none took part.
   */
  static AblationTable claims(Ablation ablation) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "trained",
            "block",
            "at",
            "accuracy",
            "MACs",
            "input norm",
            "fewer by",
            "calibrated",
            "fewer by"));
    for (Claim claim : ablation.claims()) {
      rows.add(
          List.of(
              claim.trained().toString(),
              claim.trained().blockText(),
              claim.measure(),
              percent(claim.accuracy()),
              times(claim.macRatio()),
              reach(claim.single()),
              gain(claim.single()),
              reach(claim.calibrated()),
              gain(claim.calibrated())));
    }
    return new AblationTable(rows);
  }

  private static String reach(Gain other) {
    return other == null ? "none" : (other.end() ? ">= " : "") + times(other.macRatio());
  }

  private static String gain(Gain other) {
    return other == null ? NONE : (other.end() ? "<= " : "") + times(other.gain());
  }

  private static String percent(Double share) {
    return share == null ? NONE : number("%.2f %%", 100 * share);
  }

  private static String points(double difference) {
    return number("%+.2f", 100 * difference);
  }

  private static String times(double ratio) {
    return number("%.2f x", ratio);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}

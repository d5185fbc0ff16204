package org.skipconv.bench.lab.ablation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.skipconv.bench.cli.report.Amounts;
import org.skipconv.bench.cli.report.Table;
import org.skipconv.bench.lab.ablation.Claim.Gain;

/** Tables of an ablation. */
final class AblationTable {
  private static final String NONE = "-";

  private AblationTable() {}

  /** Returns costs and accuracies of contenders. */
  static Table contenders(Ablation ablation) {
    List<String> header = new ArrayList<>(List.of("gate", "setting", "block", "MACs"));
    for (String measure : ablation.measures()) {
      header.add(measure);
      header.add("points");
    }
    header.addAll(List.of("ms", "keyframes"));
    Table table = Table.headed(header.toArray(String[]::new));
    for (Measured each : ablation.contenders()) {
      table.row(row(each, ablation.dense()).toArray(String[]::new));
    }
    return table;
  }

  private static List<String> row(Measured each, Measured dense) {
    List<String> row = new ArrayList<>();
    row.add(each.label().kind().toString());
    row.add(each.label().setting());
    row.add(each.label().kind() == GateOrigin.DENSE ? "" : each.label().blockText());
    row.add(Amounts.times(each.macRatio()));
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
   * Returns savings of trained contenders beside others of the same accuracy; no row when none took
   * part.
   */
  static Table claims(Ablation ablation) {
    Table table =
        Table.headed(
            "trained",
            "block",
            "at",
            "accuracy",
            "MACs",
            "input norm",
            "fewer by",
            "calibrated",
            "fewer by");
    for (Claim claim : ablation.claims()) {
      table.row(
          claim.trained().toString(),
          claim.trained().blockText(),
          claim.measure(),
          percent(claim.accuracy()),
          Amounts.times(claim.macRatio()),
          reach(claim.single()),
          gain(claim.single()),
          reach(claim.calibrated()),
          gain(claim.calibrated()));
    }
    return table;
  }

  private static String reach(Gain other) {
    return other == null ? "none" : (other.end() ? ">= " : "") + Amounts.times(other.macRatio());
  }

  private static String gain(Gain other) {
    return other == null ? NONE : (other.end() ? "<= " : "") + Amounts.times(other.gain());
  }

  private static String percent(Double share) {
    return share == null ? NONE : number("%.2f %%", 100 * share);
  }

  private static String points(double difference) {
    return number("%+.2f", 100 * difference);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}

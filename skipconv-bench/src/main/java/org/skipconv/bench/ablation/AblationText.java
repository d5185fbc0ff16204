package org.skipconv.bench.ablation;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.skipconv.bench.report.TextTable;

/** An ablation for people: on a terminal, and as Markdown. */
public final class AblationText {
  private AblationText() {}

  /** What is going to be measured: one line. */
  public static String heading(Terms terms) {
    return String.format(
        Locale.ROOT,
        "%s, input %dx%d, weights: %s%n%d scenes of %d frames, %d %s%n",
        terms.model().name(),
        terms.network().inputShape().height(),
        terms.network().inputShape().width(),
        weights(terms.weights(), terms.trained()),
        terms.scenes(),
        terms.frames(),
        terms.threads(),
        terms.threads() == 1 ? "thread" : "threads");
  }

  private static String weights(String weights, boolean trained) {
    return trained ? weights : weights + " (nobody trained them: accuracies mean nothing)";
  }

  /** Tables for a terminal. */
  public static String terminal(Ablation ablation) {
    String claims =
        ablation.claims().isEmpty()
            ? ""
            : String.format("%n%s%n%n", CLAIMS) + plain(AblationTable.claims(ablation));
    return String.format("%n%s%n%n", CONTENDERS)
        + plain(AblationTable.contenders(ablation))
        + claims;
  }

  private static final String CONTENDERS =
      "MACs: how many times fewer than dense, keyframes and gating included; points: accuracy"
          + " against dense:";

  private static final String CLAIMS =
      "The largest MAC ratio of others of the same block that are at least as accurate as a trained"
          + " one,\nand how many times fewer MACs the trained one needs:";

  private static TextTable plain(AblationTable table) {
    TextTable text = new TextTable();
    for (List<String> row : table.rows()) {
      text.row(row.get(0), row.subList(1, row.size()), "");
    }
    return text;
  }

  /** The same as a page of Markdown, with what it was measured with. */
  public static String markdown(Ablation ablation) {
    StringBuilder text = new StringBuilder("# Gates compared\n\n");
    text.append(
        String.format(
            Locale.ROOT,
            "%s, input %s, %s: %d scenes of %d frames, %d passes, threads: %d.%n%s, %s, skipconv %s"
                + " (%s).%n%n```sh%n%s%n```%n%n",
            ablation.model(),
            ablation.size(),
            weights(ablation.weights(), ablation.trained()),
            ablation.scenes(),
            ablation.frames(),
            ablation.passes(),
            ablation.threads(),
            ablation.about().date(),
            ablation.about().processor(),
            ablation.about().version(),
            ablation.about().commit(),
            ablation.about().command()));
    text.append(CONTENDERS).append("\n\n").append(piped(AblationTable.contenders(ablation)));
    if (!ablation.claims().isEmpty()) {
      text.append('\n').append(CLAIMS).append("\n\n").append(piped(AblationTable.claims(ablation)));
    }
    return text.toString();
  }

  private static String piped(AblationTable table) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < table.rows().size(); i++) {
      List<String> row = table.rows().get(i);
      text.append(row.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
      if (i == 0) {
        text.append("|---".repeat(row.size())).append("|\n");
      }
    }
    return text.toString();
  }
}

package org.skipconv.bench.lab.ablation;

import java.util.Locale;

/** An ablation for people: on a terminal, and as Markdown. */
public final class AblationText {
  private static final String CONTENDERS =
      """
      MACs: how many times fewer than dense, keyframes and gating included. Points: accuracy
      minus dense accuracy, in percent. Milliseconds: per frame, without a scene's first.

      """;

  private static final String CLAIMS =
      """
      What the other contenders of the same block size save at a trained one's accuracy, on
      straight lines between neighbours, and how many times fewer MACs the trained one needs;
      ">=" where their curve ends earlier, "none" where none is as accurate.

      """;

  private AblationText() {}

  /** Announcement of what is measured: two lines. */
  public static String heading(Terms terms) {
    int height = terms.network().inputShape().height();
    int width = terms.network().inputShape().width();
    return about(
            terms.chosen().name(),
            height + "x" + width,
            terms.chosen().weights(),
            terms.chosen().trained())
        + extent(terms.scenes(), terms.frames(), terms.passes(), terms.threads());
  }

  private static String about(String model, String size, String weights, boolean trained) {
    return String.format(
        "%s, input %s, weights: %s%s%n",
        model, size, weights, trained ? "" : " (untrained: accuracies mean nothing)");
  }

  private static String extent(int scenes, int frames, int passes, int threads) {
    return String.format(
        "scenes: %d of %d frames, passes: %d, threads: %d%n", scenes, frames, passes, threads);
  }

  /** Tables for a terminal. */
  public static String terminal(Ablation ablation) {
    String contenders = CONTENDERS + AblationTable.contenders(ablation);
    String claims = CLAIMS + AblationTable.claims(ablation);
    String both = "\n" + contenders + (ablation.claims().isEmpty() ? "" : "\n" + claims);
    return both.replaceAll("\\R", System.lineSeparator());
  }

  /** The same as a page of Markdown, with what it was measured with. */
  public static String markdown(Ablation ablation) {
    String contenders = CONTENDERS + AblationTable.contenders(ablation).markdown();
    String claims = CLAIMS + AblationTable.claims(ablation).markdown();
    return "# Gates compared\n\n"
        + setup(ablation)
        + "\n"
        + contenders
        + (ablation.claims().isEmpty() ? "" : "\n" + claims);
  }

  private static String setup(Ablation ablation) {
    return about(ablation.model(), ablation.size(), ablation.weights(), ablation.trained())
        + extent(ablation.scenes(), ablation.frames(), ablation.passes(), ablation.threads())
        + String.format(
            Locale.ROOT,
            "%s, %s, %s kernels, skipconv %s (%s)%n%n```sh%n%s%n```%n",
            ablation.about().date(),
            ablation.about().processor(),
            ablation.about().kernels(),
            ablation.about().version(),
            ablation.about().commit(),
            ablation.about().command());
  }
}

package org.skipconv.bench.lab.ablation;

import java.util.Locale;
import org.skipconv.bench.lab.study.StudiedNetwork;

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
    return heading(StudiedNetwork.of(terms.chosen()), terms.workload());
  }

  private static String heading(StudiedNetwork network, Workload workload) {
    return String.format(
        "%s, input %s, weights: %s%s%nscenes: %d of %d frames, passes: %d, threads: %d%n",
        network.model(),
        network.size(),
        network.weights(),
        network.trained() ? "" : " (untrained: accuracies mean nothing)",
        workload.scenes(),
        workload.frames(),
        workload.passes(),
        workload.threads());
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
    return heading(ablation.network(), ablation.workload())
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

package org.skipconv.bench.cli.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.skipconv.gates.training.TrainingProgress;
import org.skipconv.gates.training.TrainingResult;

/** Tells how a training goes: a line now and then, all of it for the plot. */
final class TrainingLog implements Consumer<TrainingProgress> {
  private static final double MINUTES_BETWEEN_LINES = 0.5;

  private final PrintWriter text;
  private final List<TrainingProgress> history = new ArrayList<>();
  private double saidAt = Double.NEGATIVE_INFINITY;

  TrainingLog(PrintWriter text) {
    this.text = text;
  }

  @Override
  public void accept(TrainingProgress progress) {
    history.add(progress);
    double minutes = minutes(progress);
    boolean due = minutes - saidAt >= MINUTES_BETWEEN_LINES;
    if (due || progress.validation() != null) {
      saidAt = minutes;
      text.println(line(progress));
      text.flush();
    }
  }

  private static double minutes(TrainingProgress progress) {
    return progress.elapsed().toNanos() / 60e9;
  }

  private static String line(TrainingProgress p) {
    String line =
        String.format(
            Locale.ROOT,
            "%6.1f min, %3.0f %%, step %d: task loss %.4f, %.2f x fewer MACs, beta %.4f",
            minutes(p),
            100 * p.done(),
            p.step(),
            p.taskLoss(),
            p.macRatio(),
            p.beta());
    return p.validation() == null ? line : line + "; validation: " + validation(p.validation());
  }

  private static String validation(TrainingProgress.Validation v) {
    return String.format(
        Locale.ROOT,
        "task loss %.4f, %.2f x fewer MACs, agreement %.4f",
        v.taskLoss(),
        1 / v.macShare(),
        v.agreement());
  }

  /** Returns the result of a training in one line. */
  String summary(TrainingResult result) {
    String whose =
        result.step() == 0
            ? "no state did better on the validation part than the start, which is written"
            : "the best on the validation part, of step " + result.step();
    return result.validation().map(v -> String.format("%s: %s%n", whose, validation(v))).orElse("");
  }

  List<TrainingProgress> history() {
    return history;
  }
}

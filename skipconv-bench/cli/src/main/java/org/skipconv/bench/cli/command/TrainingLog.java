package org.skipconv.bench.cli.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.skipconv.bench.cli.job.TrainingMeasure;
import org.skipconv.bench.cli.job.TrainingSplit;
import org.skipconv.bench.cli.report.Amounts;
import org.skipconv.gates.calibration.CalibrationPoint;
import org.skipconv.gates.training.TrainingProgress;
import org.skipconv.gates.training.TrainingResult;
import org.skipconv.models.Closeness;

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
            "%6.1f min, %3.0f %%, step %d: task loss %.4f, %s fewer MACs between"
                + " keyframes, beta %.4f",
            minutes(p),
            100 * p.done(),
            p.step(),
            p.taskLoss(),
            Amounts.times(p.macRatio()),
            p.beta());
    return p.validation() == null ? line : line + "; validation: " + validation(p.validation());
  }

  private static String validation(TrainingProgress.Validation v) {
    return String.format(
        Locale.ROOT,
        "task loss %.4f, %s fewer MACs, agreement %.4f",
        v.taskLoss(),
        Amounts.times(1 / v.macShare()),
        v.agreement());
  }

  /** Returns in one line which state the result is. */
  static String summary(TrainingResult result) {
    String whose =
        result.step() == 0
            ? "no state did better on the validation part than the start, which is the result"
            : "the best on the validation part, of step " + result.step();
    return result.validation().map(v -> String.format("%s: %s%n", whose, validation(v))).orElse("");
  }

  /** Returns what the frames kept back say, as {@code run} would count it. */
  static String figures(TrainingMeasure.Figures figures, TrainingSplit split, Closeness closeness) {
    String text =
        String.format(
            Locale.ROOT,
            "on the last %d frames, %s, as run counts: %s%n",
            split.test().size(),
            split.unseen() ? "which the training has not seen" : "which chose the best state",
            point(figures.trained(), closeness));
    if (figures.start() == null) {
      return text;
    }
    String verdict =
        figures.startIsBetter()
            ? "at equal error it costs no more than the trained state, so it is what is written"
            : String.format(
                Locale.ROOT,
                "at equal error the trained state costs %s fewer MACs",
                Amounts.times(figures.gain()));
    return text
        + String.format(
            Locale.ROOT,
            "the plan it started from: %s; %s%n",
            point(figures.start(), closeness),
            verdict);
  }

  private static String point(CalibrationPoint point, Closeness closeness) {
    return String.format(
        Locale.ROOT,
        "%s fewer MACs, keyframes and gating included, %s %.4f",
        Amounts.times(point.macRatio()),
        closeness.name(),
        point.distance());
  }

  List<TrainingProgress> history() {
    return history;
  }
}

package org.skipconv.bench.cli.picture;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.skipconv.gates.training.TrainingProgress;

/** Plot of a training: the task loss above, the share of the dense MACs below. */
public final class TrainingPlot {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 350;
  private static final int MOST_POINTS = 500;
  private static final Color TRAINING = new Color(0x4a5568);
  private static final Color VALIDATION = new Color(0xd62839);

  private final List<TrainingProgress> history;

  private TrainingPlot(List<TrainingProgress> history) {
    this.history = history;
  }

  /** Writes a PNG file; nothing when there was no step. */
  public static void write(List<TrainingProgress> history, Path file) throws IOException {
    if (history.isEmpty()) {
      return;
    }
    TrainingPlot plot = new TrainingPlot(history);
    XYChart loss = plot.chart("task loss", p -> p.taskLoss(), v -> v.taskLoss());
    XYChart macs = plot.chart("MACs / dense MACs", p -> p.macShare(), v -> v.macShare());
    Charts.write(List.of(loss, macs), 1, file);
  }

  private XYChart chart(
      String title,
      ToDoubleFunction<TrainingProgress> ofStep,
      ToDoubleFunction<TrainingProgress.Validation> ofValidation) {
    XYChart chart = Charts.chart(WIDTH, HEIGHT, title, "minutes", "");
    int block = Math.max(1, history.size() / MOST_POINTS);
    int points = (history.size() + block - 1) / block;
    double[] minutes = new double[points];
    double[] values = new double[points];
    for (int i = 0; i < points; i++) {
      List<TrainingProgress> some =
          history.subList(i * block, Math.min(history.size(), (i + 1) * block));
      minutes[i] = minutes(some.get(0));
      values[i] = some.stream().mapToDouble(ofStep).average().orElseThrow();
    }
    Charts.line(chart, "training", minutes, values, TRAINING);
    List<TrainingProgress> looks = history.stream().filter(p -> p.validation() != null).toList();
    if (!looks.isEmpty()) {
      Charts.line(
          chart,
          "validation",
          looks.stream().mapToDouble(TrainingPlot::minutes).toArray(),
          looks.stream().mapToDouble(p -> ofValidation.applyAsDouble(p.validation())).toArray(),
          VALIDATION);
    }
    return chart;
  }

  private static double minutes(TrainingProgress progress) {
    return progress.elapsed().toNanos() / 60e9;
  }
}

package org.skipconv.models.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SessionOptions;
import org.skipconv.gates.NormGate;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.DetectionAgreement;
import org.skipconv.models.detection.DetectionMetrics;
import org.skipconv.models.detection.GroundTruth;
import org.skipconv.models.detection.ObjectDetector;
import org.skipconv.models.embedded.EmbeddedDetector;
import org.skipconv.models.scene.Disturbance;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.SceneBuilder;
import org.skipconv.models.scene.SceneFrame;

/** Measures the table of docs/concepts/noise-and-light.md again. */
class NoiseAndLightTest {
  private static final int FIRST = 60;
  private static final int FRAMES = 60;
  private static final List<Long> SEEDS = List.of(700_000L, 700_001L);
  private static final double TOLERANCE = 0.03;
  private static final SessionOptions GATED = SessionOptions.gates(NormGate.input(0.1f));

  private record Row(SceneBuilder scene, Disturbance disturbance) {}

  /** Accuracy by the truth, and dense over spent MACs, of the paths of the table. */
  private record Measured(
      double dense, double fixed, double fixedRatio, double measured, double measuredRatio) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.3f | %.3f | %.2f | %.3f | %.2f",
          dense,
          fixed,
          fixedRatio,
          measured,
          measuredRatio);
    }
  }

  @Test
  void everyRowOfTheTableIsWhatIsMeasured() {
    Map<String, List<Double>> table =
        Pages.numbers(
            "concepts/noise-and-light.md",
            "| generated scene | dense | fixed 0.05 | fewer MACs | measured | fewer MACs |");
    Map<String, Row> rows = rows();
    Map<String, Measured> measured = new LinkedHashMap<>();
    rows.forEach((name, row) -> measured.put(name, measure(row)));
    StringBuilder text = new StringBuilder("measured:\n");
    measured.forEach((name, row) -> text.append("| " + name + " | " + row + " |\n"));
    assertThat(table.keySet()).as(text.toString()).containsExactlyElementsOf(rows.keySet());
    assertSoftly(
        check ->
            measured.forEach(
                (name, row) -> {
                  List<Double> written = table.get(name);
                  double[] values = {
                    row.dense(), row.fixed(), row.fixedRatio(), row.measured(), row.measuredRatio()
                  };
                  for (int i = 0; i < values.length; i++) {
                    double off = i == 2 || i == 4 ? TOLERANCE * values[i] : TOLERANCE;
                    check
                        .assertThat(values[i])
                        .as("%s, column %d of %s", name, i + 1, text)
                        .isCloseTo(written.get(i), within(off));
                  }
                }));
  }

  private static Map<String, Row> rows() {
    Map<String, Row> rows = new LinkedHashMap<>();
    Disturbance nothing = Disturbance.NOTHING;
    rows.put("undisturbed", new Row(street(), nothing));
    for (int sigma : new int[] {2, 4, 8, 12}) {
      rows.put("noise of " + sigma, new Row(street(), Disturbance.noise(sigma)));
    }
    for (int sigma : new int[] {2, 4, 8, 12}) {
      rows.put("shot noise of " + sigma, new Row(street(), Disturbance.shotNoise(sigma)));
    }
    rows.put(
        "night falls: noise of 1, from frame 20 on of 8",
        new Row(
            street(),
            (picture, frame, random) ->
                Disturbance.noise(frame < 20 ? 1 : 8).apply(picture, frame, random)));
    rows.put("a flickering lamp", new Row(street().lampFlicker(0.5), nothing));
    rows.put("light flickers by 3 %", new Row(street(), Disturbance.flicker()));
    rows.put(
        "exposure steps by 10 % every 15 frames", new Row(street(), Disturbance.exposureSteps(15)));
    return rows;
  }

  private static SceneBuilder street() {
    return Scene.builder().size(288, 384).figures(3).vehicles(2).figureHeight(0.3);
  }

  private static Measured measure(Row row) {
    Path dense = new Path(SessionOptions.dense());
    Path fixed = new Path(GATED.withInputThreshold(SessionOptions.DEFAULT_INPUT_THRESHOLD));
    Path measured = new Path(GATED);
    for (long seed : SEEDS) {
      Scene scene = row.scene().seed(seed).build();
      for (Path path : List.of(dense, fixed, measured)) {
        path.watch(scene, row.disturbance());
      }
    }
    return new Measured(
        dense.accuracy(), fixed.accuracy(), fixed.ratio(), measured.accuracy(), measured.ratio());
  }

  /** One way to compute the frames. */
  private static final class Path {
    private final SessionOptions options;
    private final DetectionMetrics metrics = new DetectionMetrics();
    private double dense;
    private double spent;

    Path(SessionOptions options) {
      this.options = options;
    }

    void watch(Scene scene, Disturbance disturbance) {
      Random random = new Random(scene.seed());
      try (ObjectDetector detector =
          ObjectDetector.open(
              EmbeddedDetector.model(),
              EmbeddedDetector.network(),
              options,
              DetectionAgreement.ANY_SCORE)) {
        for (int i = 0; i < FRAMES; i++) {
          SceneFrame frame = scene.frame(FIRST + i);
          disturbance.apply(frame.image(), i, random);
          List<Detection> found = detector.next(frame.image());
          List<GroundTruth> truth = Figure.groundTruth(frame.figures());
          metrics.add(found, truth);
          dense += i == 0 ? 0 : detector.lastReport().macs().dense();
          spent += i == 0 ? 0 : detector.lastReport().macs().spent();
        }
      }
    }

    double accuracy() {
      return metrics.apAt05().orElseThrow();
    }

    double ratio() {
      return dense / spent;
    }
  }
}

package org.skipconv.models.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.models.detection.DetectionAgreement;
import org.skipconv.models.detection.DetectionMetrics;
import org.skipconv.models.detection.ObjectDetector;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.SceneFrame;

/** The embedded network finds people and cars in scenes that it was not trained on. */
class EmbeddedDetectorTest {

  @Test
  void findsThePeopleAndCarsOfAScene() {
    assertThat(apAt05(EmbeddedDetector.network(), SessionOptions.dense())).isGreaterThan(0.8);
  }

  @Test
  void findsThemWithItsTrainedThresholds() {
    GatePlan gates = EmbeddedDetector.gates().validate(EmbeddedDetector.gatedNetwork());
    assertThat(apAt05(EmbeddedDetector.gatedNetwork(), gates.options())).isGreaterThan(0.8);
  }

  private static double apAt05(SkipNetwork network, SessionOptions options) {
    DetectionMetrics metrics = new DetectionMetrics();
    int people = 0;
    for (long seed = 700_000; seed < 700_002; seed++) {
      Scene scene =
          Scene.builder()
              .size(288, 384)
              .seed(seed)
              .figures(3)
              .vehicles(2)
              .figureHeight(0.3)
              .noise(0.7)
              .build();
      try (ObjectDetector detector =
          ObjectDetector.open(
              EmbeddedDetector.model(), network, options, DetectionAgreement.ANY_SCORE)) {
        for (int t = 60; t < 180; t += 10) {
          SceneFrame frame = scene.frame(t);
          metrics.add(detector.next(frame.image()), Figure.groundTruth(frame.figures()));
          people += frame.figures().size();
        }
      }
    }
    assertThat(people).isGreaterThan(48);
    return metrics.apAt05().orElseThrow();
  }

  @Test
  void isSmall(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("detector.safetensors");
    EmbeddedDetector.write(file);
    assertThat(Files.size(file)).isLessThan(1_500_000);
    assertThat(EmbeddedDetector.model().load(file).parameters())
        .isEqualTo(EmbeddedDetector.network().parameters());
  }
}

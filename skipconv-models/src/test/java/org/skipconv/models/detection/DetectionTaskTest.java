package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SessionOptions;
import org.skipconv.gates.NormGate;
import org.skipconv.models.Agreement;
import org.skipconv.models.Score;
import org.skipconv.models.Task;
import org.skipconv.models.VideoModel;
import org.skipconv.models.VideoPredictor;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.RgbImage;

class DetectionTaskTest {
  private static final EfficientDet SMALL = EfficientDet.lite0().withSize(96, 128);
  private static final CropWindow WINDOW = new CropWindow(0, 0, 128, 96);

  private static Detection dog(float x, float score) {
    return Detection.of(new Box(x, 10, x + 100, 60), 18, score);
  }

  private static RgbImage noise(long seed) {
    RgbImage image = new RgbImage(96, 128);
    new Random(seed).nextBytes(image.rgb());
    return image;
  }

  @Test
  void unfilteredResultsBeginWithTheUsualOnes() {
    VideoModel<List<Detection>> model = SMALL.model(SMALL.seeded(1));
    // Even with generated weights more than a hundred boxes have a score of 0.3.
    Task<List<Detection>> task =
        DetectionTask.of(SMALL).withOptions(DecoderOptions.DEFAULT.withScoreThreshold(0.45f));
    try (VideoPredictor<List<Detection>> stream =
        model.open(SessionOptions.gates(NormGate.input(0.1f)))) {
      for (int seed = 0; seed < 3; seed++) {
        stream.next(noise(seed));
        List<Detection> usual = task.decode(stream.lastResult(), stream.lastView());
        List<Detection> all = task.unfiltered().decode(stream.lastResult(), stream.lastView());
        assertThat(all)
            .hasSizeGreaterThan(usual.size())
            .startsWith(usual.toArray(Detection[]::new));
        assertThat(usual).isNotEmpty();
      }
    }
  }

  @Test
  void agreementHasBothPrecisionsByName() {
    Agreement<List<Detection>> agreement = DetectionTask.of(SMALL).agreement();
    assertThat(agreement.values()).containsOnlyKeys("apAt05", "ap");
    assertThat(agreement.values().get("ap")).isEmpty();
    assertThat(agreement.text()).isEmpty();
    agreement.add(List.of(dog(0, 0.9f)), List.of(dog(20, 0.9f)), WINDOW);
    assertThat(agreement.values().get("apAt05")).hasValue(1);
    assertThat(agreement.values().get("ap").orElseThrow()).isEqualTo(0.4, within(1e-9));
    assertThat(agreement.text())
        .startsWith("AP 1.0000 at IoU 0.5, 0.4000")
        .contains("1 detections");
  }

  @Test
  void framesOfUnknownTruthAreNotJudged() {
    Map<Integer, List<GroundTruth>> known =
        Map.of(
            2, List.of(GroundTruth.of(dog(0, 1).box(), 18)),
            3, List.of(new GroundTruth(dog(300, 1).box(), 18, true)));
    DetectionTruth truth =
        new DetectionTruth("labels.txt", frame -> Optional.ofNullable(known.get(frame)));
    Score<List<Detection>> score = truth.score();
    assertThat(score.add(1, List.of(dog(700, 0.9f)))).isFalse();
    assertThat(score.objects()).isZero();
    assertThat(score.values().get("apAt05")).isEqualTo(OptionalDouble.empty());
    assertThat(score.add(2, List.of(dog(0, 0.9f)))).isTrue();
    assertThat(score.add(3, List.of())).isTrue();
    assertThat(score.objects()).as("without the crowd").isEqualTo(1);
    assertThat(score.values().get("apAt05")).hasValue(1);
    assertThat(truth.source()).isEqualTo("labels.txt");
    assertThat(truth.score().objects()).isZero();
  }

  @Test
  void paintsABoxInTheColourOfItsClass() {
    RgbImage black = new RgbImage(80, 140);
    Overlay overlay = Overlay.on(black);
    DetectionTask.of(SMALL).paint(overlay, List.of(dog(20, 0.9f)), false);
    Color edge = new Color(overlay.image().getRGB(70, 10));
    assertThat(edge).isEqualTo(Overlay.color(17));
    assertThat(overlay.image().getRGB(70, 35) & 0xffffff).as("inside").isZero();
  }
}

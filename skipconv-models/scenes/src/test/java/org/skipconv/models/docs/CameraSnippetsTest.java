package org.skipconv.models.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SessionOptions;
import org.skipconv.gates.NormGate;
import org.skipconv.models.detection.DetectionTask;
import org.skipconv.models.embedded.EmbeddedDetector;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.vision.Displacement;
import org.skipconv.models.vision.Displacement.Verdict;
import org.skipconv.models.vision.RgbImage;

class CameraSnippetsTest {
  @Test
  void aStreamTellsOfTurnsAndNoise() {
    Scene street = Scene.builder().size(240, 320).seed(7).noise(4).build();
    Scene elsewhere = street.toBuilder().seed(99).build();
    List<RgbImage> video =
        List.of(
            street.frame(60).image(),
            street.frame(61).image(),
            elsewhere.frame(60).image(),
            elsewhere.frame(61).image());
    List<String> told = new ArrayList<>();
    CameraSnippets.night(
        DetectionTask.of(EmbeddedDetector.model()).model(EmbeddedDetector.network()),
        SessionOptions.gates(NormGate.input(0.1f)),
        video,
        (found, state) -> told.add(state));
    assertThat(told.get(2)).isEqualTo("turning");
    assertThat(told.get(1)).startsWith("noise of 1.");
    assertThat(told.get(3)).startsWith("noise of ");
  }

  @Test
  void aStreamTellsHowFarTheCameraMoved() {
    Scene scene = Scene.builder().size(240, 320).seed(7).build();
    List<RgbImage> video = List.of(scene.frame(60).image(), scene.frame(61).image());
    List<Displacement> moved = new ArrayList<>();
    CameraSnippets.shaking(
        DetectionTask.of(EmbeddedDetector.model()).model(EmbeddedDetector.network()),
        SessionOptions.gates(NormGate.input(0.1f)),
        video,
        (found, displacement) -> moved.add(displacement));
    assertThat(moved).extracting(Displacement::verdict).containsExactly(Verdict.NEW, Verdict.FOUND);
    // The camera stands still; somebody walks who fills two thirds of the picture's height.
    assertThat(moved.get(1).length()).isLessThan(0.2);
  }
}

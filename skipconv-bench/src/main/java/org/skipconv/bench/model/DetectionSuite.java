package org.skipconv.bench.model;

import java.util.List;
import java.util.Random;
import org.skipconv.gates.training.TrainingFrames;
import org.skipconv.models.detection.Anchors;
import org.skipconv.models.detection.DetectionModel;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.SceneBuilder;
import org.skipconv.models.scene.Script;
import org.skipconv.models.training.DetectionScenes;

/**
 * One to four people and up to two cars who come and go; judged by average precision. Scenes have
 * twice the input's size.
 */
final class DetectionSuite implements SceneSuite {
  /** No training on generated scenes gets that far. */
  private static final long FIRST_SEED = 90_000;

  private static final long SAMPLES_SEED = 17;

  private final DetectionModel model;

  DetectionSuite(DetectionModel model) {
    this.model = model;
    DetectionScenes.requireFigures(model);
  }

  @Override
  public List<String> measures() {
    return List.of("AP@0.5", "AP");
  }

  @Override
  public Scene scene(int number) {
    Anchors anchors = model.anchors();
    SceneBuilder scene =
        Scene.builder()
            .size(2 * anchors.inputHeight(), 2 * anchors.inputWidth())
            .seed(FIRST_SEED + number)
            .figures(1 + number % 4)
            .vehicles(number % 3)
            .figureHeight(0.2 + 0.25 * new Random(number).nextDouble())
            .noise(0.7)
            .lightDrift(0.02, 600);
    for (int figure = 0; figure < 4; figure++) {
      scene.script(figure, script(figure));
    }
    return scene.build();
  }

  /** Half of them are there from the first frame on; the others come, each at its own time. */
  private static Script script(int figure) {
    Script start =
        figure % 2 == 0
            ? Script.empty().walk(12 + 4 * figure)
            : Script.empty().away(4 * figure).walkIn(20);
    return start.stand(12).walk(40).stand(8).leave(16).away(4).repeated();
  }

  @Override
  public TrainingFrames samples(int scenes, int frames) {
    return DetectionScenes.generated(model, SAMPLES_SEED, scenes, frames);
  }

  @Override
  public SceneScore score() {
    Anchors anchors = model.anchors();
    return new DetectionScore(model, new Size(2 * anchors.inputHeight(), 2 * anchors.inputWidth()));
  }
}

package org.skipconv.bench.cli.model;

import java.util.List;
import java.util.Random;
import org.skipconv.core.Shape;
import org.skipconv.models.VideoModel;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.SceneBuilder;
import org.skipconv.models.scene.Script;

/**
 * A street with two or three people, who come one after the other, stand and walk on, and one or
 * two cars; judged by average precision. Pictures are half as large again as the network's input
 * and less high, so that they are letterboxed.
 */
final class DetectionSuite implements SceneSuite {
  private static final List<String> MEASURES = List.of("AP@0.5", "AP");

  /** No training on generated scenes gets that far. */
  private static final long FIRST_SEED = 91_000;

  private final VideoModel<List<Detection>> model;

  DetectionSuite(VideoModel<List<Detection>> model) {
    this.model = model;
  }

  @Override
  public List<String> measures() {
    return MEASURES;
  }

  @Override
  public Scene scene(int number) {
    Size picture = picture();
    SceneBuilder builder =
        Scene.builder()
            .size(picture.height(), picture.width())
            .seed(FIRST_SEED + number)
            .figures(2 + number % 2)
            .vehicles(1 + number / 2 % 2)
            .figureHeight(0.25 + 0.15 * new Random(number).nextDouble())
            .noise(0.7)
            .lightDrift(0.02, 600);
    for (int person = 0; person < 3; person++) {
      builder.script(person, comes(2 + 9 * person));
    }
    return builder.build();
  }

  private static Script comes(int after) {
    return Script.empty().away(after).walkIn(20).stand(20).walk(40).stand(20).leave(16).repeated();
  }

  private Size picture() {
    Shape input = model.network().inputShape();
    return new Size(6 * input.height() / 5, 3 * input.width() / 2);
  }

  @Override
  public SceneScore score() {
    return new DetectionScore(model, picture());
  }
}

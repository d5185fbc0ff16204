package org.skipconv.bench.cli.model;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.skipconv.core.Shape;
import org.skipconv.models.VideoModel;
import org.skipconv.models.pose.Pose;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.Script;

/**
 * One person who comes, stands, walks about and leaves; judged by the share of joints within a
 * fraction of the longer side of the person's box. Scenes have twice the input's size, which the
 * network sees whole.
 */
final class PoseSuite implements SceneSuite {
  /** Coarse to fine. */
  static final List<Double> FRACTIONS = List.of(0.2, 0.1, 0.05);

  /** No training on generated scenes gets that far. */
  private static final long FIRST_SEED = 90_000;

  private final VideoModel<Pose> model;

  PoseSuite(VideoModel<Pose> model) {
    this.model = model;
  }

  @Override
  public List<String> measures() {
    return FRACTIONS.stream()
        .map(fraction -> String.format(Locale.ROOT, "PCK@%s", fraction))
        .toList();
  }

  @Override
  public Scene scene(int number) {
    Script script =
        Script.empty().away(2).walkIn(20).stand(12).walk(40).stand(8).leave(12).repeated();
    Shape input = model.network().inputShape();
    return Scene.builder()
        .size(2 * input.height(), 2 * input.width())
        .seed(FIRST_SEED + number)
        .script(script)
        .figureHeight(0.6 + 0.2 * new Random(number).nextDouble())
        .noise(0.7)
        .lightDrift(0.02, 600)
        .build();
  }

  @Override
  public SceneScore score() {
    Shape input = model.network().inputShape();
    return new PoseScore(model, new Size(2 * input.height(), 2 * input.width()));
  }
}

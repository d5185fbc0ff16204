package org.skipconv.models.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.training.TrainingFrames;
import org.skipconv.models.pose.PoseEstimator;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.scene.FigureJoint;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.Script;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.vision.PixelSampler;

/**
 * Generated scenes of one person for the training of a pose network, which sees whole pictures.
 * Labels: the output {@value PoseEstimator#HEATMAPS} as it should be; empty maps where nobody is.
 * Not thread-safe.
 */
public final class PoseScenes implements TrainingFrames {
  private final PoseTargets targets;
  private final Reel reel;

  /**
   * Scenes, each a shot of its own.
   *
   * @param network of 17 joints (COCO)
   * @param scenes all of one size
   * @param first frame of each scene to use
   * @param perScene how many frames of each
   */
  public PoseScenes(SkipNetwork network, List<Scene> scenes, int first, int perScene) {
    Shape input = network.inputShape();
    Scene any = scenes.get(0);
    CropWindow window = new CropWindow(0, 0, any.width(), any.height());
    this.targets = new PoseTargets(network, window);
    PixelSampler sampler =
        window.sampler(
            any.height(), any.width(), input.height(), input.width(), Normalization.IMAGENET);
    this.reel = new Reel(scenes, first, perScene, input, scene -> sampler);
  }

  /**
   * {@return the scenes of a person who walks in, stands, walks about and leaves: other places,
   * people, sizes, noise and light in each} Pictures have twice the input's height and width.
   *
   * @param network the network to train
   * @param seed another one gives other scenes
   * @param count of scenes
   * @param perScene frames of each
   */
  public static PoseScenes generated(SkipNetwork network, long seed, int count, int perScene) {
    Random random = new Random(seed);
    Shape input = network.inputShape();
    List<Scene> scenes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Script script =
          Script.empty()
              .away(2)
              .walkIn(14 + random.nextInt(16))
              .stand(6 + random.nextInt(10))
              .walk(50 + random.nextInt(30))
              .stand(8)
              .leave(12)
              .away(2)
              .repeated();
      scenes.add(
          Scene.builder()
              .size(2 * input.height(), 2 * input.width())
              .seed(1000 * seed + i)
              .script(script)
              .figureHeight(0.55 + 0.27 * random.nextDouble())
              .noise(2 * random.nextDouble())
              .lightDrift(0.15 * random.nextDouble(), 200)
              .build());
    }
    return new PoseScenes(network, scenes, 0, perScene);
  }

  @Override
  public int size() {
    return reel.size();
  }

  @Override
  public boolean startsShot(int index) {
    return reel.startsShot(index);
  }

  @Override
  public float[] frame(int index) {
    return reel.planes(index);
  }

  @Override
  public Map<String, float[]> labels(int index) {
    float[] maps = targets.empty();
    for (Figure figure : reel.at(index).figures()) {
      for (int j = 0; j < figure.joints().size(); j++) {
        FigureJoint joint = figure.joints().get(j);
        if (joint.visibility() > 0) {
          targets.draw(maps, j, joint.x(), joint.y());
        }
      }
    }
    return Map.of(PoseEstimator.HEATMAPS, maps);
  }
}

package org.skipconv.models.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.skipconv.core.Shape;
import org.skipconv.gates.training.TrainingFrames;
import org.skipconv.models.detection.Anchors;
import org.skipconv.models.detection.DetectionModel;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.vision.Letterbox;

/**
 * Generated scenes of people and cars for the training of a detector, letterboxed as {@link
 * org.skipconv.models.detection.ObjectDetector} does it. Labels: {@link DetectionTargets}. Figures
 * that can hardly be seen count neither when they are found nor when they are not. Not thread-safe.
 */
public final class DetectionScenes implements TrainingFrames {
  private final DetectionTargets targets;
  private final Reel reel;

  /**
   * Scenes, each a shot of its own.
   *
   * @param model whose classes 1 and 3 are people and cars, as COCO's are
   * @param scenes the scenes
   * @param first frame of each scene to use
   * @param perScene how many frames of each
   */
  public DetectionScenes(DetectionModel model, List<Scene> scenes, int first, int perScene) {
    if (model.classes().size() <= Figure.CAR) {
      throw new IllegalArgumentException(
          "scenes have people, class 1, and cars, class 3, but the model has the classes "
              + model.classes());
    }
    this.targets = new DetectionTargets(model);
    int height = model.anchors().inputHeight();
    int width = model.anchors().inputWidth();
    this.reel =
        new Reel(
            scenes,
            first,
            perScene,
            new Shape(3, height, width),
            scene ->
                new Letterbox(scene.height(), scene.width(), height, width)
                    .sampler(model.normalization()));
  }

  /**
   * {@return the scenes of 1 to 4 people who come, stand, walk about and leave, and of up to 2
   * cars: other places, sizes, noise and light in each, and pictures of other shapes, one and a
   * half times as large as the network's input}
   *
   * @param model says classes and the size of the input
   * @param seed another one gives other scenes
   * @param count of scenes
   * @param perScene frames of each
   */
  public static DetectionScenes generated(
      DetectionModel model, long seed, int count, int perScene) {
    Random random = new Random(seed);
    List<Scene> scenes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      scenes.add(scene(model.anchors(), random, 1000 * seed + i));
    }
    // People need a while to come in, each at a time of its own.
    return new DetectionScenes(model, scenes, 30, perScene);
  }

  /** Size of the input, or up to 0. */
  private static Scene scene(Anchors anchors, Random random, long seed) {
    double flat = 1 - 0.3 * random.nextDouble();
    return Scene.builder()
        .size((int) (1.5 * flat * anchors.inputHeight()), (int) (1.5 * anchors.inputWidth()))
        .seed(seed)
        .figures(1 + random.nextInt(4))
        .vehicles(random.nextInt(3))
        .figureHeight(0.2 + 0.3 * random.nextDouble())
        .noise(2 * random.nextDouble())
        .lightDrift(0.15 * random.nextDouble(), 200)
        .build();
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
    Scene scene = reel.scene(index);
    return targets.of(Figure.groundTruth(reel.at(index).figures()), scene.height(), scene.width());
  }
}

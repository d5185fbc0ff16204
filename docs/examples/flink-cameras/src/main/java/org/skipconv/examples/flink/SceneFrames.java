package org.skipconv.examples.flink;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.vision.RgbImage;

/**
 * Frames of a simulated camera above a street: some seconds that are repeated, drawn once a JVM
 * since drawing costs more than looking.
 */
final class SceneFrames implements Frames {
  /** Number of frames after which a scene begins again. */
  static final int LOOP = 60;

  /** People need a while to come in. */
  private static final int FIRST = 30;

  private static final Map<Integer, RgbImage[]> DRAWN = new ConcurrentHashMap<>();

  private final RgbImage[] pictures;

  SceneFrames(int seed) {
    pictures = DRAWN.computeIfAbsent(seed, SceneFrames::draw);
  }

  private static RgbImage[] draw(int seed) {
    Scene scene =
        Scene.builder()
            .size(192, 256)
            .seed(seed)
            .figures(3)
            .vehicles(1)
            .figureHeight(0.3)
            .noise(0.7)
            .build();
    RgbImage[] pictures = new RgbImage[LOOP];
    for (int i = 0; i < LOOP; i++) {
      pictures[i] = scene.frame(FIRST + i).image();
    }
    return pictures;
  }

  @Override
  public void read(Order order, long next, Consumer<Frame> each) {
    for (long frame = order.first(); frame < order.first() + order.count(); frame++) {
      each.accept(new Frame(frame, order.time(frame), pictures[(int) (frame % LOOP)]));
    }
  }

  @Override
  public void close() {}
}

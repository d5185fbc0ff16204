package org.skipconv.models.scene;

import java.util.Locale;
import org.skipconv.models.scene.MovingCamera.Motion;
import org.skipconv.models.vision.Displacement;
import org.skipconv.models.vision.Displacement.Verdict;
import org.skipconv.models.vision.Steadying;

/**
 * Prints the table of errors of docs/concepts/moving-cameras.md: displacements of generated scenes
 * whose camera moves in a known way.
 */
final class MovingCameraTable {
  private static final int FRAMES = 40;
  private static final int HEIGHT = 240;
  private static final int WIDTH = 320;

  private MovingCameraTable() {}

  public static void main(String[] args) {
    Scene scene =
        Scene.builder()
            .size(300, 840)
            .seed(7)
            .figures(6)
            .vehicles(3)
            .figureHeight(0.3)
            .noise(0.7)
            .build();
    for (Motion motion : Motion.values()) {
      MovingCamera camera = new MovingCamera(scene, HEIGHT, WIDTH, motion);
      Steadying steadying = new Steadying(HEIGHT, WIDTH);
      double sum = 0;
      double worst = 0;
      int lost = 0;
      for (int frame = 0; frame < FRAMES; frame++) {
        MovingCamera.View view = camera.view(60 + frame, frame);
        Displacement found = steadying.next(view.image());
        lost += found.verdict() == Verdict.LOST ? 1 : 0;
        if (found.verdict() == Verdict.FOUND && lost == 0) {
          double error = Math.hypot(found.x() + view.look().x(), found.y() + view.look().y());
          sum += error;
          worst = Math.max(worst, error);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "| %s | %.3f / %.3f | %d lost |%n",
          motion.name().toLowerCase(Locale.ROOT).replace('_', ' '),
          sum / (FRAMES - 1),
          worst,
          lost);
    }
  }
}

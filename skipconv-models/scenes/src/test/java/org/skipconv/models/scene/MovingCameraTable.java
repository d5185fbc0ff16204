package org.skipconv.models.scene;

import java.util.List;
import java.util.Locale;
import org.skipconv.core.SessionOptions;
import org.skipconv.gates.NormGate;
import org.skipconv.models.VideoModel;
import org.skipconv.models.VideoPredictor;
import org.skipconv.models.detection.DecoderOptions;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.DetectionAgreement;
import org.skipconv.models.detection.DetectionMetrics;
import org.skipconv.models.detection.DetectionTask;
import org.skipconv.models.embedded.EmbeddedDetector;
import org.skipconv.models.scene.MovingCamera.Motion;
import org.skipconv.models.vision.Camera;
import org.skipconv.models.vision.Displacement.Verdict;

/**
 * Prints the table of docs/concepts/moving-cameras.md: a detector on generated scenes whose camera
 * moves in a known way, fixed beside steadied and following.
 */
final class MovingCameraTable {
  private static final int FRAMES = 40;
  private static final int HEIGHT = 240;
  private static final int WIDTH = 320;

  private MovingCameraTable() {}

  /** Results of one way to see a stream. */
  private static final class Seen {
    long computed;
    long dense;
    int lost;
    int anew;
    int moves;
    double error;
    double worst;
    final DetectionAgreement agreement = new DetectionAgreement();
    final DetectionMetrics truth = new DetectionMetrics();

    double ratio() {
      return (double) dense / computed;
    }

    double ap() {
      return truth.apAt05().orElse(Double.NaN);
    }
  }

  public static void main(String[] args) {
    System.out.println(
        "| camera | error, mean / largest | fixed | steadied | following | AP by the truth: dense |"
            + " fixed | steadied | following | agreement, steadied | following | lost | moved | anew |");
    for (Motion motion : Motion.values()) {
      Seen dense = run(motion, Camera.FIXED, true);
      Seen fixed = run(motion, Camera.FIXED, false);
      Seen steadied = run(motion, Camera.STEADIED, false);
      Seen following = run(motion, Camera.FOLLOWING, false);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.3f / %.3f | %.2f | %.2f | %.2f | %.3f | %.3f | %.3f | %.3f | %.4f | %.4f | %d"
              + " | %d | %d |%n",
          motion.name().toLowerCase(Locale.ROOT).replace('_', ' '),
          following.error / (FRAMES - 1),
          following.worst,
          fixed.ratio(),
          steadied.ratio(),
          following.ratio(),
          dense.ap(),
          fixed.ap(),
          steadied.ap(),
          following.ap(),
          steadied.agreement.apAt05().orElse(Double.NaN),
          following.agreement.apAt05().orElse(Double.NaN),
          following.lost,
          following.moves,
          following.anew);
    }
  }

  private static Seen run(Motion motion, Camera mount, boolean dense) {
    Scene scene =
        Scene.builder()
            .size(300, 840)
            .seed(7)
            .figures(6)
            .vehicles(3)
            .figureHeight(0.3)
            .noise(0.7)
            .build();
    MovingCamera camera = new MovingCamera(scene, HEIGHT, WIDTH, motion);
    VideoModel<List<Detection>> model =
        DetectionTask.of(EmbeddedDetector.model())
            .withOptions(DecoderOptions.DEFAULT.withScoreThreshold(0.01f))
            .model(EmbeddedDetector.network());
    SessionOptions options =
        dense ? SessionOptions.dense() : SessionOptions.gates(NormGate.input(0.1f));
    Seen seen = new Seen();
    try (VideoPredictor<List<Detection>> skip = model.open(options, mount);
        VideoPredictor<List<Detection>> whole = model.open(SessionOptions.dense(), mount)) {
      for (int frame = 0; frame < FRAMES; frame++) {
        MovingCamera.View view = camera.view(60 + frame, frame);
        List<Detection> found = skip.next(view.image());
        if (frame > 0) {
          count(seen, skip, view);
        }
        seen.agreement.add(whole.next(view.image()), found, skip.lastView().window());
        seen.truth.add(found, view.truth());
      }
    }
    return seen;
  }

  private static void count(Seen seen, VideoPredictor<?> skip, MovingCamera.View view) {
    seen.computed += skip.lastReport().macs().spent();
    seen.dense += skip.lastReport().macs().dense();
    var frame = skip.lastFrame();
    seen.lost += frame.displacement().verdict() == Verdict.LOST ? 1 : 0;
    seen.anew += frame.whole() ? 1 : 0;
    seen.moves += frame.rows() != 0 || frame.columns() != 0 ? 1 : 0;
    if (frame.displacement().verdict() == Verdict.FOUND) {
      double error =
          Math.hypot(
              frame.displacement().x() + view.look().x(),
              frame.displacement().y() + view.look().y());
      seen.error += error;
      seen.worst = Math.max(seen.worst, error);
    }
  }
}

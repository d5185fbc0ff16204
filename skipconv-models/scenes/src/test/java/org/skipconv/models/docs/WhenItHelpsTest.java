package org.skipconv.models.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.NormGate;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.pose.PoseEstimator;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.SceneBuilder;
import org.skipconv.models.scene.Script;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.RgbImage;

/** Measures the table of docs/concepts/when-it-helps-and-when-not.md again. */
class WhenItHelpsTest {
  private static final int HEIGHT = 256;
  private static final int WIDTH = 192;
  private static final int FRAMES = 60;
  private static final double TOLERANCE = 3;

  private final SkipNetwork network = HrNet.w18SmallV1(HEIGHT, WIDTH).seeded(1);

  private enum Camera {
    FIXED,
    SLOW_PAN,
    PAN,
    SHAKING;

    /** Pixels to the right. */
    int shift(int frame) {
      return switch (this) {
        case FIXED -> 0;
        case SLOW_PAN -> frame / 8;
        case PAN -> frame;
        case SHAKING -> frame % 2;
      };
    }
  }

  private record Row(SceneBuilder scene, Camera camera, float inputThreshold) {
    Row(SceneBuilder scene) {
      this(scene, Camera.FIXED);
    }

    Row(SceneBuilder scene, Camera camera) {
      this(scene, camera, SessionOptions.DEFAULT_INPUT_THRESHOLD);
    }
  }

  @Test
  void everyRowOfTheTableIsWhatIsMeasured() {
    Map<String, Double> table =
        Pages.percentages("concepts/when-it-helps-and-when-not.md", "| scene | open |");
    Map<String, Row> rows = rows();
    assertThat(table.keySet()).containsExactlyElementsOf(rows.keySet());
    assertSoftly(
        check ->
            rows.forEach(
                (name, row) ->
                    check
                        .assertThat(openPercent(row))
                        .as(name)
                        .isCloseTo(table.get(name), within(TOLERANCE))));
  }

  private static Map<String, Row> rows() {
    Map<String, Row> rows = new LinkedHashMap<>();
    rows.put("nobody there, no noise", new Row(nobody()));
    rows.put("nobody there, noise of 1 grey level", new Row(nobody().noise(1)));
    rows.put("nobody there, noise of 2 grey levels", new Row(nobody().noise(2)));
    rows.put(
        "nobody there, noise of 2 grey levels, input threshold 0.1",
        new Row(nobody().noise(2), Camera.FIXED, 0.1f));
    rows.put("a person stands", new Row(person().script(Script.empty().stand(FRAMES))));
    rows.put("a person walks", new Row(person().script(Script.empty().walk(FRAMES))));
    rows.put(
        "light goes up and down by 2 % in 100 frames", new Row(nobody().lightDrift(0.02, 100)));
    rows.put(
        "light goes up and down by 10 % in 100 frames", new Row(nobody().lightDrift(0.1, 100)));
    rows.put("a flickering lamp", new Row(nobody().lampFlicker(1)));
    rows.put("the camera pans, 1 pixel in 8 frames", new Row(wide(), Camera.SLOW_PAN));
    rows.put("the camera pans, 1 pixel a frame", new Row(wide(), Camera.PAN));
    rows.put("the camera shakes, 1 pixel to and fro", new Row(wide(), Camera.SHAKING));
    rows.put("a cut every 20 frames", new Row(nobody().cuts(20, 40)));
    return rows;
  }

  private static SceneBuilder person() {
    return Scene.builder().size(HEIGHT, WIDTH).seed(7);
  }

  private static SceneBuilder nobody() {
    return person().figures(0);
  }

  /** With room for a camera that moves. */
  private static SceneBuilder wide() {
    return nobody().size(HEIGHT, WIDTH + FRAMES);
  }

  private double openPercent(Row row) {
    Scene scene = row.scene().build();
    SessionOptions options =
        SessionOptions.gates(NormGate.input(0.1f)).withInputThreshold(row.inputThreshold());
    CropWindow all = new CropWindow(0, 0, WIDTH, HEIGHT);
    double open = 0;
    try (PoseEstimator poses = PoseEstimator.open(network, options, all)) {
      for (int i = 0; i < FRAMES; i++) {
        poses.next(part(scene.frame(i).image(), row.camera().shift(i)));
        open += i == 0 ? 0 : poses.lastReport().openShare();
      }
    }
    return 100 * open / (FRAMES - 1);
  }

  /** What a camera sees that looks so many pixels further to the right. */
  private static RgbImage part(RgbImage whole, int shift) {
    RgbImage part = new RgbImage(HEIGHT, WIDTH);
    for (int y = 0; y < HEIGHT; y++) {
      int from = 3 * (y * whole.width() + shift);
      System.arraycopy(whole.rgb(), from, part.rgb(), 3 * y * WIDTH, 3 * WIDTH);
    }
    return part;
  }
}

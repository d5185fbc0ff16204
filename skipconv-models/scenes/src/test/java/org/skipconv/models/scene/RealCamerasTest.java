package org.skipconv.models.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SessionOptions;
import org.skipconv.gates.NormGate;
import org.skipconv.models.VideoModel;
import org.skipconv.models.VideoPredictor;
import org.skipconv.models.detection.DecoderOptions;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.DetectionMetrics;
import org.skipconv.models.detection.DetectionTask;
import org.skipconv.models.docs.Pages;
import org.skipconv.models.embedded.EmbeddedDetector;
import org.skipconv.models.scene.MovingCamera.Motion;
import org.skipconv.models.vision.Camera;
import org.skipconv.models.vision.RgbImage;

/**
 * Measures the table of docs/concepts/when-it-helps-and-when-not.md again: streets whose boxes are
 * known, with usual, faint and large movers, seen by cameras as they are.
 */
class RealCamerasTest {
  private static final int FRAMES = 20;
  private static final int FIRST = 60;
  private static final int HEIGHT = 240;
  private static final int WIDTH = 320;
  private static final double TOLERANCE = 0.03;
  private static final SessionOptions GATED = SessionOptions.gates(NormGate.input(0.1f));
  private static final VideoModel<List<Detection>> MODEL =
      DetectionTask.of(EmbeddedDetector.model())
          .withOptions(DecoderOptions.DEFAULT.withScoreThreshold(0.01f))
          .model(EmbeddedDetector.network());

  /** Movers in a street. */
  private enum Movers {
    USUAL(7, 0.3, 1),
    /** Half of the contrast. */
    FAINT(8, 0.3, 0.5),
    /** Up to two thirds of the picture's height. */
    LARGE(9, 0.55, 1);

    private final long seed;
    private final double height;
    private final double contrast;

    Movers(long seed, double height, double contrast) {
      this.seed = seed;
      this.height = height;
      this.contrast = contrast;
    }

    SceneBuilder street() {
      return Scene.builder().size(300, 840).seed(seed).figures(6).vehicles(3).figureHeight(height);
    }
  }

  private record Row(Motion motion, double lamp, Disturbance disturbance) {}

  /** One way to compute the frames: accuracy by the truth, and dense over spent MACs. */
  private static final class Seen {
    private final SessionOptions options;
    private final Camera camera;
    private final DetectionMetrics truth = new DetectionMetrics();
    private double dense;
    private double spent;

    Seen(SessionOptions options, Camera camera) {
      this.options = options;
      this.camera = camera;
    }

    void watch(List<MovingCamera.View> views) {
      try (VideoPredictor<List<Detection>> stream = MODEL.open(options, camera)) {
        for (int i = 0; i < views.size(); i++) {
          truth.add(stream.next(views.get(i).image()), views.get(i).truth());
          dense += i == 0 ? 0 : stream.lastReport().macs().dense();
          spent += i == 0 ? 0 : stream.lastReport().macs().spent();
        }
      }
    }

    double accuracy() {
      return truth.apAt05().orElseThrow();
    }

    double ratio() {
      return dense / spent;
    }
  }

  @Test
  void everyRowOfTheTableIsWhatIsMeasured() {
    Map<String, double[]> measured = new LinkedHashMap<>();
    Map<String, Row> rows = rows();
    Map<String, List<List<MovingCamera.View>>> drawn = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder("measured:\n");
    rows.forEach(
        (name, row) -> {
          List<List<MovingCamera.View>> views =
              drawn.computeIfAbsent(row.motion() + " " + row.lamp(), key -> draw(row));
          double[] values = measure(views, row.disturbance());
          measured.put(name, values);
          text.append(line(name, values));
        });
    Map<String, List<Double>> table =
        Pages.numbers(
            "concepts/when-it-helps-and-when-not.md",
            "| camera and light | dense | fixed | fewer MACs | steadied | fewer MACs | following |"
                + " fewer MACs |");
    assertThat(table.keySet()).as(text.toString()).containsExactlyElementsOf(rows.keySet());
    assertSoftly(
        check ->
            measured.forEach(
                (name, values) -> {
                  for (int i = 0; i < values.length; i++) {
                    boolean ratio = i > 0 && i % 2 == 0;
                    check
                        .assertThat(values[i])
                        .as("%s, column %d of %s", name, i + 1, text)
                        .isCloseTo(
                            table.get(name).get(i),
                            within(ratio ? TOLERANCE * values[i] : TOLERANCE));
                  }
                }));
  }

  private static String line(String name, double[] values) {
    StringBuilder line = new StringBuilder("| " + name + " |");
    for (int i = 0; i < values.length; i++) {
      line.append(
          String.format(Locale.ROOT, i > 0 && i % 2 == 0 ? " %.2f |" : " %.3f |", values[i]));
    }
    return line + "\n";
  }

  private static Map<String, Row> rows() {
    Map<String, Row> rows = new LinkedHashMap<>();
    Disturbance nothing = Disturbance.NOTHING;
    rows.put("still, good light", new Row(Motion.STILL, 0, nothing));
    for (int sigma : new int[] {2, 4, 8, 12, 16}) {
      rows.put("noise of " + sigma, new Row(Motion.STILL, 0, Disturbance.noise(sigma)));
    }
    for (int sigma : new int[] {2, 4, 8, 12, 16}) {
      rows.put("shot noise of " + sigma, new Row(Motion.STILL, 0, Disturbance.shotNoise(sigma)));
    }
    rows.put("a flickering lamp", new Row(Motion.STILL, 0.5, nothing));
    rows.put("light flickers by 3 %", new Row(Motion.STILL, 0, Disturbance.flicker()));
    rows.put("exposure steps by 10 %", new Row(Motion.STILL, 0, Disturbance.exposureSteps(10)));
    Map<Motion, String> moving = new EnumMap<>(Motion.class);
    moving.put(Motion.JITTER, "jitter of 3 pixels");
    moving.put(Motion.WIND, "wind, swinging by 4");
    moving.put(Motion.WALKING, "walking pace, up to 6");
    moving.put(Motion.ROTATION, "rolling by a degree");
    moving.put(Motion.PAN_THIRD, "pan, a third of a pixel a frame");
    moving.put(Motion.PAN_SLOW, "pan, half a pixel a frame");
    moving.put(Motion.PAN, "pan, 2 pixels");
    moving.put(Motion.PAN_FAST, "pan, 6 pixels");
    moving.put(Motion.PAN_SWIFT, "a turn of 40 pixels a frame");
    moving.forEach((motion, name) -> rows.put(name, new Row(motion, 0, nothing)));
    rows.put("jitter, noise of 4", new Row(Motion.JITTER, 0, Disturbance.noise(4)));
    rows.put("wind, shot noise of 8", new Row(Motion.WIND, 0, Disturbance.shotNoise(8)));
    rows.put("jitter, noise of 12", new Row(Motion.JITTER, 0, Disturbance.noise(12)));
    rows.put("pan of a third, noise of 8", new Row(Motion.PAN_THIRD, 0, Disturbance.noise(8)));
    rows.put("pan of 2, noise of 4", new Row(Motion.PAN, 0, Disturbance.noise(4)));
    rows.put("pan of 2, noise of 12", new Row(Motion.PAN, 0, Disturbance.noise(12)));
    return rows;
  }

  /** Pictures of each kind of movers. */
  private static List<List<MovingCamera.View>> draw(Row row) {
    List<List<MovingCamera.View>> all = new ArrayList<>();
    for (Movers movers : Movers.values()) {
      Scene street = movers.street().lampFlicker(row.lamp()).build();
      Scene empty = street.toBuilder().figures(0).vehicles(0).build();
      MovingCamera camera = new MovingCamera(street, HEIGHT, WIDTH, row.motion());
      MovingCamera ofEmpty = new MovingCamera(empty, HEIGHT, WIDTH, row.motion());
      List<MovingCamera.View> views = new ArrayList<>();
      for (int frame = 0; frame < FRAMES; frame++) {
        MovingCamera.View view = camera.view(FIRST + frame, frame);
        if (movers.contrast < 1) {
          fade(view.image(), ofEmpty.view(FIRST + frame, frame).image(), movers.contrast);
        }
        views.add(view);
      }
      all.add(views);
    }
    return all;
  }

  private static void fade(RgbImage image, RgbImage empty, double contrast) {
    byte[] rgb = image.rgb();
    for (int i = 0; i < rgb.length; i++) {
      int ground = empty.rgb()[i] & 0xff;
      rgb[i] = Disturbance.level(ground + contrast * ((rgb[i] & 0xff) - ground));
    }
  }

  private static double[] measure(List<List<MovingCamera.View>> streets, Disturbance disturbance) {
    Seen dense = new Seen(SessionOptions.dense(), Camera.FIXED);
    Seen fixed = new Seen(GATED, Camera.FIXED);
    Seen steadied = new Seen(GATED, Camera.STEADIED);
    Seen following = new Seen(GATED, Camera.FOLLOWING);
    Random random = new Random(5);
    for (List<MovingCamera.View> street : streets) {
      List<MovingCamera.View> disturbed = new ArrayList<>();
      for (int i = 0; i < street.size(); i++) {
        MovingCamera.View view = street.get(i);
        RgbImage picture = new RgbImage(HEIGHT, WIDTH, view.image().rgb().clone());
        disturbance.apply(picture, i, random);
        disturbed.add(new MovingCamera.View(picture, view.look(), view.truth()));
      }
      for (Seen path : List.of(dense, fixed, steadied, following)) {
        path.watch(disturbed);
      }
    }
    return new double[] {
      dense.accuracy(),
      fixed.accuracy(),
      fixed.ratio(),
      steadied.accuracy(),
      steadied.ratio(),
      following.accuracy(),
      following.ratio()
    };
  }
}

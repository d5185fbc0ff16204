package org.skipconv.bench.model;

import java.awt.Color;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.skipconv.core.FrameResult;
import org.skipconv.models.detection.DecoderOptions;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.DetectionAgreement;
import org.skipconv.models.detection.DetectionDecoder;
import org.skipconv.models.detection.DetectionModel;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.Letterbox;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.PixelSampler;
import org.skipconv.models.vision.RgbImage;

/** Objects in the whole picture, which is letterboxed. */
final class DetectionTask implements Task {
  private final Size picture;
  private final CropWindow window;
  private final PixelSampler sampler;
  private final boolean trained;
  private final DetectionDecoder all;
  private final DetectionDecoder sure;
  private final DetectionAgreement agreement = new DetectionAgreement();
  private final LabelScores scores;

  DetectionTask(DetectionModel model, View view) {
    int height = model.anchors().inputHeight();
    int width = model.anchors().inputWidth();
    this.picture = view.picture();
    this.trained = view.trained();
    Letterbox box = new Letterbox(picture.height(), picture.width(), height, width);
    this.window =
        new CropWindow(0, 0, (float) (width / box.scale()), (float) (height / box.scale()));
    this.sampler = box.sampler(model.normalization());
    this.all = new DetectionDecoder(model, DetectionAgreement.ANY_SCORE);
    this.sure = new DetectionDecoder(model, DecoderOptions.DEFAULT);
    this.scores = scores(view, model.classes());
  }

  private static LabelScores scores(View view, List<String> classes) {
    if (view.truth() != null) {
      return LabelScores.of(view.truth());
    }
    boolean judged = view.trained() && view.scene() != null && classes.size() > Figure.CAR;
    return judged ? LabelScores.of(view.scene()) : null;
  }

  @Override
  public CropWindow window() {
    return window;
  }

  @Override
  public void sample(RgbImage image, FloatBuffer nhwc) {
    sampler.sample(image, nhwc);
  }

  @Override
  public void compare(int frame, boolean first, FrameResult dense, FrameResult skip) {
    // What an untrained network finds are no objects.
    if (!trained) {
      return;
    }
    List<Detection> whole = all.decode(dense, picture.height(), picture.width());
    List<Detection> skipped = all.decode(skip, picture.height(), picture.width());
    if (!first) {
      agreement.add(whole, skipped);
    }
    if (scores != null) {
      scores.add(frame, whole, skipped);
    }
  }

  @Override
  public void paint(Overlay overlay, FrameResult result, boolean text) {
    if (!trained) {
      return;
    }
    List<Detection> found = sure.decode(result, picture.height(), picture.width());
    // The best come last, so that the labels of others do not hide theirs.
    for (int i = found.size() - 1; i >= 0; i--) {
      paint(overlay, found.get(i), text);
    }
  }

  private static void paint(Overlay overlay, Detection found, boolean text) {
    String label =
        text ? String.format(Locale.ROOT, "%s %.2f", found.className(), found.score()) : "";
    Color color = Overlay.color(found.classId() - 1);
    overlay.box(found.x1(), found.y1(), found.x2(), found.y2(), label, color);
  }

  @Override
  public Map<String, Double> agreement() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("apAt05", LabelScores.boxed(agreement.apAt05()));
    values.put("ap", LabelScores.boxed(agreement.ap()));
    return values;
  }

  @Override
  public String agreementText() {
    OptionalDouble apAt05 = agreement.apAt05();
    if (apAt05.isEmpty()) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "AP %.4f at IoU 0.5, %.4f over 0.5 to 0.95, the dense path's %d detections of a score of"
            + " at least %.1f taken as truth",
        apAt05.getAsDouble(),
        agreement.ap().orElseThrow(),
        agreement.objects(),
        DetectionAgreement.MIN_SCORE);
  }

  @Override
  public Accuracy accuracy() {
    return scores == null ? null : scores.accuracy();
  }
}

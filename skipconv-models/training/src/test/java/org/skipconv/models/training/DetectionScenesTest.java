package org.skipconv.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skipconv.core.Shape;
import org.skipconv.models.detection.Anchors;
import org.skipconv.models.detection.DecoderOptions;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.DetectionDecoder;
import org.skipconv.models.detection.GroundTruth;
import org.skipconv.models.detection.LevelMaps;
import org.skipconv.models.detection.Maps;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.Script;

class DetectionScenesTest {
  private static final EfficientDet MODEL = EfficientDet.tiny();
  private static final Scene SCENE =
      Scene.builder()
          .size(200, 320)
          .figures(3)
          .vehicles(2)
          .figureHeight(0.4)
          .script(Script.motionless())
          .seed(3)
          .build();
  private static final Scene TALL = SCENE.toBuilder().size(200, 100).figures(1).build();

  @Test
  void framesAreLetterboxed() {
    DetectionScenes frames = new DetectionScenes(MODEL, List.of(SCENE, TALL), 2, 5);
    assertThat(frames.size()).isEqualTo(10);
    assertThat(frames.startsShot(5)).isTrue();
    assertThat(frames.startsShot(6)).isFalse();
    float[] wide = frames.frame(0);
    assertThat(wide).hasSize(3 * 192 * 256);
    assertThat(wide[159 * 256 + 255]).isNotZero();
    assertThat(wide[160 * 256]).isZero();
    float[] tall = frames.frame(5);
    assertThat(tall[191 * 256 + 95]).isNotZero();
    assertThat(tall[191 * 256 + 96]).isZero();
  }

  @Test
  void labelsDecodeToTheTruth() {
    DetectionScenes frames = new DetectionScenes(MODEL, List.of(TALL, SCENE), 0, 40);
    for (int index : new int[] {0, 40, 60, 79}) {
      Scene scene = index < 40 ? TALL : SCENE;
      List<Figure> figures = scene.frame(index % 40).figures();
      List<GroundTruth> truth =
          Figure.groundTruth(figures).stream().filter(object -> !object.crowd()).toList();
      assertThat(truth).isNotEmpty();
      List<Detection> found = decoded(frames.labels(index), scene);
      for (GroundTruth object : truth) {
        assertThat(found)
            .as("%s in frame %d", object, index)
            .anyMatch(
                detection ->
                    detection.classId() == object.classId()
                        && detection.className().equals(object.classId() == 1 ? "person" : "car")
                        && detection.box().iou(object.box()) > 0.99);
      }
      assertThat(found)
          .allMatch(d -> truth.stream().anyMatch(object -> d.box().iou(object.box()) > 0.99));
    }
  }

  /** What the decoder finds in maps of which each says exactly what its label does. */
  private static List<Detection> decoded(Map<String, float[]> labels, Scene scene) {
    List<LevelMaps> maps = new ArrayList<>();
    for (Anchors.Level level : MODEL.anchors().levels()) {
      int cells = level.height() * level.width();
      float[] logits = new float[Anchors.PER_CELL * 3 * cells];
      float[] is = labels.get("class." + level.name());
      assertThat(is).hasSize(Anchors.PER_CELL * cells);
      for (int i = 0; i < logits.length; i++) {
        int anchor = i / cells / 3;
        logits[i] = is[anchor * cells + i % cells] == i / cells % 3 ? 5 : -5;
      }
      Shape classes = new Shape(Anchors.PER_CELL * 3, level.height(), level.width());
      Shape boxes = new Shape(Anchors.PER_CELL * 4, level.height(), level.width());
      maps.add(
          new LevelMaps(
              Maps.of(classes, logits), Maps.of(boxes, labels.get("box." + level.name())), null));
    }
    DecoderOptions all = new DecoderOptions(0.3f, 5000, 0.98f, 100);
    return new DetectionDecoder(MODEL, all).decode(maps, scene.height(), scene.width());
  }

  @Test
  void generatedScenesHavePeopleAndCarsOfManySizes() {
    DetectionScenes frames = DetectionScenes.generated(MODEL, 5, 6, 2);
    DetectionScenes again = DetectionScenes.generated(MODEL, 5, 6, 2);
    DetectionScenes others = DetectionScenes.generated(MODEL, 6, 6, 2);
    assertThat(frames.size()).isEqualTo(12);
    assertThat(frames.frame(11)).isEqualTo(again.frame(11)).isNotEqualTo(others.frame(11));
    assertThat(frames.labels(11)).hasSize(10).containsOnlyKeys(again.labels(11).keySet());
  }

  @Test
  void refusesAModelWithoutCars() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DetectionScenes(MODEL.withClasses(2), List.of(SCENE), 0, 2))
        .withMessageContaining("cars, class 3");
  }
}

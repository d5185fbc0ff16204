package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skipconv.core.Tensor;
import org.skipconv.core.testing.TestData;
import org.skipconv.models.internal.NamedShapes;
import org.skipconv.models.onnx.ForeignModel;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.vision.Placement;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.View;

/** Published detectors find the skier, whose box and face COCO's annotations give, in a photo. */
class RealDetectorsTest {
  /** One person, 427x640. */
  private static final String PHOTO = "images/coco-people/000000000785.jpg";

  /** Annotated: x 280.79, y 44.73, width 218.7, height 346.68. */
  private static final Box SKIER = new Box(280.79f, 44.73f, 499.49f, 391.41f);

  private static List<Detection> find(
      String file,
      int height,
      int width,
      boolean blueFirst,
      Normalization normalization,
      DetectionTensors decoder)
      throws IOException {
    RgbImage photo = RgbImage.read(TestData.require(PHOTO));
    Placement placement = View.letterboxed().place(photo.height(), photo.width(), height, width);
    try (ForeignModel model = new ForeignModel(file, height, width, blueFirst, normalization)) {
      Map<String, Tensor> outputs = model.run(photo, placement);
      decoder.requireFit(NamedShapes.of(outputs), height, width);
      return decoder.decode(outputs, placement);
    }
  }

  private static void isTheSkier(List<Detection> found) {
    Detection best = found.get(0);
    assertThat(best.className()).isEqualTo("person");
    assertThat(best.score()).isGreaterThan(0.6f);
    assertThat(best.box().iou(SKIER)).isGreaterThan(0.8);
    assertThat(found).filteredOn(other -> other.className().equals("person")).hasSize(1);
  }

  @Test
  void yoloxNano() throws IOException {
    isTheSkier(
        find(
            "yolox_nano.onnx",
            416,
            416,
            true,
            ForeignModel.BYTES,
            DetectionTensors.yolo(YoloForm.GRID)));
  }

  @Test
  void personDetectorOfTheYoloxType() throws IOException {
    isTheSkier(
        find(
            "lightweight_person_detector.onnx",
            192,
            192,
            true,
            ForeignModel.BYTES,
            DetectionTensors.yolo(YoloForm.GRID).withClasses(List.of("person"))));
  }

  @Test
  void nanoDet() throws IOException {
    Normalization normalization =
        ForeignModel.bytes(List.of(103.53f, 116.28f, 123.675f), List.of(57.375f, 57.12f, 58.395f));
    isTheSkier(
        find("nanodet_m_320.onnx", 320, 320, true, normalization, DetectionTensors.nanoDet()));
  }

  /** The face is at the annotated nose and eyes. */
  private static void isTheFace(List<Detection> found, boolean landmarks) {
    assertThat(found).hasSize(1);
    Detection face = found.get(0);
    assertThat(face.className()).isEqualTo("face");
    assertThat(face.score()).isGreaterThan(0.8f);
    assertThat(face.x1()).isBetween(340f, 364f);
    assertThat(face.x2()).isBetween(374f, 396f);
    assertThat(face.y1()).isBetween(55f, 75f);
    assertThat(face.y2()).isBetween(92f, 116f);
    if (landmarks) {
      // Annotated as 367,81, 374,73 and 360,75.
      isAt(face.landmarks().get(0), "right_eye", 360, 75);
      isAt(face.landmarks().get(1), "left_eye", 374, 73);
      isAt(face.landmarks().get(2), "nose", 367, 81);
    } else {
      assertThat(face.landmarks()).isEmpty();
    }
  }

  private static void isAt(Landmark landmark, String name, float x, float y) {
    assertThat(landmark.name()).isEqualTo(name);
    assertThat(Math.hypot(landmark.x() - x, landmark.y() - y)).isLessThan(6);
  }

  @Test
  void yuNet() throws IOException {
    for (String file : List.of("yunet_n_dynamic.onnx", "yunet_s_640_2023mar.onnx")) {
      isTheFace(find(file, 640, 640, true, ForeignModel.BYTES, DetectionTensors.yuNet()), true);
    }
  }

  @Test
  void retinaFace() throws IOException {
    Normalization normalization =
        ForeignModel.bytes(List.of(104f, 117f, 123f), List.of(1f, 1f, 1f));
    isTheFace(
        find(
            "retinaface_mnet_640.onnx",
            640,
            640,
            true,
            normalization,
            DetectionTensors.retinaFace()),
        true);
  }

  @Test
  void ultraFace() throws IOException {
    Normalization normalization =
        ForeignModel.bytes(List.of(127f, 127f, 127f), List.of(128f, 128f, 128f));
    isTheFace(
        find(
            "ultraface_rfb_320.onnx", 240, 320, false, normalization, DetectionTensors.ultraFace()),
        false);
  }
}

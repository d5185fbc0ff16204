package org.skipconv.models.docs;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Tensor;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.NormGate;
import org.skipconv.models.VideoModel;
import org.skipconv.models.VideoPredictor;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.DetectionTensors;
import org.skipconv.models.detection.YoloForm;
import org.skipconv.models.onnx.OnnxModel;
import org.skipconv.models.onnx.OnnxSession;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.VideoSource;

/** What docs/how-to/bring-your-onnx-model.md shows. */
final class OnnxSnippets {
  private OnnxSnippets() {}

  static void detect(Path file, Path video, Consumer<String> print) throws IOException {
    // tag::detect
    OnnxModel model = OnnxModel.load(file);
    print.accept(model.coverage().toString());
    VideoModel<List<Detection>> yolox = model.videoModel(DetectionTensors.yolo(YoloForm.GRID));
    float noise = yolox.normalization().change(3); // grey levels of 255
    SessionOptions options = SessionOptions.gates(NormGate.input(0.1f)).withInputThreshold(noise);
    try (VideoSource reader = VideoSource.open(video);
        VideoPredictor<List<Detection>> stream = yolox.open(options)) {
      for (RgbImage frame : reader) {
        stream.next(frame).forEach(found -> print.accept(found.className() + " " + found.box()));
      }
    }
    // end::detect
  }

  static SessionOptions planned(OnnxModel model, Path file) throws IOException {
    // tag::plan
    GatePlan plan = GatePlan.read(file);
    plan.validate(model.network());
    SessionOptions options = plan.options();
    // end::plan
    return options;
  }

  static void before(
      OrtEnvironment ort, Path file, long[] sizes, List<float[]> frames, Consumer<FloatBuffer> show)
      throws OrtException {
    // tag::before
    try (OrtSession session = ort.createSession(file.toString())) {
      for (float[] frame : frames) {
        try (OnnxTensor input = OnnxTensor.createTensor(ort, FloatBuffer.wrap(frame), sizes);
            OrtSession.Result result = session.run(Map.of("images", input))) {
          show.accept(((OnnxTensor) result.get("output").orElseThrow()).getFloatBuffer());
        }
      }
    }
    // end::before
  }

  static void after(
      SessionOptions options, Path file, List<float[]> frames, Consumer<FloatBuffer> show)
      throws IOException {
    // tag::after
    try (OnnxSession session = OnnxModel.load(file).open(options)) {
      for (float[] frame : frames) {
        Tensor input = Tensor.of(frame, 1, 3, 416, 416);
        Map<String, Tensor> result = session.next(Map.of("images", input));
        show.accept(FloatBuffer.wrap(result.get("output").values()));
      }
    }
    // end::after
  }
}

package org.skipconv.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.testing.TestData;

/** The names, shapes and types of ONNX Runtime, whole numbers included. */
class OrtStreamTest {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

  @Test
  void givesTheTypesOfTheFile() throws Exception {
    Path file = TestData.require("onnx/deimv2_atto.onnx");
    OnnxModel model = ImportedModelsTest.load(file);
    Map<String, OnnxTensor> frame = new LinkedHashMap<>();
    FloatBuffer pixels = FloatBuffer.allocate(3 * 320 * 320);
    for (int i = 0; i < pixels.capacity(); i++) {
      pixels.put(i, (i * 37 % 255) / 255f);
    }
    frame.put("images", OnnxTensor.createTensor(environment, pixels, new long[] {1, 3, 320, 320}));
    frame.put(
        "orig_target_sizes",
        OnnxTensor.createTensor(
            environment, LongBuffer.wrap(new long[] {640, 480}), new long[] {1, 2}));
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession peer = environment.createSession(file.toString(), options);
        OrtSession.Result expected = peer.run(frame);
        OrtStream stream = OrtStream.open(model, SessionOptions.dense());
        OrtStream.Results actual = stream.run(frame)) {
      assertThat(actual.size()).isEqualTo(expected.size());
      int index = 0;
      for (Map.Entry<String, OnnxValue> output : expected) {
        TensorInfo own = (TensorInfo) actual.get(output.getKey()).orElseThrow().getInfo();
        TensorInfo other = (TensorInfo) output.getValue().getInfo();
        assertThat(own.type).as(output.getKey()).isEqualTo(other.type);
        assertThat(own.getShape()).as(output.getKey()).isEqualTo(other.getShape());
        assertThat(actual.get(index++).getInfo()).isSameAs(own);
      }
      assertThatThrownBy(() -> stream.run(Map.of("images", frame.get("images"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("orig_target_sizes");
    }
  }

  @Test
  void aFrameOfAnotherShapeIsRefused() throws Exception {
    OnnxModel model = OnnxModel.load(TestData.require("onnx/lightweight_person_detector.onnx"));
    long[] dims = {1, 3, 8, 8};
    try (OrtStream stream = OrtStream.open(model, SessionOptions.dense());
        OnnxTensor small = OnnxTensor.createTensor(environment, FloatBuffer.allocate(192), dims)) {
      assertThatThrownBy(() -> stream.run(Map.of("images", small)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("images")
          .hasMessageContaining("192");
    }
  }
}

package org.skipconv.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Tensor;
import org.skipconv.core.testing.TestData;

/** Real networks that others made, beside ONNX Runtime on the same file. */
class ImportedModelsTest {
  /** Outputs after a comparison of neighbours, which a tie turns over. */
  private static final Map<String, Double> DECIDED =
      Map.of(
          "mlsd_tiny_320.onnx:scores", 0.002,
          "deimv2_atto.onnx:labels", 0.05,
          "deimv2_atto.onnx:boxes", 0.05);

  static Stream<Path> models() throws IOException {
    Path folder = TestData.require("onnx");
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList().stream();
    }
  }

  static OnnxModel load(Path file) throws IOException {
    String name = file.getFileName().toString();
    boolean dynamic = name.startsWith("yunet_n_dyn") || name.startsWith("ppocr");
    if (name.startsWith("deim")) {
      return OnnxModel.load(
          file, ImportOptions.defaults().withInputShape("orig_target_sizes", 1, 2));
    }
    return OnnxModel.load(
        file, dynamic ? ImportOptions.inputSize(320, 320) : ImportOptions.defaults());
  }

  @ParameterizedTest
  @MethodSource("models")
  void givesWhatOnnxRuntimeGives(Path file) throws Exception {
    OnnxModel model = load(file);
    try (OnnxSession session = model.open(SessionOptions.dense())) {
      for (int seed = 1; seed <= 2; seed++) {
        Map<String, Tensor> frame = frame(model, seed);
        Map<String, Tensor> actual = session.next(frame);
        Map<String, float[]> expected = onnxRuntime(file, model, frame);
        assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach(
            (name, values) -> {
              double allowed = DECIDED.getOrDefault(file.getFileName() + ":" + name, 0.0);
              OnnxRuntimeFile.assertSame(name, actual.get(name).values(), values, allowed);
            });
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void allConvolutionsSkip(Path file) throws Exception {
    Coverage coverage = load(file).coverage();
    assertThat(coverage.foreignConvolutions()).as(coverage.table()).isZero();
    assertThat(coverage.parts()).noneMatch(Coverage.ForeignSubgraph::inNetwork);
  }

  /** Thresholds 0 are dense, bit for bit; a still picture costs nothing. */
  @ParameterizedTest
  @MethodSource("models")
  void exactGivesTheBitsOfDense(Path file) throws Exception {
    OnnxModel model = load(file);
    try (OnnxSession dense = model.open(SessionOptions.dense());
        OnnxSession exact = model.open(SessionOptions.exact())) {
      Map<String, Tensor> frame = frame(model, 3);
      for (int i = 0; i < 4; i++) {
        Map<String, Tensor> shown = i == 0 || i == 3 ? frame : touched(model, frame, i);
        Map<String, Tensor> expected = dense.next(shown);
        Map<String, Tensor> actual = exact.next(shown);
        for (String name : expected.keySet()) {
          assertThat(actual.get(name).values())
              .as("%s, frame %d", name, i)
              .isEqualTo(expected.get(name).values());
        }
      }
      exact.next(frame);
      assertThat(exact.lastReport().macs().computed()).isZero();
    }
  }

  /** Another picture in a square of 24 pixels, whichever axis the channels are. */
  private static Map<String, Tensor> touched(OnnxModel model, Map<String, Tensor> frame, int seed) {
    Random random = new Random(seed);
    Map<String, Tensor> touched = new LinkedHashMap<>(frame);
    for (OnnxInputs.Port port : model.graph().inputs().ports()) {
      if (port.isMap()) {
        float[] values = frame.get(port.name()).values().clone();
        int width = port.shape().width();
        int channels = port.shape().channels();
        for (int i = 0; i < values.length; i++) {
          int pixel = port.channelsLast() ? i / channels : i % port.shape().pixels();
          boolean inside = pixel / width / 24 == 1 && pixel % width / 24 == 2;
          values[i] = inside ? random.nextFloat() : values[i];
        }
        touched.put(port.name(), Tensor.of(values, port.sizes()));
      }
    }
    return touched;
  }

  private static Map<String, Tensor> frame(OnnxModel model, int seed) {
    Random random = new Random(seed);
    Map<String, Tensor> frame = new LinkedHashMap<>();
    model
        .inputs()
        .forEach(
            (name, dims) -> {
              float[] values = new float[OnnxConstant.elements(dims)];
              for (int i = 0; i < values.length; i++) {
                values[i] = name.endsWith("sizes") ? 320 : random.nextFloat();
              }
              frame.put(name, Tensor.of(values, dims));
            });
    return frame;
  }

  private static Map<String, float[]> onnxRuntime(
      Path file, OnnxModel model, Map<String, Tensor> frame) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    for (OnnxInputs.Port port : model.graph().inputs().ports()) {
      long[] dims = port.dims().stream().mapToLong(d -> d).toArray();
      float[] values = frame.get(port.name()).values();
      if (port.type() == 7) {
        long[] longs = new long[values.length];
        for (int i = 0; i < longs.length; i++) {
          longs[i] = (long) values[i];
        }
        inputs.put(port.name(), OnnxTensor.createTensor(environment, LongBuffer.wrap(longs), dims));
      } else {
        inputs.put(
            port.name(), OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), dims));
      }
    }
    Map<String, float[]> outputs = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.BASIC_OPT);
      try (OrtSession session = environment.createSession(file.toString(), options);
          OrtSession.Result result = session.run(inputs)) {
        for (Map.Entry<String, OnnxValue> output : result) {
          OnnxTensor tensor = (OnnxTensor) output.getValue();
          Object values =
              switch (tensor.getInfo().type) {
                case FLOAT -> {
                  FloatBuffer buffer = tensor.getFloatBuffer();
                  float[] array = new float[buffer.remaining()];
                  buffer.get(array);
                  yield array;
                }
                case INT64 -> {
                  LongBuffer buffer = tensor.getLongBuffer();
                  float[] array = new float[buffer.remaining()];
                  for (int i = 0; i < array.length; i++) {
                    array[i] = buffer.get(i);
                  }
                  yield array;
                }
                default -> {
                  java.nio.IntBuffer buffer = tensor.getIntBuffer();
                  float[] array = new float[buffer.remaining()];
                  for (int i = 0; i < array.length; i++) {
                    array[i] = buffer.get(i);
                  }
                  yield array;
                }
              };
          outputs.put(output.getKey(), (float[]) values);
        }
      }
    }
    return outputs;
  }
}

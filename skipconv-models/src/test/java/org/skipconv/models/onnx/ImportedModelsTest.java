package org.skipconv.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
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
  private static final double SAME = 1e-4;

  static Stream<Path> models() throws Exception {
    Path folder = TestData.require("onnx");
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList().stream();
    }
  }

  private static ImportOptions options(Path file) {
    String name = file.getFileName().toString();
    if (name.startsWith("yunet_n_dynamic")
        || name.startsWith("ppocrv4")
        || name.startsWith("deim")) {
      return name.startsWith("deim")
          ? ImportOptions.inputSize(320, 320).withInputShape("orig_target_sizes", 1, 2)
          : ImportOptions.inputSize(320, 320);
    }
    return ImportOptions.defaults();
  }

  @ParameterizedTest
  @MethodSource("models")
  void givesWhatOnnxRuntimeGives(Path file) throws Exception {
    OnnxModel model = OnnxModel.load(file, options(file));
    System.out.println(file.getFileName() + ": " + model.coverage().table());
    Map<String, Tensor> frame = frame(model, 1);
    try (OnnxSession session = model.open(SessionOptions.dense())) {
      Map<String, Tensor> actual = session.next(frame);
      Map<String, float[]> expected = onnxRuntime(file, model, frame);
      assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
      expected.forEach(
          (name, values) -> {
            float[] own = actual.get(name).values();
            assertThat(own).as(name).hasSameSizeAs(values);
            double scale = 1e-30;
            double error = 0;
            for (int i = 0; i < own.length; i++) {
              scale = Math.max(scale, Math.abs(values[i]));
              error = Math.max(error, Math.abs(own[i] - values[i]));
            }
            System.out.println("   " + name + " " + error / scale);
            assertThat(error / scale).as(name).isLessThan(SAME);
          });
    }
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

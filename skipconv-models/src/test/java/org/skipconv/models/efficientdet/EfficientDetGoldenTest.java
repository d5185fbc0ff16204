package org.skipconv.models.efficientdet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.testing.TestData;
import org.skipconv.models.onnx.OnnxOracle;
import org.skipconv.models.weights.GoldenGenerator;

/**
 * The graphs, computed by ONNX Runtime, against what effdet's own modules give in float64 for the
 * same generated weights and input.
 */
class EfficientDetGoldenTest {
  private static final double RELATIVE = 1e-5;

  /** One tensor: its shape, two means, and some values with their places. */
  private static final class Golden {
    int[] shape;
    double mean;
    double absmean;
    List<List<Object>> pts;
  }

  @Test
  void tensorFlowForm() throws IOException {
    check(EfficientDet.d0().sized(128, 256), "tf_efficientdet_d0", "tf_efficientdet_d0_128x256");
  }

  @Test
  void liteWithOddLevels() throws IOException {
    check(
        EfficientDet.lite0().sized(160, 96),
        "tf_efficientdet_lite0",
        "tf_efficientdet_lite0_160x96");
  }

  @Test
  void symmetricForm() throws IOException {
    check(
        EfficientDet.d0().symmetric().sized(128, 256),
        "efficientdet_d0_nobias",
        "efficientdet_d0_128x256");
  }

  private static void check(EfficientDet model, String keys, String name) throws IOException {
    Map<String, Golden> golden = golden(name);
    SkipNetwork network =
        model.assemble(
            GoldenGenerator.weights(
                TestData.require("golden/keys_" + keys + ".tsv"),
                GoldenGenerator.EFFICIENTDET_GAIN),
            true);
    float[] input = GoldenGenerator.input((int) network.inputShape().elements());
    Map<String, float[]> outputs = OnnxOracle.run(network, input);

    assertThat(outputs.keySet()).containsAll(golden.keySet());
    golden.forEach(
        (tensor, expected) ->
            check(tensor, outputs.get(tensor), network.outputs().get(tensor).shape(), expected));
  }

  private static void check(String name, float[] actual, Shape shape, Golden expected) {
    assertThat(new int[] {shape.channels(), shape.height(), shape.width()})
        .as(name)
        .endsWith(expected.shape);
    double sum = 0;
    double absolute = 0;
    double largest = 0;
    for (float value : actual) {
      sum += value;
      absolute += Math.abs(value);
      largest = Math.max(largest, Math.abs(value));
    }
    assertClose(name + " mean", sum / actual.length, expected.mean, largest);
    assertClose(name + " absmean", absolute / actual.length, expected.absmean, largest);
    assertThat(expected.pts).isNotEmpty();
    for (List<Object> point : expected.pts) {
      List<?> at = (List<?>) point.get(0);
      int index = (index(at, 0) * shape.height() + index(at, 1)) * shape.width() + index(at, 2);
      assertClose(name + at, actual[index], (Double) point.get(1), largest);
    }
  }

  private static int index(List<?> place, int axis) {
    return ((Double) place.get(axis)).intValue();
  }

  private static void assertClose(String what, double actual, double expected, double largest) {
    assertThat(actual).as(what).isCloseTo(expected, within(RELATIVE * largest));
  }

  private static Map<String, Golden> golden(String network) throws IOException {
    try (Reader reader = Files.newBufferedReader(TestData.require("golden/models.json"))) {
      Map<String, Object> all =
          new Gson().fromJson(reader, new TypeToken<Map<String, Object>>() {}.getType());
      Gson gson = new Gson();
      return gson.fromJson(
          gson.toJsonTree(all.get(network)), new TypeToken<Map<String, Golden>>() {}.getType());
    }
  }
}

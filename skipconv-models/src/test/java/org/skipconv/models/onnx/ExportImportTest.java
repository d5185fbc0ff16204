package org.skipconv.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.models.DenseEngine;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.hrnet.HrNet;

/**
 * What is exported and imported again is the same network, bit by bit where no factor goes into a
 * scale.
 */
class ExportImportTest {
  private static final double SAME = 1e-6;

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("HRNet-W18-small", HrNet.w18SmallV1(96, 64).seeded(3)),
        Arguments.of("EfficientDet-Tiny", EfficientDet.tiny().withSize(96, 128).seeded(3)),
        Arguments.of("EfficientDet-Lite0", EfficientDet.lite0().withSize(96, 131).seeded(3)),
        Arguments.of("EfficientDet-D0", EfficientDet.d0().withSize(128, 128).seeded(3)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void layersAndOutputsAreTheSame(String name, SkipNetwork network) {
    OnnxModel model = OnnxModel.of(OnnxExport.toBytes(network), ImportOptions.defaults());
    assertThat(model.coverage().isComplete()).as("%s", model.coverage()).isTrue();
    assertThat(macs(model.network())).containsExactlyInAnyOrderEntriesOf(macs(network));
    assertThat(model.network().denseMacs()).isEqualTo(network.denseMacs());

    Shape shape = network.inputShape();
    float[] input = new float[Math.toIntExact(shape.elements())];
    Random random = new Random(5);
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
    }
    Map<String, float[]> expected = DenseEngine.run(network, input);
    try (OnnxSession session = model.open(SessionOptions.dense())) {
      Map<String, Tensor> actual =
          session.next(Tensor.of(input, 1, shape.channels(), shape.height(), shape.width()));
      assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
      actual.forEach(
          (output, tensor) ->
              compare(output, tensor.values(), expected.get(output), !name.endsWith("D0")));
    }
  }

  /** Factors of sums that stand after convolutions become scales of these, as in D0. */
  private static void compare(String output, float[] actual, float[] expected, boolean bits) {
    if (bits) {
      assertThat(actual).as(output).isEqualTo(expected);
      return;
    }
    double largest = 0;
    double difference = 0;
    assertThat(actual).as(output).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
    }
    assertThat(difference / largest).as(output).isLessThanOrEqualTo(SAME);
  }

  private static Map<String, Long> macs(SkipNetwork network) {
    Map<String, Long> macs = new LinkedHashMap<>();
    for (Node node : network.convolutions()) {
      macs.put(node.name(), node.denseMacs());
    }
    return macs;
  }
}

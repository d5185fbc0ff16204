package org.skipconv.models.efficientdet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Reduce;
import org.skipconv.models.onnx.OnnxOracle;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.weights.Weights;

class EfficientDetTest {

  /** Totals of the effdet modules: parameters with and without redundant biases, MACs of convs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          d0     |  3880067 |  3877763 |   2492331520
          d1     |  6625898 |  6622026 |   6003416880
          d2     |  8097039 |  8091215 |  10832466688
          d3     | 12032296 | 12022376 |  24568753664
          d4     | 20723675 | 20707995 |  54583712096
          d5     | 33653315 | 33633155 | 134133865152
          d6     | 51871782 | 51841062 | 224121477984
          d7     | 51871782 | 51841062 | 322731636576
          d7x    | 77147166 | 77110302 | 407628345344
          lite0  |  3243470 |  3241166 |    973589696
          lite1  |  4248318 |  4244446 |   1966649904
          lite2  |  5252334 |  5246510 |   3371304384
          lite3  |  8350862 |  8340942 |   7480187904
          lite3x |  9280862 |  9268462 |  13978127600
          lite4  | 15130894 | 15115214 |  20168084000
          """)
  void parametersAndMacsAreThePublishedOnes(
      String variant, long parameters, long withoutRedundant, long macs) {
    RecordingWeights weights = new RecordingWeights();
    SkipNetwork network = EfficientDet.of(variant).assemble(weights, false);

    assertThat(weights.parameters()).isEqualTo(parameters);
    assertThat(weights.parameters() - weights.redundantBiases()).isEqualTo(withoutRedundant);
    assertThat(network.denseMacs()).isEqualTo(macs);
  }

  @Test
  void everyVariantIsInTheTable() {
    assertThat(EfficientDet.variants())
        .containsExactly(
            "d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d7x", "lite0", "lite1", "lite2",
            "lite3", "lite3x", "lite4", "tiny");
    assertThatThrownBy(() -> EfficientDet.of("d8"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'d8'")
        .hasMessageContaining("lite3x");
  }

  @Test
  void tinyIsSmallAndOfThreeClasses() {
    RecordingWeights weights = new RecordingWeights();
    SkipNetwork network = EfficientDet.tiny().assemble(weights, false);
    assertThat(network.denseMacs()).isEqualTo(85_668_288);
    assertThat(weights.parameters()).isLessThan(600_000);
    assertThat(network.name()).isEqualTo("skipconv_efficientdet_tiny");
    assertThat(network.inputShape()).isEqualTo(new Shape(3, 192, 256));
    assertThat(network.outputs().get("class.P3").shape()).isEqualTo(new Shape(27, 24, 32));
    assertThat(network.nodes()).noneMatch(node -> node.op() instanceof Reduce);
    assertThat(EfficientDet.tiny().classes()).containsExactly("person", "bicycle", "car");
  }

  @Test
  void classesAreWhatWeightsWereTrainedFor() {
    EfficientDet model = EfficientDet.d0().withClasses(List.of("cup", "fork")).withSize(128, 96);
    Map<String, Node> outputs = model.seeded(1).outputs();
    assertThat(outputs.get("class.P3").shape()).isEqualTo(new Shape(18, 16, 12));
    assertThat(outputs.get("box.P3").shape()).isEqualTo(new Shape(36, 16, 12));
    assertThat(model.withNormalization(Normalization.HALF).withSymmetricPadding().classes())
        .containsExactly("cup", "fork");
    assertThat(EfficientDet.d0().withClasses(120).classes()).hasSize(120).contains("class 120");
    assertThat(EfficientDet.d0().classes()).hasSize(90).contains("person", "unused 12");
    assertThatThrownBy(() -> EfficientDet.d0().withClasses(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one class");
    Weights of90 = Weights.of(EfficientDet.d0().stateDict(EfficientDet.d0().seeded(1)));
    assertThatThrownBy(() -> EfficientDet.d0().withClasses(2).build(of90))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("class_net.predict");
  }

  @ParameterizedTest
  @CsvSource({"d0, 3877763", "d1, 6622026"})
  void symmetricFormHasNoRedundantBiases(String variant, long parameters) {
    RecordingWeights weights = new RecordingWeights();
    SkipNetwork network = EfficientDet.of(variant).withSymmetricPadding().assemble(weights, false);

    assertThat(weights.parameters()).isEqualTo(parameters);
    assertThat(network.denseMacs())
        .isEqualTo(EfficientDet.of(variant).assemble(new RecordingWeights(), false).denseMacs());
    assertThatThrownBy(() -> EfficientDet.d2().withSymmetricPadding())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("d0 and d1, not for d2");
  }

  @Test
  void outputsAreOneClassAndOneBoxMapALevel() {
    Map<String, Node> outputs =
        EfficientDet.lite0().withSize(160, 96).assemble(new RecordingWeights(), false).outputs();

    assertThat(outputs.keySet())
        .containsExactly(
            "class.P3",
            "class.P4",
            "class.P5",
            "class.P6",
            "class.P7",
            "box.P3",
            "box.P4",
            "box.P5",
            "box.P6",
            "box.P7");
    assertThat(outputs.get("class.P3").shape()).isEqualTo(new Shape(810, 20, 12));
    assertThat(outputs.get("class.P5").shape()).isEqualTo(new Shape(810, 5, 3));
    assertThat(outputs.get("box.P6").shape()).isEqualTo(new Shape(36, 3, 2));
    assertThat(outputs.get("box.P7").shape()).isEqualTo(new Shape(36, 2, 1));
  }

  @Test
  void anySizeFromTheLeastOnWorks() {
    for (int[] size : List.of(new int[] {65, 65}, new int[] {67, 131}, new int[] {300, 77})) {
      assertThat(
              EfficientDet.d0()
                  .withSize(size[0], size[1])
                  .assemble(new RecordingWeights(), false)
                  .outputs())
          .hasSize(10);
    }
    assertThat(
            EfficientDet.d7x().withSize(129, 200).assemble(new RecordingWeights(), false).outputs())
        .hasSize(12)
        .containsKey("class.P8");
  }

  @Test
  void refusesSizesThatThePyramidCannotHalve() {
    assertThatThrownBy(() -> EfficientDet.d0().withSize(64, 512))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 65x65 pixels, but the size is 64x512");
    assertThatThrownBy(() -> EfficientDet.d7x().withSize(512, 128))
        .hasMessageContaining("at least 129x129");
  }

  @Test
  void headWeightsAreStoredOnce() {
    SkipNetwork network = EfficientDet.d0().assemble(new RecordingWeights(), false);
    IdentityHashMap<Tensor, Integer> uses = new IdentityHashMap<>();
    long heads =
        network.convolutions().stream()
            .filter(node -> node.name().contains("_net."))
            .peek(node -> uses.merge(node.conv().weight(), 1, Integer::sum))
            .count();

    assertThat(heads).isEqualTo(2 * 4 * 2 * 5);
    assertThat(uses).hasSize(2 * 4 * 2);
    assertThat(uses.values()).containsOnly(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"d0", "d3", "d7", "d7x", "lite0", "lite3x", "tiny"})
  void seededNetworksAnswerWithinBounds(String variant) {
    EfficientDet model = EfficientDet.of(variant).withSize(160, 192);
    SkipNetwork network = model.seeded(5);
    float[] input = new float[3 * 160 * 192];
    Random random = new Random(2);
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
    }
    OnnxOracle.run(network, input)
        .forEach((name, map) -> assertThat(deviation(map)).as(name).isBetween(0.03, 10.0));
  }

  private static double deviation(float[] values) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / values.length;
    return Math.sqrt(squares / values.length - mean * mean);
  }

  @Test
  void seedsDecide() {
    assertThat(firstWeights(3)).isEqualTo(firstWeights(3)).isNotEqualTo(firstWeights(4));
  }

  private static float[] firstWeights(long seed) {
    SkipNetwork network = EfficientDet.lite0().withSize(65, 65).seeded(seed);
    return network.convolutions().get(0).conv().weight().values();
  }

  @Test
  void normalisationFollowsTheFamily() {
    assertThat(EfficientDet.d7().normalization()).isEqualTo(Normalization.IMAGENET);
    assertThat(EfficientDet.lite2().normalization()).isEqualTo(Normalization.HALF);
    EfficientDet advProp = EfficientDet.d1().withNormalization(Normalization.HALF);
    assertThat(advProp.withSize(128, 160).normalization()).isEqualTo(Normalization.HALF);
    assertThat(advProp.withSymmetricPadding().normalization()).isEqualTo(Normalization.HALF);
  }
}

package org.skipconv.models.hrnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.ElementType;
import org.skipconv.core.Node;
import org.skipconv.core.Padding;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.graph.Gather;
import org.skipconv.core.testing.TestData;
import org.skipconv.models.weights.GoldenGenerator;
import org.skipconv.models.weights.WeightSource;
import org.skipconv.models.weights.Weights;

class HrNetTest {
  @TempDir Path folder;

  /** Gives zeros and writes down what was asked for. */
  private static final class Recorder implements WeightSource {
    final Map<String, int[]> asked = new LinkedHashMap<>();

    @Override
    public Tensor tensor(String name, int... shape) {
      assertThat(asked.put(name, shape)).as("asked twice for " + name).isNull();
      return Tensor.of(new float[elements(shape)], shape);
    }

    /** As published: batch norm's weight and bias count, its statistics do not. */
    long parameters() {
      return asked.entrySet().stream()
          .filter(entry -> !entry.getKey().contains(".running_"))
          .mapToLong(entry -> elements(entry.getValue()))
          .sum();
    }

    private static int elements(int[] shape) {
      return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    Map<String, Tensor> zeros() {
      Map<String, Tensor> zeros = new LinkedHashMap<>();
      asked.forEach((name, shape) -> zeros.put(name, Tensor.of(new float[elements(shape)], shape)));
      return zeros;
    }
  }

  private static HrNet model(String name, int height, int width) {
    return switch (name) {
      case "W32" -> HrNet.w32(height, width);
      case "W48" -> HrNet.w48(height, width);
      case "W18" -> HrNet.w18(height, width);
      case "W18-small-v1" -> HrNet.w18SmallV1(height, width);
      case "W18-small-v2" -> HrNet.w18SmallV2(height, width);
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "W32, 256, 192, 17, 28536113, 7645003776",
    "W32, 384, 288, 17, 28536113, 17201258496",
    "W32, 256, 256, 16, 28536080, 10193207296",
    "W32, 256, 256, 15, 28536047, 10193076224",
    "W48, 256, 192, 17, 63595745, 15691825152",
    "W48, 384, 288, 17, 63595745, 35306606592",
    "W48, 256, 256, 16, 63595696, 20922236928",
    "W18, 256, 192, 17, 9318215, 3188385792",
    "W18-small-v1, 256, 192, 17, 1284961, 570703872",
    "W18-small-v2, 256, 192, 17, 3616675, 1535006976",
  })
  void parametersAndMacsAreThePublishedOnes(
      String name, int height, int width, int joints, long parameters, long macs) {
    Recorder recorder = new Recorder();
    SkipNetwork network = model(name, height, width).withJoints(joints).assemble(recorder, false);
    assertThat(network.denseMacs()).isEqualTo(macs);
    assertThat(recorder.parameters()).isEqualTo(parameters);
    // Batch norm leaves two numbers a channel, scale and bias, for its weight and bias.
    assertThat(network.parameters()).isEqualTo(parameters);
    assertThat(network.inputShape()).isEqualTo(new Shape(3, height, width));
    assertThat(network.outputs().keySet()).containsExactly("heatmaps");
    assertThat(network.outputs().get("heatmaps").shape())
        .isEqualTo(new Shape(joints, height / 4, width / 4));
  }

  @ParameterizedTest
  @CsvSource({"W32, golden/keys_hrnet_w32.tsv", "W48, golden/keys_hrnet_w48.tsv"})
  void namesAndShapesAreThoseOfTheOriginal(String name, String keys) throws IOException {
    Recorder recorder = new Recorder();
    model(name, 64, 64).assemble(recorder, false);
    List<String> expected = new ArrayList<>();
    for (GoldenGenerator.Key key : GoldenGenerator.keys(TestData.require(keys))) {
      if (key.shape() != null) {
        expected.add(key.name() + Arrays.toString(key.shape()));
      }
    }
    List<String> asked = new ArrayList<>();
    recorder.asked.forEach((tensor, shape) -> asked.add(tensor + Arrays.toString(shape)));
    assertThat(asked).isEqualTo(expected).hasSize(1462);
  }

  @ParameterizedTest
  @CsvSource({
    "256, 192, golden/layers_hrnet_w32_256x192.tsv",
    "256, 256, golden/layers_hrnet_w32_256x256.tsv"
  })
  void layersAreThoseOfTheOriginal(int height, int width, String table) throws IOException {
    SkipNetwork network = HrNet.w32(height, width).assemble(new Recorder(), false);
    List<String> expected =
        Files.readAllLines(TestData.require(table)).stream()
            .skip(1)
            .map(line -> line.substring(line.indexOf('\t') + 1))
            .toList();
    assertThat(network.convolutions().stream().map(HrNetTest::row).toList())
        .containsExactlyInAnyOrderElementsOf(expected)
        .hasSize(293);
  }

  /** name, cin, cout, k, stride, groups, bias, oh, ow, params, MACs. */
  private static String row(Node node) {
    Conv conv = node.conv();
    boolean bias = node.name().equals("final_layer");
    int parameters = conv.weight().elements() + (bias ? conv.outChannels() : 0);
    assertThat(conv.spec().padding()).isEqualTo(Padding.symmetric(conv.spec().kernelHeight() / 2));
    return String.format(
        "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d",
        node.name(),
        node.input().shape().channels(),
        conv.outChannels(),
        conv.spec().kernelHeight(),
        conv.spec().strideY(),
        conv.spec().groups(),
        bias ? 1 : 0,
        node.shape().height(),
        node.shape().width(),
        parameters,
        node.denseMacs());
  }

  @Test
  void operationsAreAsManyAsInTheOriginal() {
    SkipNetwork network = HrNet.w32(64, 96).assemble(new Recorder(), false);
    assertThat(network.convolutions()).hasSize(293);
    assertThat(network.nodes().stream().filter(n -> n.activation().isPresent())).hasSize(261);
    assertThat(network.nodes().stream().filter(n -> n.op() instanceof Gather)).hasSize(28);
    long additions =
        network.nodes().stream()
            .filter(node -> node.weightedSum().isPresent())
            .mapToLong(node -> node.inputs().size() - 1)
            .sum();
    assertThat(additions).isEqualTo(161);
  }

  @Test
  void shortcutsAndBranchesAreAddedInTheOrderThatTheEngineFuses() {
    SkipNetwork network = HrNet.w32(64, 96).assemble(new Recorder(), false);
    assertThat(node(network, "layer1.0.add").inputs())
        .extracting(Node::name)
        .containsExactly("layer1.0.conv3", "layer1.0.downsample.0");
    assertThat(node(network, "stage2.0.branches.1.0.add").inputs())
        .extracting(Node::name)
        .containsExactly("stage2.0.branches.1.0.conv2", "transition1.1.0.0.relu");
    assertThat(node(network, "stage4.1.fuse_layers.2.add").inputs())
        .extracting(Node::name)
        .containsExactly(
            "stage4.1.fuse_layers.2.0.1.0",
            "stage4.1.fuse_layers.2.1.0.0",
            "stage4.1.branches.2.3.add.relu",
            "stage4.1.fuse_layers.2.3.upsample");
  }

  private static Node node(SkipNetwork network, String name) {
    return network.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"250, 192", "256, 200", "0, 192", "-32, 32"})
  void sizesMustBeMultiplesOf32(int height, int width) {
    assertThatThrownBy(() -> HrNet.w32(height, width))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiples of 32")
        .hasMessageContaining(height + " and " + width);
  }

  @Test
  void jointsMustBePositive() {
    HrNet model = HrNet.w32(64, 64);
    assertThatThrownBy(() -> model.withJoints(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("joints");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "module.", "backbone."})
  void aFileLoads(String prefix) throws IOException {
    Recorder recorder = new Recorder();
    HrNet model = HrNet.w18SmallV1(32, 32).withJoints(3);
    model.assemble(recorder, false);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    recorder
        .zeros()
        .forEach(
            (name, tensor) -> {
              boolean head = prefix.equals("backbone.") && name.startsWith("final_layer");
              tensors.put((head ? "head." : prefix) + name, tensor);
            });
    tensors.put(prefix + "bn1.num_batches_tracked", Tensor.of(new float[1]));
    Path file = folder.resolve("small.safetensors");
    SafeTensors.of(tensors).write(file, ElementType.F16);
    assertThat(model.load(file).denseMacs()).isPositive();
    assertThatThrownBy(() -> HrNet.w18SmallV1(32, 32).load(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("final_layer.weight has shape [3, 16, 1, 1], but [17, 16, 1, 1]");
  }

  @Test
  void aFileWithWeightsThatMakeNoSenseIsRefused() throws IOException {
    Recorder recorder = new Recorder();
    HrNet model = HrNet.w18SmallV1(32, 32);
    model.assemble(recorder, false);
    Path file = folder.resolve("diverged.safetensors");
    for (String name : List.of("conv1.weight", "final_layer.bias", "bn1.running_var")) {
      Map<String, Tensor> tensors = recorder.zeros();
      boolean variance = name.endsWith("running_var");
      tensors.get(name).values()[1] = variance ? -1 : Float.NaN;
      SafeTensors.of(tensors).write(file, ElementType.F32);
      assertThatThrownBy(() -> model.load(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(
              file + ": tensor " + name + " holds " + (variance ? "-1.0" : "NaN"));
      Weights weights = Weights.of(tensors);
      assertThatThrownBy(() -> model.build(weights)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theFileOfADeeperNetworkIsRefused() {
    Recorder deeper = new Recorder();
    HrNet.w18(32, 32).assemble(deeper, false);
    Weights weights = Weights.of(deeper.zeros());
    assertThatThrownBy(() -> HrNet.w18SmallV2(32, 32).build(weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not part of hrnet_w18_small_v2")
        .hasMessageContaining("another HRNet");
    assertThat(HrNet.w18(32, 32).build(weights).denseMacs()).isPositive();
  }

  @Test
  void whatOnlyAClassifierNeedsIsIgnored() {
    Recorder recorder = new Recorder();
    HrNet.w18SmallV1(32, 32).assemble(recorder, false);
    Map<String, Tensor> tensors = recorder.zeros();
    for (String name :
        List.of(
            "incre_modules.0.0.conv1.weight",
            "classifier.bias",
            "stage4.0.fuse_layers.1.0.0.0.weight")) {
      tensors.put(name, Tensor.of(new float[1], 1));
    }
    assertThat(HrNet.w18SmallV1(32, 32).build(Weights.of(tensors)).denseMacs()).isPositive();
  }

  @Test
  void theTrainedWeightsLoad() throws IOException {
    Path file = TestData.require("weights/hrnet_w32_256x192_fp16.safetensors");
    SkipNetwork network = HrNet.w32(256, 192).load(file);
    assertThat(network.denseMacs()).isEqualTo(7_645_003_776L);
  }

  @Test
  void theSameSeedGivesTheSameNetwork() {
    float[] values = weight(HrNet.w18SmallV1(32, 32).seeded(3));
    assertThat(weight(HrNet.w18SmallV1(32, 32).seeded(3))).isEqualTo(values);
    assertThat(weight(HrNet.w18SmallV1(32, 32).seeded(4))).isNotEqualTo(values);
  }

  private static float[] weight(SkipNetwork network) {
    return node(network, "stage4.0.branches.2.1.conv2").conv().weight().values();
  }
}

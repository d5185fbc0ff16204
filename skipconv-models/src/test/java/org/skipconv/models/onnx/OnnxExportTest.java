package org.skipconv.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.Activation;
import org.skipconv.core.BatchNorm;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.Padding;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.AxisMap;
import org.skipconv.core.graph.Expression;
import org.skipconv.core.graph.Gather;
import org.skipconv.core.graph.Interpolate;
import org.skipconv.core.graph.Pointwise;
import org.skipconv.core.graph.Pool;
import org.skipconv.core.graph.Reduce;

class OnnxExportTest {
  private final Random random = new Random(42);
  private final SkipNetwork.Builder b = SkipNetwork.builder("test");

  @TempDir Path folder;

  private Tensor tensor(int... shape) {
    int elements = 1;
    for (int size : shape) {
      elements *= size;
    }
    return Tensor.of(numbers(elements), shape);
  }

  private float[] numbers(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Both engines agree on a random input of all negative and positive sizes. */
  private void check() {
    SkipNetwork network = b.build();
    float[] input = numbers((int) network.inputShape().elements());
    for (int i = 0; i < input.length; i++) {
      input[i] *= 4;
    }
    Map<String, double[]> expected = DoubleReference.run(network, input);
    Map<String, float[]> actual = OnnxOracle.run(network, input);
    assertThat(actual.keySet())
        .containsExactlyElementsOf(expected.keySet())
        .isEqualTo(network.outputs().keySet());
    expected.forEach((name, values) -> checkClose(name, actual.get(name), values));
  }

  private static void checkClose(String name, float[] actual, double[] expected) {
    assertThat(actual).as(name).hasSameSizeAs(expected);
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as(name + " " + i)
          .isCloseTo(expected[i], within(1e-5 * largest));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // kernel height, width, strides, top, left, bottom, right, dilation, groups
    "1, 1, 1, 1, 0, 0, 0, 0, 1, 1",
    "3, 3, 1, 1, 1, 1, 1, 1, 1, 1",
    "3, 3, 2, 2, 0, 0, 1, 1, 1, 1",
    "5, 5, 2, 2, 1, 1, 2, 2, 1, 6",
    "3, 1, 1, 2, 1, 0, 1, 0, 1, 2",
    "1, 3, 2, 1, 0, 2, 0, 1, 1, 3",
    "3, 3, 1, 1, 2, 2, 2, 2, 2, 6",
    "3, 3, 2, 3, 3, 0, 1, 2, 2, 1"
  })
  void convolutions(
      int height,
      int width,
      int strideY,
      int strideX,
      int top,
      int left,
      int bottom,
      int right,
      int dilation,
      int groups) {
    Padding padding = new Padding.Explicit(top, left, bottom, right);
    Node x = b.input(6, 11, 13);
    ConvSpec spec =
        new ConvSpec(height, width, strideY, strideX, padding, dilation, dilation, groups);
    b.output("y", b.conv("c", x, spec, tensor(12, 6 / groups, height, width), tensor(12)));
    check();
  }

  @ParameterizedTest
  @CsvSource({"11, 13", "12, 14", "1, 2"})
  void samePadding(int height, int width) {
    Node x = b.input(4, height, width);
    ConvSpec spec = ConvSpec.of(3).withPadding(Padding.same());
    b.output("conv", b.conv("c", x, spec.withStride(2), tensor(3, 4, 3, 3), null));
    b.output("depthwise", b.conv("d", x, spec.withGroups(4), tensor(4, 1, 3, 3), tensor(4)));
    b.output("pool", b.maxPool("p", x, spec.withStride(2)));
    check();
  }

  @Test
  void scalesAndBatchNormsAreFolded() {
    Node x = b.input(3, 5, 5);
    Tensor shared = tensor(4, 3, 3, 3);
    ConvSpec spec = ConvSpec.keepingSize(3);
    Tensor variance = Tensor.of(new float[] {0.5f, 1, 2, 3}, 4);
    BatchNorm norm = new BatchNorm(tensor(4), tensor(4), tensor(4), variance, 1e-3);
    b.output("plain", b.conv("a", x, spec, shared, null));
    b.output("again", b.conv("b", x, spec, shared, tensor(4)));
    b.output("scaled", b.scaledConv("c", x, spec, shared, tensor(4), tensor(4)));
    b.output("normed", b.conv("d", x, spec, shared, tensor(4), norm));
    check();
  }

  @Test
  void sharedWeightsAreWrittenOnce() {
    Node x = b.input(16, 8, 8);
    Tensor shared = tensor(16, 16, 3, 3);
    b.output("a", b.conv("one", x, ConvSpec.keepingSize(3), shared, null));
    int once = OnnxExport.toBytes(b.build()).length;
    b.output("b", b.conv("two", x, ConvSpec.keepingSize(3), shared, null));
    assertThat(OnnxExport.toBytes(b.build()).length).isLessThan(once + 1000);
  }

  @ParameterizedTest
  @MethodSource("org.skipconv.core.testing.Activations#gentle")
  void activations(Activation function) {
    Node x = b.input(2, 6, 7);
    Node y = b.conv("c", x, ConvSpec.of(1), tensor(2, 2, 1, 1), tensor(2));
    b.output("y", b.activation(function, y));
    check();
  }

  @ParameterizedTest
  @MethodSource("org.skipconv.core.testing.Activations#gentle")
  void squeezeExcites(Activation inner) {
    Node x = b.input(6, 5, 7);
    b.output(
        "y",
        b.squeezeExcite(
            "se", x, tensor(3, 6, 1, 1), tensor(3), tensor(6, 3, 1, 1), tensor(6), inner));
    check();
  }

  @Test
  void sums() {
    Node x = b.input(2, 4, 4);
    Node y = b.conv("c", x, ConvSpec.of(1), tensor(2, 2, 1, 1), tensor(2));
    Node z = b.conv("d", y, ConvSpec.of(1), tensor(2, 2, 1, 1), tensor(2));
    b.output("two", b.add("add2", x, y));
    b.output("three", b.add("add3", x, y, z));
    b.output("weighted", b.weightedSum("w", List.of(0.5f, 1f, -2f), List.of(z, x, y)));
    b.output("one", b.weightedSum("w1", List.of(1f), List.of(y)));
    b.output("half", b.weightedSum("w2", List.of(0.5f), List.of(y)));
    b.output("double", b.add("twice", y, y));
    check();
  }

  @Test
  void theOrderOfTheTermsIsKept() {
    Node x = b.input(1, 1, 1);
    Node large = b.weightedSum("large", List.of(1e8f), List.of(x));
    Node minus = b.weightedSum("minus", List.of(-1e8f), List.of(x));
    b.output("lost", b.add("a", x, large, minus));
    b.output("kept", b.add("b", large, minus, x));
    Map<String, float[]> outputs = OnnxOracle.run(b.build(), new float[] {1});
    assertThat(outputs.get("lost")).containsExactly(0);
    assertThat(outputs.get("kept")).containsExactly(1);
  }

  @ParameterizedTest
  @CsvSource({"2, 2, 0, 0, 0, 0", "3, 2, 0, 0, 1, 1", "3, 2, 1, 1, 1, 1", "3, 1, 1, 0, 2, 1"})
  void maxPools(int kernel, int stride, int top, int left, int bottom, int right) {
    Padding padding = new Padding.Explicit(top, left, bottom, right);
    // All values are negative, so that padding with zeros would show.
    Node x = b.activation(Activation.SIGMOID, b.input(3, 9, 8));
    Node negative = b.weightedSum("negative", List.of(-1f), List.of(x));
    b.output(
        "y", b.maxPool("p", negative, ConvSpec.of(kernel).withStride(stride).withPadding(padding)));
    check();
  }

  @ParameterizedTest
  @CsvSource({
    "5, 7, 10, 14",
    "5, 7, 20, 7",
    "3, 2, 5, 3",
    "10, 10, 6, 6",
    "20, 12, 10, 6",
    "9, 10, 3, 3",
    "2, 1, 3, 2",
    "64, 48, 33, 47"
  })
  void resizes(int height, int width, int toHeight, int toWidth) {
    Node x = b.input(2, height, width);
    b.output("near", b.nearest("n", x, toHeight, toWidth));
    b.output("line", b.bilinear("l", x, toHeight, toWidth));
    check();
  }

  @Test
  void nearestIsExactForAllSmallSizes() {
    for (int source = 1; source <= 24; source++) {
      SkipNetwork.Builder resizes = SkipNetwork.builder("resizes");
      Node in = resizes.input(1, source, source);
      for (int target = 1; target <= 24; target++) {
        String name = "to" + target;
        resizes.output(name, resizes.nearest("r" + target, in, target, target));
      }
      SkipNetwork network = resizes.build();
      float[] input = numbers(source * source);
      Map<String, double[]> expected = DoubleReference.run(network, input);
      OnnxOracle.run(network, input)
          .forEach((name, values) -> checkClose(name, values, expected.get(name)));
    }
  }

  /** Functions that are steep somewhere, or jump, on values that keep away from there. */
  @Test
  void functionsOfPositiveValues() {
    Node x = b.activation(Activation.clip(0.3f, 3.4f), b.input(2, 6, 7));
    b.output("exp", b.activation(Activation.EXP, x));
    b.output("log", b.activation(Activation.LOG, x));
    b.output("sqrt", b.activation(Activation.SQRT, x));
    b.output("floor", b.activation(Activation.FLOOR, x));
    b.output("round", b.activation(Activation.ROUND, x));
    Expression power =
        new Expression.Binary(
            Expression.Binary.Operator.POWER,
            new Expression.Operand(0),
            new Expression.Constant(tensor(2)));
    b.output("power", b.add("power", new Pointwise(power), List.of(x)));
    check();
  }

  @ParameterizedTest
  @CsvSource({"2, 2, 0, 0, 0, 0", "3, 2, 0, 0, 1, 1", "3, 2, 1, 1, 1, 1", "3, 1, 1, 0, 2, 1"})
  void meanPools(int kernel, int stride, int top, int left, int bottom, int right) {
    Padding padding = new Padding.Explicit(top, left, bottom, right);
    Node x = b.input(3, 9, 8);
    ConvSpec spec = ConvSpec.of(kernel).withStride(stride).withPadding(padding);
    b.output("inside", b.add("inside", new Pool(spec, Pool.Pooling.MEAN), List.of(x)));
    b.output("all", b.add("all", new Pool(spec, Pool.Pooling.MEAN_OF_PADDED), List.of(x)));
    b.output("mean", b.mean("mean", x));
    b.output("most", b.add("most", new Reduce(Reduce.Reduction.MAX), List.of(x)));
    check();
  }

  @Test
  void meanPoolsWithDilationAreRefused() {
    ConvSpec spec = ConvSpec.of(2).withDilation(2);
    b.output("y", b.add("y", new Pool(spec, Pool.Pooling.MEAN), List.of(b.input(3, 9, 8))));
    assertThatThrownBy(() -> OnnxExport.toBytes(b.build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no dilation");
  }

  @ParameterizedTest
  @EnumSource
  void resizesByEveryRule(Interpolate.Coordinates rule) {
    Node x = b.input(2, 5, 8);
    b.output("up", b.add("up", new Interpolate(11, 16, rule), List.of(x)));
    b.output("down", b.add("down", new Interpolate(3, 5, rule), List.of(x)));
    b.output("scaled", b.add("scaled", new Interpolate(10, 4, rule, 2, 0.5), List.of(x)));
    check();
  }

  @Test
  void chosenPixelsAndChannels() {
    Node x = b.input(8, 4, 5);
    AxisMap same = AxisMap.identity();
    List<Gather.Channels> all = List.of(Gather.Channels.all(0));
    List<Gather.Channels> some =
        List.of(new Gather.Channels(0, 2, 3), Gather.Channels.zeros(2), Gather.Channels.all(1));
    Map<String, Gather> gathers =
        Map.of(
            "slice", new Gather(AxisMap.stepped(1, 2, 2), AxisMap.stepped(4, -1, 5), all),
            "padded", new Gather(AxisMap.padded(2, -1), AxisMap.padded(0, 3), some),
            "table", new Gather(same, AxisMap.table(4, -1, 0), all),
            "spread", new Gather(AxisMap.spread(3), same, some),
            "channels", new Gather(same, same, some),
            "dcr", Gather.depthToSpace(8, 2, false),
            "crd", Gather.depthToSpace(8, 2, true));
    gathers.forEach(
        (name, gather) -> {
          boolean two = gather.channels().equals(List.of(some));
          b.output(name, b.add(name, gather, two ? List.of(x, x) : List.of(x)));
        });
    check();
  }

  @Test
  void otherPhasesAreRefused() {
    List<Gather.Channels> all = List.of(Gather.Channels.all(0));
    AxisMap same = AxisMap.identity();
    Gather board = new Gather(same, same, 1, 2, List.of(all, List.of(Gather.Channels.zeros(3))));
    b.output("y", b.add("y", board, List.of(b.input(3, 9, 8))));
    assertThatThrownBy(() -> OnnxExport.toBytes(b.build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be written in ONNX");
  }

  @Test
  void concatenations() {
    Node x = b.input(2, 4, 5);
    Node y = b.conv("c", x, ConvSpec.of(1), tensor(3, 2, 1, 1), tensor(3));
    b.output("xy", b.concat("join", x, y, x));
    check();
  }

  @Test
  void namesMayClash() {
    Node x = b.input(2, 3, 3);
    Node y = b.conv("c", x, ConvSpec.of(1), tensor(2, 2, 1, 1), tensor(2));
    Node z = b.activation(Activation.RELU, y);
    Node odd = b.weightedSum("c.weight", List.of(2f), List.of(z));
    b.output("c", z);
    b.output("input", x);
    b.output("c.bias", y);
    b.output("again", z);
    b.output("odd", odd);
    check();
  }

  @Test
  void theFileHoldsTheSameBytes() throws IOException {
    Node x = b.input(2, 3, 3);
    b.output("y", b.conv("c", x, ConvSpec.of(1), tensor(2, 2, 1, 1), tensor(2)));
    SkipNetwork network = b.build();
    Path file = folder.resolve("test.onnx");
    Files.writeString(file, "older and longer ".repeat(1000));
    OnnxExport.write(network, file);
    assertThat(Files.readAllBytes(file)).isEqualTo(OnnxExport.toBytes(network));
  }

  @Test
  void modelsOfTwoGigabytesAreRefused() {
    // Seven layers of 320 MB each that all look at one array would share it in the file: so copies
    // of the tensor object, not of its numbers.
    float[] numbers = new float[80 << 20];
    Node x = b.input(1024, 1, 1);
    for (int i = 0; i < 7; i++) {
      Tensor weight = Tensor.of(numbers, 80 << 10, 1024, 1, 1);
      b.output("y" + i, b.conv("c" + i, x, ConvSpec.of(1), weight, null));
    }
    SkipNetwork network = b.build();
    Path file = folder.resolve("large.onnx");
    assertThatThrownBy(() -> OnnxExport.write(network, file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 GB");
    assertThatThrownBy(() -> OnnxExport.toBytes(network))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(file).doesNotExist();
  }
}

package org.skipconv.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.ElementType;
import org.skipconv.core.FrameReport;
import org.skipconv.core.Node;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;
import org.skipconv.core.testing.FileTrial;

/** Learned gates in files. */
class GumbelGatesTest {
  private final SkipNetwork network = GatesInSessionsTest.network();

  static Tensor normal(long seed, int... shape) {
    Random random = new Random(seed);
    int elements = 1;
    for (int size : shape) {
      elements *= size;
    }
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, shape);
  }

  private static Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("first.weight", normal(1, 8, 3, 3, 3));
    tensors.put("first.gate.weight", normal(2, 1, 3, 3, 3));
    tensors.put("first.gate.bias", Tensor.of(new float[] {-0.5f}, 1));
    tensors.put("third.gate.bias", Tensor.of(new float[] {0.25f}, 1));
    tensors.put("third.gate.weight", normal(3, 1, 8, 3, 3));
    return tensors;
  }

  private GumbelGates gates(Map<String, Tensor> tensors, Map<String, String> metadata) {
    return GumbelGates.from(new SafeTensors(tensors, metadata), network);
  }

  @Test
  void takesTheGatesFromAmongTheTensors() {
    GumbelGates gates = gates(tensors(), Map.of());
    assertThat(gates.byLayer()).containsOnlyKeys("first", "third");
    GumbelGate first = gates.byLayer().get("first");
    assertThat(first.weight().values()).isEqualTo(normal(2, 1, 3, 3, 3).values());
    assertThat(first.bias()).isEqualTo(-0.5f);
    assertThat(first.block()).isEqualTo(1);
    assertThat(gates.byLayer().get("third").bias()).isEqualTo(0.25f);
    assertThat(gates.publishedMacs()).isEqualTo(21 * 27 * 3 * 9L + 11 * 14 * 8 * 9L);
  }

  @Test
  void aLayersOwnBlockPrecedesTheBlockForAll() {
    Map<String, String> metadata = Map.of("gate.block", "4", "gate.block.third", "8", "a", "b");
    GumbelGates gates = gates(tensors(), metadata);
    assertThat(gates.byLayer().get("first").block()).isEqualTo(4);
    assertThat(gates.byLayer().get("third").block()).isEqualTo(8);
  }

  @Test
  void optionsPutEachGateToWork() {
    Map<String, Tensor> tensors = tensors();
    tensors.put("first.gate.weight", Tensor.of(new float[27], 1, 3, 3, 3));
    GumbelGates gates = gates(tensors, Map.of());
    assertThat(gates.options().policy()).isEqualTo(ResidualPolicy.REBASE);
    try (VideoSession session = network.open(gates.options())) {
      session.next(GatesInSessionsTest.frame(0, 0));
      FrameReport report = session.next(GatesInSessionsTest.frame(4, 4)).report();
      assertThat(report.keyframe()).isFalse();
      // Every logit is -0.5: the first layer stays closed, and nothing changes after it.
      assertThat(report.macs().computed()).isZero();
      // 6 x 6 at 0, 0 and at 4, 4, seen through a window of 3 x 3.
      assertThat(report.macs().gating()).isEqualTo((7 * 7 + 8 * 8 - 4 * 4) * 27L);
    }
  }

  @Test
  void otherLayersHaveTheGateThatTheCallerChooses() {
    Map<String, Tensor> tensors = tensors();
    tensors.keySet().removeIf(name -> name.startsWith("first.gate"));
    GumbelGates gates = gates(tensors, Map.of());
    for (boolean open : new boolean[] {true, false}) {
      SessionOptions options = open ? gates.options() : gates.options(NormGate.absolute(1e6f));
      try (VideoSession session = network.open(options)) {
        session.next(GatesInSessionsTest.frame(0, 0));
        FrameReport report = session.next(GatesInSessionsTest.frame(4, 4)).report();
        assertThat(report.macs().computed() > 0).isEqualTo(open);
        assertThat(report.layers().get(0).openPixels()).isEqualTo(open ? 7 * 7 + 8 * 8 - 4 * 4 : 0);
      }
    }
  }

  @Test
  void optionsAreForTheNetworkOfTheGates() {
    SkipNetwork.Builder builder = SkipNetwork.builder("other");
    Node input = builder.input(3, 8, 8);
    Tensor weight = normal(1, 4, 3, 3, 3);
    Node node = builder.conv("firsts", input, ConvSpec.keepingSize(3), weight, null);
    SkipNetwork other = builder.output("out", node).build();
    SessionOptions options = gates(tensors(), Map.of()).options();
    assertThatThrownBy(() -> other.open(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no convolution firsts in small; did you mean first?");
  }

  @Test
  void writesAndReadsBesideTheWeightsAndAlone(@TempDir Path folder) throws IOException {
    for (Map<String, String> metadata :
        List.of(
            Map.of("gate.block", "2", "format", "pt"),
            Map.of("gate.block", "4", "gate.block.first", "1", "format", "pt"))) {
      GumbelGates gates = gates(tensors(), metadata);
      Path alone = folder.resolve("gates.safetensors");
      gates.write(alone);
      assertSame(GumbelGates.read(alone, network), gates);
      assertThat(SafeTensors.read(alone).tensors()).hasSize(4);
      // A file with older gates, of which one layer has none any more.
      Map<String, Tensor> old = tensors();
      old.put("second.gate.weight", normal(8, 1, 8, 3, 3));
      old.put("second.gate.bias", Tensor.of(new float[1], 1));
      old.put("first.gate.bias", Tensor.of(new float[1], 1));
      SafeTensors file =
          gates.addedTo(new SafeTensors(old, Map.of("gate.block.second", "8", "format", "pt")));
      Path together = folder.resolve("all.safetensors");
      file.write(together, ElementType.F32);
      assertSame(GumbelGates.read(together, network), gates);
      SafeTensors back = SafeTensors.read(together);
      assertThat(back.tensors()).containsKey("first.weight").hasSize(5);
      assertThat(back.metadata()).containsEntry("format", "pt");
    }
  }

  private static void assertSame(GumbelGates got, GumbelGates expected) {
    assertThat(got.byLayer().keySet()).isEqualTo(expected.byLayer().keySet());
    expected
        .byLayer()
        .forEach(
            (layer, gate) -> {
              GumbelGate other = got.byLayer().get(layer);
              assertThat(other.weight().shape()).isEqualTo(gate.weight().shape());
              assertThat(other.weight().values()).isEqualTo(gate.weight().values());
              assertThat(other.bias()).isEqualTo(gate.bias());
              assertThat(other.block()).as("block of %s", layer).isEqualTo(gate.block());
            });
  }

  @Test
  void aLayerCalledGateHasWeightsOfThatName() {
    SkipNetwork.Builder builder = SkipNetwork.builder("named");
    Node node = builder.input(3, 8, 8);
    node = builder.conv("a.gate", node, ConvSpec.of(1), normal(1, 4, 3, 1, 1), null);
    node = builder.conv("a", node, ConvSpec.of(1), normal(1, 4, 4, 1, 1), null);
    SkipNetwork named = builder.output("out", node).build();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("a.gate.weight", normal(1, 4, 3, 1, 1));
    tensors.put("a.gate.bias", normal(1, 4));
    tensors.put("a.gate.gate.weight", normal(1, 1, 3, 1, 1));
    tensors.put("a.gate.gate.bias", normal(1, 1));
    GumbelGates gates = GumbelGates.from(SafeTensors.of(tensors), named);
    assertThat(gates.byLayer()).containsOnlyKeys("a.gate");
    assertThat(gates.addedTo(SafeTensors.of(tensors)).tensors()).hasSize(4);
    GumbelGate gate = GumbelGate.of(normal(1, 1, 4, 1, 1), 0, 1);
    GumbelGates unnameable = GumbelGates.of(named, Map.of("a", gate));
    assertThatThrownBy(() -> unnameable.addedTo(SafeTensors.of(Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is a layer a.gate");
  }

  @Test
  void saysWhatIsWrong(@TempDir Path folder) throws IOException {
    assertRefused("first.gate.weight", normal(1, 1, 4, 3, 3), "layer first", "[1, 3, 3, 3]");
    assertRefused("first.gate.weight", normal(1, 1, 3, 9), "gate of first", "Tensor[1, 3, 9]");
    assertRefused("first.gate.bias", normal(1, 2), "first.gate.bias must be [1], but is");
    assertRefused("first.gate.bias", null, "there is first.gate.weight, but no first.gate.bias");
    assertRefused("first.gate.weight", null, "there is first.gate.bias, but no first.gate.weight");
    assertRefused(
        "first.gate.bias", Tensor.of(new float[] {Float.NaN}, 1), "gate of first: the bias");
    Map<String, Tensor> tensors = tensors();
    tensors.put("thirt.gate.weight", normal(1, 1, 8, 3, 3));
    tensors.put("thirt.gate.bias", normal(1, 1));
    assertRefused(tensors, Map.of(), "no convolution thirt in small; did you mean third?");
    assertRefused(tensors(), Map.of("gate.block", "3"), "metadata gate.block", "\"3\"");
    assertRefused(tensors(), Map.of("gate.block.first", "x"), "gate.block.first", "\"x\"");
    assertRefused(tensors(), Map.of("gate.block.second", "2"), "gate.block.second", "no gate");
    assertRefused(Map.of("first.weight", normal(1, 8, 3, 3, 3)), Map.of(), "no learned gates");
    assertThatThrownBy(() -> GumbelGates.of(network, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    Path file = folder.resolve("broken.safetensors");
    SafeTensors.of(Map.of("a", normal(1, 1))).write(file, ElementType.F32);
    assertThatThrownBy(() -> GumbelGates.read(file, network))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + ": there are no learned gates");
  }

  @Test
  void aFileWithGatesThatAreNotFiniteIsRefused(@TempDir Path folder) throws IOException {
    Map<String, Tensor> tensors = tensors();
    tensors.put("third.gate.bias", Tensor.of(new float[] {Float.NaN}, 1));
    Path file = folder.resolve("broken.safetensors");
    SafeTensors.of(tensors).write(file, ElementType.F32);
    assertThat(FileTrial.refused(file, 64, () -> GumbelGates.read(file, network)))
        .contains("gate of third: the bias must be finite, but is NaN");
    tensors.put("third.gate.bias", Tensor.of(new float[] {0}, 1));
    tensors.get("first.gate.weight").values()[3] = Float.POSITIVE_INFINITY;
    SafeTensors.of(tensors).write(file, ElementType.F32);
    assertThat(FileTrial.refused(file, 64, () -> GumbelGates.read(file, network)))
        .contains("gate of first: the kernel holds NaN or infinity");
  }

  private void assertRefused(String name, Tensor replacement, String... messages) {
    Map<String, Tensor> tensors = tensors();
    tensors.remove(name);
    if (replacement != null) {
      tensors.put(name, replacement);
    }
    assertRefused(tensors, Map.of(), messages);
  }

  private void assertRefused(
      Map<String, Tensor> tensors, Map<String, String> metadata, String... messages) {
    assertThatThrownBy(() -> gates(tensors, metadata))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(messages);
  }
}

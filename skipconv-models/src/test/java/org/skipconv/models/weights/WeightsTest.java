package org.skipconv.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.ElementType;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.Tensor;

class WeightsTest {
  @TempDir Path folder;

  private static Map<String, Tensor> tensors(String... names) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : names) {
      tensors.put(name, Tensor.of(new float[2], 2));
    }
    return tensors;
  }

  @Test
  void safetensorsAreRecognisedWhateverTheirName() throws IOException {
    Path file = folder.resolve("weights.pth");
    SafeTensors.of(tensors("module.b", "module.a")).write(file, ElementType.F16);
    Weights weights = Weights.load(file);
    assertThat(weights.names()).containsExactly("b", "a");
    assertThat(weights.tensor("a", 2).values()).containsExactly(0, 0);
    assertThat(weights).hasToString(file + " (2 tensors)");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path file = folder.resolve("weights.bin");
    for (String content : List.of("", "abc", "a text that is no weight file")) {
      Files.writeString(file, content);
      assertThatThrownBy(() -> Weights.load(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("weights.bin")
          .hasMessageContaining("neither");
    }
  }

  @Test
  void prefixesAreTakenAwayOnlyWhereAllNamesHaveThem() {
    check(List.of("module.model.a", "module.model.b"), List.of("a", "b"));
    check(List.of("module.a", "b"), List.of("module.a", "b"));
    check(
        List.of("backbone.conv1.weight", "head.final_layer.bias"),
        "conv1.weight",
        "final_layer.bias");
    check(List.of("backbone.a", "keypoint_head.b"), "a", "b");
    check(List.of("backbone.a", "fpn.b"), "backbone.a", "fpn.b");
    check(List.of("backbone.a", "head.a"), "backbone.a", "head.a");
    check(List.of("module."), "module.");
    check(List.of(), List.of());
  }

  private static void check(List<String> names, String... stripped) {
    check(names, List.of(stripped));
  }

  private static void check(List<String> names, List<String> stripped) {
    Map<String, Tensor> result = KeyPrefixes.strip(tensors(names.toArray(new String[0])));
    assertThat(result.keySet()).containsExactlyElementsOf(stripped);
  }

  @Test
  void aMissingTensorIsNamedWithWhatIsThereInstead() {
    Weights weights = Weights.of(tensors("head.final.weight", "final_layr.weight", "conv1.weight"));
    assertThatThrownBy(() -> weights.tensor("final_layer.weight", 17, 32, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no tensor final_layer.weight [17, 32, 1, 1]")
        .hasMessageContaining("of 3 names: final_layr.weight [2]");
  }

  @Test
  void aWrongShapeIsNamed() {
    Weights weights = Weights.of(tensors("w"));
    assertThatThrownBy(() -> weights.tensor("w", 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tensor w has shape [2], but [1, 2] is needed");
  }

  @Test
  void weightsThatMakeNoSenseAreRefused() {
    Map<String, Tensor> tensors =
        tensors("a.weight", "bn.running_var", "bn.running_mean", "b.bias");
    tensors.get("a.weight").values()[1] = Float.NaN;
    tensors.get("b.bias").values()[0] = Float.NEGATIVE_INFINITY;
    tensors.get("bn.running_var").values()[1] = -1e-3f;
    tensors.get("bn.running_mean").values()[1] = -1;
    Weights weights = Weights.of(tensors);
    assertThatThrownBy(() -> weights.tensor("a.weight", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("these weights: tensor a.weight holds NaN, but weights must be finite");
    assertThatThrownBy(() -> weights.tensor("b.bias", 2))
        .hasMessageContaining("tensor b.bias holds -Infinity");
    assertThatThrownBy(() -> weights.tensor("bn.running_var", 2))
        .hasMessage(
            "these weights: tensor bn.running_var holds -0.001, but a variance is 0 or more");
    assertThat(weights.tensor("bn.running_mean", 2).get(1)).isEqualTo(-1);
  }

  @Test
  void manyLongNamesAreNotCompared() {
    Weights weights = Weights.of(tensors("x".repeat(1_000_000), "y".repeat(1_000_000), "w"));
    assertThatThrownBy(() -> weights.tensor("v", 1)).hasMessageContaining("of 3 names: w [2]");
  }

  @Test
  void generatedWeightsAreTheSameWhateverTheOrder() {
    GeneratedWeights one = GeneratedWeights.he(5);
    GeneratedWeights other = GeneratedWeights.he(5);
    float[] a = one.tensor("a.weight", 8, 4, 3, 3).values();
    assertThat(one.tensor("a.bias", 8).values()).isNotEqualTo(one.tensor("b.bias", 8).values());
    assertThat(other.tensor("a.weight", 8, 4, 3, 3).values()).isEqualTo(a);
    assertThat(GeneratedWeights.he(6).tensor("a.weight", 8, 4, 3, 3).values()).isNotEqualTo(a);
  }

  @Test
  void generatedKernelsHaveHesVariance() {
    float[] values = GeneratedWeights.he(1).tensor("a.weight", 64, 32, 3, 3).values();
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double expected = 2.0 / (32 * 9);
    assertThat(squares / values.length).isBetween(0.95 * expected, 1.05 * expected);
    assertThat(Math.abs(sum / values.length)).isLessThan(0.05 * Math.sqrt(expected));
  }

  @Test
  void generatedKernelsOverSeveralChannelsAddUpToZero() {
    GeneratedWeights weights = GeneratedWeights.he(1);
    float[] kernels = weights.tensor("a.weight", 2, 3, 1, 1).values();
    assertThat(kernels[0] + kernels[1] + kernels[2]).isCloseTo(0, within(1e-6f));
    assertThat(kernels[3] + kernels[4] + kernels[5]).isCloseTo(0, within(1e-6f));
    assertThat(weights.tensor("depthwise.weight", 2, 1, 1, 1).get(0)).isNotZero();
  }

  @Test
  void generatedStatisticsArePositive() {
    GeneratedWeights weights = GeneratedWeights.he(1).withGain(name -> 0.5);
    for (float value : weights.tensor("bn.running_var", 1000).values()) {
      assertThat(value).isBetween(0.7f, 1.3f);
    }
    for (float value : weights.tensor("bn.weight", 1000).values()) {
      assertThat(value).isBetween(0.45f, 0.55f);
    }
    assertThatThrownBy(() -> weights.tensor("what", 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("what");
  }
}

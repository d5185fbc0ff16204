package org.skipconv.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.skipconv.models.weights.TorchFiles.storage;
import static org.skipconv.models.weights.TorchFiles.tensor;
import static org.skipconv.models.weights.TorchFiles.tuple;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.ElementType;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.Tensor;
import org.skipconv.models.weights.PythonPickle.Built;
import org.skipconv.models.weights.PythonPickle.Call;
import org.skipconv.models.weights.PythonPickle.Global;

/** Files of training scripts, which hold more than one state dict. */
class CheckpointFileTest {
  @TempDir Path folder;

  private static Map<String, Object> dict(String key) {
    return Map.of("module.w", tensor(storage("Float", key, 1), 0, tuple(1), tuple(1)));
  }

  /** Storage 1 holds 1, storage 2 holds 2. */
  private Path file(Map<String, Object> checkpoint) throws IOException {
    return TorchFiles.zip(
        folder.resolve("checkpoint.pth"),
        checkpoint,
        Map.of(
            "data/1", TorchFiles.floats(ByteOrder.LITTLE_ENDIAN, 1),
            "data/2", TorchFiles.floats(ByteOrder.LITTLE_ENDIAN, 2)));
  }

  private static void check(Weights weights, float value, String entry) {
    assertThat(weights.names()).containsExactly("w");
    assertThat(weights.tensor("w", 1).get(0)).isEqualTo(value);
    assertThat(weights.entry()).isEqualTo(entry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state_dict",
        "best_state_dict",
        "model_state_dict",
        "model",
        "net",
        "state_dict_ema",
        "model_ema",
        "ema",
        "module"
      })
  void usualEntriesAreFound(String entry) throws IOException {
    Map<String, Object> checkpoint = new LinkedHashMap<>();
    checkpoint.put("args", new Built(new Call(new Global("argparse", "Namespace")), Map.of()));
    checkpoint.put("epoch", 3);
    checkpoint.put(entry, dict("2"));
    check(Weights.load(file(checkpoint)), 2, entry);
  }

  @Test
  void averagedWeightsComeBeforePlainOnesAndEitherCanBeHad() throws IOException {
    Map<String, Object> checkpoint = new LinkedHashMap<>();
    checkpoint.put("state_dict", dict("1"));
    checkpoint.put("state_dict_ema", dict("2"));
    Path file = file(checkpoint);
    check(Weights.load(file), 2, "state_dict_ema");
    check(Weights.load(file, "state_dict"), 1, "state_dict");
    check(Weights.load(file, "state_dict_ema"), 2, "state_dict_ema");
    assertThatThrownBy(() -> Weights.load(file, "model"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("checkpoint.pth")
        .hasMessageContaining("no tensors in entry \"model\", only in \"state_dict_ema\"");
  }

  @Test
  void anEntryWithoutTensorsIsPassedOver() throws IOException {
    Map<String, Object> checkpoint = new LinkedHashMap<>();
    checkpoint.put("ema", Map.of("decay", 1, "updates", 5));
    checkpoint.put("model", Map.of("state_dict", dict("1")));
    check(Weights.load(file(checkpoint)), 1, "model/state_dict");
  }

  @Test
  void aStateDictAtTheTopHasNoEntry() throws IOException {
    Path file = file(dict("1"));
    check(Weights.load(file), 1, "");
    check(Weights.load(file, ""), 1, "");
  }

  @Test
  void aWholeModelIsRefusedWithWhatToDo() throws IOException {
    Object model = new Built(new Call(new Global("models.pose", "HRNet")), dict("1"));
    assertThatThrownBy(() -> Weights.load(file(Map.of("model", model))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("model (a value made by models.pose.HRNet)");
    TorchFiles.zip(folder.resolve("whole.pth"), model, Map.of());
    assertThatThrownBy(() -> Weights.load(folder.resolve("whole.pth")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("models.pose.HRNet")
        .hasMessageContaining("save the state dict alone");
  }

  @Test
  void safetensorsHaveNoEntries() throws IOException {
    Path file = folder.resolve("weights.safetensors");
    SafeTensors.of(Map.of("w", Tensor.of(new float[1], 1))).write(file, ElementType.F32);
    check(Weights.load(file), 0, "");
    assertThatThrownBy(() -> Weights.load(file, "model"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no entries");
  }

  @Test
  void tensorsOfTypesWithAttributesAreRead() throws IOException {
    Object plain = tensor(storage("Float", "1", 1), 0, tuple(1), tuple(1));
    Object[] arguments = ((Call) plain).arguments();
    Object wrapped =
        new Call(
            new Global("torch._tensor", "_rebuild_from_type_v2"),
            new Global("torch._utils", "_rebuild_tensor_v2"),
            new Global("torch.nn.parameter", "Parameter"),
            arguments,
            Map.of());
    Object stateful =
        new Call(
            new Global("torch._utils", "_rebuild_parameter_with_state"),
            plain,
            true,
            List.of(),
            Map.of());
    Map<String, Object> dict = new LinkedHashMap<>();
    dict.put("a", wrapped);
    dict.put("b", stateful);
    Weights weights = Weights.load(file(dict));
    assertThat(weights.tensor("a", 1).get(0)).isEqualTo(1);
    assertThat(weights.tensor("b", 1).get(0)).isEqualTo(1);
  }
}

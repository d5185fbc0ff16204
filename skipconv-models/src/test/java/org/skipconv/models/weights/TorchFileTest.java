package org.skipconv.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.skipconv.models.weights.TorchFiles.floats;
import static org.skipconv.models.weights.TorchFiles.legacyStorage;
import static org.skipconv.models.weights.TorchFiles.lengthAnd;
import static org.skipconv.models.weights.TorchFiles.storage;
import static org.skipconv.models.weights.TorchFiles.tensor;
import static org.skipconv.models.weights.TorchFiles.tuple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.models.weights.PythonPickle.Built;
import org.skipconv.models.weights.PythonPickle.Call;
import org.skipconv.models.weights.PythonPickle.Global;
import org.skipconv.models.weights.PythonPickle.Raw;

class TorchFileTest {
  @TempDir Path folder;

  private static final float[] SIX = {1, 2, 3, 4, 5, 6};

  private Path file() {
    return folder.resolve("weights.pth");
  }

  /** One storage seen whole, transposed, from an offset, and as one element spread out. */
  private static Map<String, Object> views(PythonPickle.Persistent six) {
    Map<String, Object> dict = new LinkedHashMap<>();
    dict.put("whole", tensor(six, 0, tuple(2, 3), tuple(3, 1)));
    dict.put("transposed", tensor(six, 0, tuple(3, 2), tuple(1, 3)));
    dict.put("part", tensor(six, 4, tuple(2), tuple(1)));
    dict.put("spread", tensor(six, 1, tuple(2, 2), tuple(0, 2)));
    dict.put("scalar", tensor(six, 5, tuple(), tuple()));
    dict.put("empty", tensor(six, 0, tuple(0, 3), tuple(3, 1)));
    return dict;
  }

  private static void checkViews(Weights weights) {
    assertThat(weights.names())
        .containsExactly("whole", "transposed", "part", "spread", "scalar", "empty");
    assertThat(weights.tensor("whole", 2, 3).values()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(weights.tensor("transposed", 3, 2).values()).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(weights.tensor("part", 2).values()).containsExactly(5, 6);
    assertThat(weights.tensor("spread", 2, 2).values()).containsExactly(2, 4, 2, 4);
    assertThat(weights.tensor("scalar").values()).containsExactly(6);
    assertThat(weights.tensor("empty", 0, 3).values()).isEmpty();
  }

  @Test
  void zipViewsOfOneStorage() throws IOException {
    byte[] six = floats(ByteOrder.LITTLE_ENDIAN, SIX);
    TorchFiles.zip(file(), views(storage("Float", "0", 6)), Map.of("data/0", six));
    checkViews(Weights.load(file()));
  }

  @Test
  void legacyViewsOfOneStorage() throws IOException {
    byte[] six = floats(ByteOrder.LITTLE_ENDIAN, SIX);
    Map<String, Object> dict = views(legacyStorage("Float", "94", 6, null));
    TorchFiles.legacy(file(), dict, List.of("94"), List.of(lengthAnd(6, six)));
    checkViews(Weights.load(file()));
  }

  @Test
  void bigEndianZip() throws IOException {
    Map<String, byte[]> entries =
        Map.of(
            "data/0",
            floats(ByteOrder.BIG_ENDIAN, SIX),
            "byteorder",
            "big".getBytes(StandardCharsets.US_ASCII));
    TorchFiles.zip(file(), views(storage("Float", "0", 6)), entries);
    checkViews(Weights.load(file()));
  }

  @Test
  void anUnknownByteOrderIsRefused() throws IOException {
    Map<String, byte[]> entries =
        Map.of("data/0", new byte[24], "byteorder", "pdp".getBytes(StandardCharsets.US_ASCII));
    TorchFiles.zip(file(), views(storage("Float", "0", 6)), entries);
    assertThatThrownBy(() -> Weights.load(file()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("pdp");
  }

  @Test
  void allTypesOfStorage() throws IOException {
    Map<String, Object> dict = new LinkedHashMap<>();
    Map<String, byte[]> entries = new LinkedHashMap<>();
    ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    Map<String, byte[]> numbers = new LinkedHashMap<>();
    numbers.put("Float", bytes.putFloat(0, 1.5f).array().clone());
    numbers.put("Double", bytes.putDouble(0, -2.5).array().clone());
    numbers.put("Half", bytes.putShort(0, (short) 0x3c00).array().clone());
    numbers.put("BFloat16", bytes.putShort(0, (short) 0x4040).array().clone());
    numbers.put("Long", bytes.putLong(0, -4).array().clone());
    numbers.put("Int", bytes.putInt(0, 70000).array().clone());
    numbers.put("Short", bytes.putShort(0, (short) -5).array().clone());
    numbers.put("Char", bytes.put(0, (byte) -6).array().clone());
    numbers.put("Byte", bytes.put(0, (byte) 250).array().clone());
    numbers.put("Bool", bytes.put(0, (byte) 1).array().clone());
    numbers.forEach(
        (type, number) -> {
          dict.put(type, tensor(storage(type, type, 1), 0, tuple(), tuple()));
          entries.put("data/" + type, number);
        });
    TorchFiles.zip(file(), dict, entries);
    Weights weights = Weights.load(file());
    float[] expected = {1.5f, -2.5f, 1, 3, -4, 70000, -5, -6, 250, 1};
    int i = 0;
    for (String name : weights.names()) {
      assertThat(weights.tensor(name).get(0)).as(name).isEqualTo(expected[i++]);
    }
    assertThat(i).isEqualTo(expected.length);
  }

  @Test
  void aStateDictIsTakenOutOfACheckpointAndItsMetadataIgnored() throws IOException {
    Object inner =
        new Built(
            new Call(
                TorchFiles.ORDERED_DICT,
                List.of(
                    List.of("module.a", tensor(storage("Float", "1", 6), 0, tuple(6), tuple(1))),
                    List.of(
                        "module.b",
                        new Call(
                            new Global("torch._utils", "_rebuild_parameter"),
                            tensor(storage("Float", "1", 6), 3, tuple(1), tuple(1)),
                            true,
                            new Call(TorchFiles.ORDERED_DICT))))),
            Map.of("_metadata", new Call(TorchFiles.ORDERED_DICT)));
    Map<String, Object> checkpoint = new LinkedHashMap<>();
    checkpoint.put("epoch", 7);
    checkpoint.put("model", "pose_hrnet");
    checkpoint.put(
        "optimizer", Map.of("x", tensor(storage("Float", "9", 3), 0, tuple(3), tuple(1))));
    checkpoint.put("state_dict", inner);
    TorchFiles.zip(file(), checkpoint, Map.of("data/1", floats(ByteOrder.LITTLE_ENDIAN, SIX)));
    Weights weights = Weights.load(file());
    assertThat(weights.names()).containsExactly("a", "b");
    assertThat(weights.tensor("b", 1).values()).containsExactly(4);
  }

  @Test
  void legacyStoragesThatNobodyNeedsAreSkipped() throws IOException {
    Map<String, Object> checkpoint = new LinkedHashMap<>();
    checkpoint.put(
        "optimizer", tensor(legacyStorage("Double", "1", 2, null), 0, tuple(2), tuple(1)));
    checkpoint.put(
        "best_state_dict",
        Map.of("w", tensor(legacyStorage("Float", "2", 6, null), 0, tuple(6), tuple(1))));
    TorchFiles.legacy(
        file(),
        checkpoint,
        List.of("1", "2"),
        List.of(lengthAnd(2, new byte[16]), lengthAnd(6, floats(ByteOrder.LITTLE_ENDIAN, SIX))));
    assertThat(Weights.load(file()).tensor("w", 6).values()).isEqualTo(SIX);
  }

  /** What training scripts store beside the weights, and what attackers do. */
  static Stream<Object> unknown() {
    return Stream.of(
        new Call(new Global("os", "system"), "echo bad"),
        new Call(new Global("builtins", "eval"), "1"),
        new Global("java.lang", "Runtime"),
        new Call(new Global("builtins", "bytearray")),
        new Call(new Global("decimal", "Decimal"), "1"),
        new Call(new Global("torch", "load"), "other.pth"),
        new Built(new Call(new Global("argparse", "Namespace")), Map.of("lr", "0.1")),
        new Call(
            new Global("numpy.core.multiarray", "scalar"),
            new Call(new Global("numpy", "dtype"), "f8", 0, 1),
            new Raw('U', 3, 'a', 'b', 'c')),
        new Call(new Global("datetime", "datetime"), new Raw('C', 2, 1, 2)),
        // Items that are set, appended and added to objects of unknown classes.
        new Raw('c', 'a', '\n', 'B', '\n', ')', 0x81, '(', 'K', 1, 'K', 2, 'u'),
        new Raw('c', 'a', '\n', 'L', '\n', ')', 0x81, 'K', 1, 'a', '(', 'K', 2, 'e'),
        new Raw(0x8f, '(', 'K', 1, 0x90),
        new Raw('c', 'a', '\n', 'B', '\n', ')', '}', 0x92),
        new Raw('(', 'i', 'o', 's', '\n', 's', 'y', 's', 't', 'e', 'm', '\n'),
        new Raw('(', 'c', 'o', 's', '\n', 's', 'y', 's', '\n', 'o'),
        new Raw(0x8c, 2, 'o', 's', 0x8c, 6, 's', 'y', 's', 't', 'e', 'm', 0x93));
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void whatIsNotKnownIsNotLookedInto(Object unknown) throws IOException {
    Map<String, Object> dict = views(storage("Float", "0", 6));
    dict.put("unknown", unknown);
    byte[] six = floats(ByteOrder.LITTLE_ENDIAN, SIX);
    TorchFiles.zip(file(), dict, Map.of("data/0", six));
    checkViews(Weights.load(file()));
    Map<String, Object> old = views(legacyStorage("Float", "94", 6, null));
    old.put("unknown", unknown);
    TorchFiles.legacy(file(), old, List.of("94"), List.of(lengthAnd(6, six)));
    checkViews(Weights.load(file()));
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void whatIsNotKnownAloneIsRefused(Object unknown) throws IOException {
    TorchFiles.legacy(file(), Map.of("harmless", unknown), List.of(), List.of());
    assertThatThrownBy(() -> Weights.load(file()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("weights.pth")
        .hasMessageContaining("no tensors")
        .hasMessageContaining("harmless");
    TorchFiles.zip(file(), unknown, Map.of());
    assertThatThrownBy(() -> Weights.load(file()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("weights.pth")
        .hasMessageContaining("refused");
  }

  static Stream<Arguments> badTensors() {
    return Stream.of(
        Arguments.of(tensor(storage("Float", "0", 6), 1, tuple(2, 3), tuple(3, 1)), "within"),
        Arguments.of(tensor(storage("Float", "0", 6), 0, tuple(4), tuple(2)), "within"),
        Arguments.of(tensor(storage("Float", "0", 6), 5, tuple(3), tuple(-1)), "strides"),
        Arguments.of(tensor(storage("Float", "0", 6), -1, tuple(1), tuple(1)), "within"),
        Arguments.of(tensor(storage("Float", "0", 6), 0, tuple(2), tuple(1, 1)), "strides"),
        Arguments.of(tensor(storage("Float", "0", 7), 0, tuple(7), tuple(1)), "28 are needed"),
        Arguments.of(tensor(storage("Float", "5", 6), 0, tuple(6), tuple(1)), "data/5"),
        Arguments.of(tensor(storage("ComplexFloat", "0", 3), 0, tuple(3), tuple(1)), "Complex"),
        Arguments.of(new Call("not a function"), "pickle"),
        Arguments.of("no tensor at all", "no tensors"));
  }

  @ParameterizedTest
  @MethodSource("badTensors")
  void aTensorThatCannotBeIsNamed(Object bad, String fault) throws IOException {
    byte[] six = floats(ByteOrder.LITTLE_ENDIAN, SIX);
    TorchFiles.zip(file(), Map.of("w", bad), Map.of("data/0", six));
    assertThatThrownBy(() -> Weights.load(file()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("weights.pth")
        .hasMessageContaining(fault);
  }

  @Test
  void legacyViewsOfStoragesAreRefused() throws IOException {
    Object view = tensor(legacyStorage("Float", "0", 6, tuple("1", 0, 6)), 0, tuple(6), tuple(1));
    TorchFiles.legacy(file(), Map.of("w", view), List.of("0"), List.of());
    assertThatThrownBy(() -> Weights.load(file()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("views of storages");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.3, 0.6, 0.9, 0.999})
  void truncatedFilesAreRefused(double share) throws IOException {
    byte[] six = floats(ByteOrder.LITTLE_ENDIAN, SIX);
    Map<String, Object> dict = views(legacyStorage("Float", "0", 6, null));
    TorchFiles.legacy(file(), dict, List.of("0"), List.of(lengthAnd(6, six)));
    truncate(share);
    assertThatThrownBy(() -> Weights.load(file()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("weights.pth");
    TorchFiles.zip(file(), views(storage("Float", "0", 6)), Map.of("data/0", six));
    truncate(share);
    assertThatThrownBy(() -> Weights.load(file()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("weights.pth");
  }

  private void truncate(double share) throws IOException {
    byte[] bytes = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(bytes, (int) (bytes.length * share)));
  }
}

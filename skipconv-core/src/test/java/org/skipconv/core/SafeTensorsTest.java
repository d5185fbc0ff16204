package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.testing.FileTrial;
import org.skipconv.core.testing.TestData;

class SafeTensorsTest {
  @TempDir Path folder;

  private static SafeTensors example() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("z.weight", Tensor.of(new float[] {1, -2, 0.5f, 4, 5, 6}, 3, 2));
    tensors.put("a", Tensor.of(new float[] {7}));
    tensors.put("empty \"quoted\" ü", Tensor.of(new float[0], 2, 0));
    return new SafeTensors(tensors, Map.of("model", "a \"test\""));
  }

  @ParameterizedTest
  @CsvSource({"F64", "F32", "F16", "BF16"})
  void whatIsWrittenIsRead(ElementType type) throws IOException {
    Path file = folder.resolve("example.safetensors");
    example().write(file, type);
    SafeTensors read = SafeTensors.read(file);

    assertThat(read.metadata()).isEqualTo(example().metadata());
    assertThat(read.tensors().keySet())
        .containsExactly(example().tensors().keySet().toArray(new String[0]));
    example()
        .tensors()
        .forEach(
            (name, tensor) -> {
              assertThat(read.tensors().get(name).shape()).isEqualTo(tensor.shape());
              assertThat(read.tensors().get(name).values()).isEqualTo(tensor.values());
            });
    long header =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(header % 8).isZero();
    assertThat(Files.size(file)).isEqualTo(8 + header + 7L * type.bytes());
  }

  @Test
  void writingLeavesNoOtherFilesAndReplacesTheOldOne() throws IOException {
    Path file = folder.resolve("example.safetensors");
    Files.writeString(file, "old");
    example().write(file, ElementType.F32);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    assertThat(SafeTensors.read(file).tensors()).hasSize(3);
  }

  @Test
  void aValueTooLargeForHalfIsRefusedBeforeAnythingIsWritten() {
    SafeTensors large = SafeTensors.of(Map.of("w", Tensor.of(new float[] {70000}, 1)));
    Path file = folder.resolve("large.safetensors");
    assertThatThrownBy(() -> large.write(file, ElementType.F16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("w holds 70000");
    assertThat(file).doesNotExist();
  }

  @Test
  void wholeNumbersAreNoTypeToWrite() {
    assertThatThrownBy(() -> example().write(folder.resolve("x"), ElementType.I64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("I64");
  }

  @Test
  void noTensorMayHaveTheNameOfTheMetadata() {
    Map<String, Tensor> tensors = Map.of("__metadata__", Tensor.of(new float[1], 1));
    assertThatThrownBy(() -> SafeTensors.of(tensors)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countersAreRead() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    data.putLong(123).putFloat(1.5f);
    Path file =
        write(
            "{\"bn.num_batches_tracked\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}",
            data.array());
    SafeTensors read = SafeTensors.read(file);
    assertThat(read.tensors().get("bn.num_batches_tracked").rank()).isZero();
    assertThat(read.tensors().get("bn.num_batches_tracked").get(0)).isEqualTo(123);
    assertThat(read.tensors().get("w").get(0)).isEqualTo(1.5f);
    assertThat(read.metadata()).isEmpty();
  }

  @Test
  void theOrderOfTheHeaderIsKeptWhateverTheOrderOfTheData() throws IOException {
    Path file = write(tensor("b", "U8", "[2]", 2, 4) + tensor("a", "U8", "[2]", 0, 2), 1, 2, 3, 4);
    SafeTensors read = SafeTensors.read(file);
    assertThat(read.tensors().keySet()).containsExactly("b", "a");
    assertThat(read.tensors().get("a").values()).containsExactly(1, 2);
    assertThat(read.tensors().get("b").values()).containsExactly(3, 4);
  }

  static Stream<Arguments> brokenHeaders() {
    return Stream.of(
        Arguments.of(tensor("w", "F32", "[2]", 0, 8), 4, "truncated"),
        Arguments.of(tensor("w", "F32", "[1]", 0, 4), 8, "of 8 bytes of data"),
        Arguments.of(tensor("w", "F32", "[2]", 0, 4), 4, "needs 8 bytes"),
        Arguments.of(tensor("w", "F32", "[1]", 4, 0), 4, "offsets are 4 to 0"),
        Arguments.of(tensor("w", "F32", "[1]", -4, 0), 4, "offsets are -4 to 0"),
        Arguments.of(tensor("w", "F32", "[-1]", 0, 4), 4, "shape [-1]"),
        Arguments.of(tensor("w", "F32", "[1.5]", 0, 6), 6, "tensor w"),
        Arguments.of(tensor("w", "F32", "[2147483647,2147483647,8]", 0, 4), 4, "tensor w"),
        Arguments.of(tensor("w", "F8_E5M2", "[1]", 0, 1), 1, "unknown dtype F8_E5M2"),
        Arguments.of(tensor("v", "U8", "[4]", 0, 4) + tensor("w", "U8", "[4]", 2, 6), 6, "overlap"),
        Arguments.of(tensor("v", "U8", "[1]", 0, 1) + tensor("w", "U8", "[1]", 2, 3), 3, "hole"),
        Arguments.of("\"w\":{\"dtype\":\"F32\",\"shape\":[1]},", 4, "tensor w"),
        Arguments.of("\"w\":{\"shape\":[1],\"data_offsets\":[0,4]},", 4, "tensor w"),
        Arguments.of("\"w\":7,", 4, "tensor w"),
        Arguments.of("\"__metadata__\":{\"a\":[]},", 0, "__metadata__"),
        Arguments.of(tensor("w", "U8", "[2]", 0, 2) + tensor("w", "F16", "[1]", 0, 2), 2, "twice"),
        Arguments.of("\"w\":{\"dtype\":\"U8\",\"dtype\":\"I8\",\"shape\":[0]},", 0, "twice"),
        Arguments.of("\"__metadata__\":{\"a\":\"b\",\"a\":\"c\"},", 0, "twice"),
        Arguments.of("\"w\":{\"dtype\":\"U8\",\"shape\":[1e999999999]},", 0, "1e999999999"),
        Arguments.of("\"w\":{\"dtype\":\"U8\",\"shape\":[4.0]},", 0, "4.0"),
        Arguments.of("\"w\":{\"dtype\":\"U8\",\"shape\":[\"4\"]},", 0, "STRING"),
        Arguments.of("\"w\":{\"dtype\":\"U8\",\"shape\":[NaN]},", 0, "JSON"),
        Arguments.of("\"w\":{\"dtype\":\"U8\",\"shape\":[1" + ",1".repeat(99) + "]},", 0, "64"),
        Arguments.of("\"w\":{\"more\":" + "[".repeat(5000) + "},", 0, "JSON"),
        Arguments.of("\"" + "w".repeat(5000) + "\":7,", 0, "www ... www"),
        Arguments.of("\"w\":{,", 0, "JSON"));
  }

  @ParameterizedTest
  @MethodSource("brokenHeaders")
  void aBrokenHeaderIsNamed(String entries, int dataBytes, String fault) throws IOException {
    Path file = write(entries, new byte[dataBytes]);
    assertThat(FileTrial.refused(file, 20, () -> SafeTensors.read(file)))
        .contains("broken.safetensors")
        .contains(fault);
  }

  @ParameterizedTest
  @ValueSource(strings = {"st-dup-tensor", "st-float-offset"})
  void hostileFilesAreRefused(String name) throws IOException {
    Path file = TestData.require("hostile/" + name + ".safetensors");
    assertThat(FileTrial.refused(file, 20, () -> SafeTensors.read(file))).contains("safetensors");
  }

  @Test
  void aDirectoryIsRefused() {
    assertThatThrownBy(() -> SafeTensors.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path file = folder.resolve("broken.safetensors");
    Files.write(file, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> SafeTensors.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broken.safetensors")
        .hasMessageContaining("3 bytes");
    Files.writeString(file, "PK\003\004 this is some other kind of file");
    assertThatThrownBy(() -> SafeTensors.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("header claims");
    byte[] list = "\u0002\0\0\0\0\0\0\0[]".getBytes(StandardCharsets.UTF_8);
    Files.write(file, list);
    assertThatThrownBy(() -> SafeTensors.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("JSON object");
    assertThatThrownBy(() -> SafeTensors.read(folder.resolve("absent")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void trainedWeightsAreRead() throws IOException {
    Path file = TestData.require("weights/hrnet_w32_256x192_fp16.safetensors");
    SafeTensors read = SafeTensors.read(file);
    assertThat(read.tensors()).hasSize(1462);
    assertThat(read.metadata()).containsEntry("format", "pt");
    assertThat(read.tensors().get("conv1.weight").shape()).containsExactly(64, 3, 3, 3);
    assertThat(read.tensors().get("conv1.weight").values()).startsWith(0.13049316f, 0.061035156f);
    for (Tensor tensor : read.tensors().values()) {
      for (float value : tensor.values()) {
        if (!Float.isFinite(value)) {
          fail(tensor + " holds " + value);
        }
      }
    }
  }

  private static String tensor(String name, String type, String shape, int begin, int end) {
    return String.format(
        "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]},",
        name, type, shape, begin, end);
  }

  private Path write(String header, int... data) throws IOException {
    byte[] bytes = new byte[data.length];
    for (int i = 0; i < data.length; i++) {
      bytes[i] = (byte) data[i];
    }
    return write(header, bytes);
  }

  /** A file with these header entries, each of which ends in a comma, or this whole header. */
  private Path write(String entries, byte[] data) throws IOException {
    String header =
        entries.startsWith("{") ? entries : "{" + entries.substring(0, entries.length() - 1) + "}";
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("broken.safetensors");
    Files.write(
        file,
        ByteBuffer.allocate(8 + json.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(data)
            .array());
    return file;
  }
}

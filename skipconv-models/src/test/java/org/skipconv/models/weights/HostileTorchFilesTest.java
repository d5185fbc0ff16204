package org.skipconv.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.skipconv.models.weights.TorchFiles.legacyStorage;
import static org.skipconv.models.weights.TorchFiles.storage;
import static org.skipconv.models.weights.TorchFiles.tensor;
import static org.skipconv.models.weights.TorchFiles.tuple;

import java.io.ByteArrayOutputStream;
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
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.testing.FileTrial;
import org.skipconv.core.testing.TestData;
import org.skipconv.models.weights.PythonPickle.Raw;

/** Files that want memory, time or the stack. */
@Timeout(30)
class HostileTorchFilesTest {
  private static final int MULTIPLE = 64;

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("hostile.pth");
  }

  private static String refused(Path file) throws IOException {
    return FileTrial.refused(file, MULTIPLE, () -> Weights.load(file));
  }

  private String refused(Object root) throws IOException {
    return refused(TorchFiles.zip(file(), root, Map.of()));
  }

  private String refusedPickle(byte[] opcodes) throws IOException {
    int[] all = new int[opcodes.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = opcodes[i];
    }
    return refused(new Raw(all));
  }

  private static byte[] opcodes(int... opcodes) {
    byte[] bytes = new byte[opcodes.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) opcodes[i];
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "binbytes-900M",
        "binunicode-2G",
        "eval",
        "key-hash-bomb",
        "legacy-neg",
        "neg-storage",
        "nested-reduce",
        "os-system",
        "self-model",
        "stride0",
        "zip-false-size"
      })
  void hostileFilesAreRefused(String name) throws IOException {
    Path file = TestData.require("hostile/pth-" + name + ".pth");
    assertThat(refused(file)).contains("pth-" + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"good", "zip-slip"})
  void goodFilesAreRead(String name) throws IOException {
    // The second has an entry besides, named after a file outside; nothing is ever unpacked.
    Path file = TestData.require("hostile/pth-" + name + ".pth");
    assertThat(Weights.load(file).tensors()).isNotEmpty();
  }

  @Test
  void aThousandPrefixesAreNotTakenAwayOneInTheOther() throws IOException {
    Path file = TestData.require("hostile/st-prefix-1000.safetensors");
    assertThat(FileTrial.of(file, MULTIPLE, () -> Weights.load(file))).isEmpty();
    Map<String, Integer> deep = Map.of("module.".repeat(100_000) + "w", 1);
    assertThat(KeyPrefixes.strip(deep).keySet().iterator().next()).endsWith("module.w");
  }

  @ParameterizedTest
  @CsvSource({
    "B, 4, 900000000",
    "X, 4, 2147483647",
    "X, 4, -1",
    "T, 4, -1",
    "T, 4, 2000000000",
    "\u008d, 8, 9000000000000000000",
    "\u008d, 8, -2",
    "\u008e, 8, 4611686018427387904",
    "\u0096, 8, 1099511627776",
    "\u008b, 4, 2147483647",
    "\u008b, 4, -2147483648"
  })
  void lengthsAreNotBelieved(char opcode, int bytes, long length) throws IOException {
    ByteBuffer pickle = ByteBuffer.allocate(1 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    pickle.put((byte) opcode);
    if (bytes == 4) {
      pickle.putInt((int) length);
    } else {
      pickle.putLong(length);
    }
    assertThat(refusedPickle(pickle.array())).contains("pickle is damaged");
  }

  @ParameterizedTest
  @ValueSource(ints = {'r', 'j'})
  void numbersOfTheMemoAreNotBelieved(int opcode) throws IOException {
    assertThat(refusedPickle(opcodes('N', opcode, 0xff, 0xff, 0xff, 0x7f))).contains("number");
    assertThat(refusedPickle(opcodes('N', opcode, 0xff, 0xff, 0xff, 0xff))).contains("number");
  }

  @ParameterizedTest
  @ValueSource(ints = {'0', '1', '2', 'a', 'b', 'd', 'e', 'l', 'o', 'q', 's', 't', 'u', 'R', 'Q'})
  void anEmptyStackIsNoFault(int opcode) throws IOException {
    assertThat(refusedPickle(opcodes(opcode, 0))).contains("pickle cannot be read");
    assertThat(refusedPickle(opcodes('N', '(', opcode, 'a', 'a')))
        .contains("pickle cannot be read");
  }

  @Test
  void aTensorOfStrideZeroIsNotSpreadOut() throws IOException {
    Object wide = tensor(storage("Float", "0", 1), 0, tuple(1 << 20, 1 << 10), tuple(0, 0));
    TorchFiles.zip(file(), Map.of("w", wide), Map.of("data/0", new byte[4]));
    assertThat(refused(file())).contains("1073741824 numbers, more than a file of");
  }

  @Test
  void oneStorageUnderManyNamesIsBounded() throws IOException {
    Map<String, Object> dict = new LinkedHashMap<>();
    for (int i = 0; i < 3000; i++) {
      dict.put("w" + i, tensor(storage("Byte", "0", 30_000), 1, tuple(29_000), tuple(1)));
    }
    TorchFiles.zip(file(), dict, Map.of("data/0", new byte[30_000]));
    assertThat(refused(file())).contains("29000 numbers, more than a file of");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void storagesOfImpossibleSizesAreRefused(int elements) throws IOException {
    Object weights = tensor(storage("Float", "0", elements), 0, tuple(0), tuple(1));
    TorchFiles.zip(file(), Map.of("w", weights), Map.of("data/0", new byte[0]));
    assertThat(refused(file())).contains("a storage has " + elements + " elements");
    Object old = tensor(legacyStorage("Float", "0", elements, null), 0, tuple(0), tuple(1));
    byte[] length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(elements).array();
    TorchFiles.legacy(file(), Map.of("w", old), List.of("0"), List.of(length));
    assertThat(refused(file())).contains("a storage has " + elements + " elements");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, 1L << 61, 100})
  void lengthsOfOldStoragesAreNotBelieved(long length) throws IOException {
    Object weights = tensor(legacyStorage("Float", "0", 100, null), 0, tuple(100), tuple(1));
    byte[] claimed = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    TorchFiles.legacy(file(), Map.of("w", weights), List.of("0"), List.of(claimed));
    assertThat(refused(file())).contains("storage 0");
  }

  /** Sizes of an entry in the zip's directory and in front of its bytes. */
  private static void claim(Path file, String entry, int size) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] name = entry.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i + 46 + name.length <= bytes.length; i++) {
      boolean directory = zip.getInt(i) == 0x02014b50;
      boolean local = zip.getInt(i) == 0x04034b50;
      int at = i + (directory ? 46 : 30);
      if ((directory || local)
          && Arrays.equals(bytes, at, at + name.length, name, 0, name.length)) {
        zip.putInt(i + (directory ? 24 : 22), size);
      }
    }
    Files.write(file, bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE - 8, 1 << 28, 100})
  void sizesInTheZipsDirectoryAreNotBelieved(int size) throws IOException {
    Object weights = tensor(storage("Byte", "0", size), 0, tuple(size), tuple(1));
    TorchFiles.zip(file(), Map.of("w", weights), Map.of("data/0", new byte[8]));
    claim(file(), "archive/data/0", size);
    refused(file());
  }

  @Test
  void deflatedBombsAreRefused() throws IOException {
    byte[] zeros = new byte[64 << 20];
    Object weights =
        tensor(storage("Float", "0", zeros.length / 4), 0, tuple(zeros.length / 4), tuple(1));
    deflated(PythonPickle.of(Map.of("w", weights)), zeros);
    assertThat(refused(file())).contains("16777216 numbers, more than a file of");
    deflated(new byte[40 << 20], new byte[0]);
    assertThat(refused(file())).contains("pickle");
    // A pickle of lists, one in the other.
    byte[] lists = new byte[40 << 20];
    Arrays.fill(lists, (byte) ']');
    deflated(lists, new byte[0]);
    assertThat(refused(file())).contains("pickle");
  }

  private void deflated(byte[] pickle, byte[] data) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file()))) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(pickle);
      zip.putNextEntry(new ZipEntry("archive/data/0"));
      zip.write(data);
    }
  }

  @Test
  void aCompressedFileIsRead() throws IOException {
    Object weights = tensor(storage("Float", "0", 100), 0, tuple(100), tuple(1));
    deflated(PythonPickle.of(Map.of("w", weights)), new byte[400]);
    assertThat(Weights.load(file()).tensor("w", 100).values()).containsOnly(0);
  }

  @Test
  void aDictThatContainsItselfEnds() throws IOException {
    // d = {}; d["model"] = d; d["state_dict"] = d
    String self = "}q\0(U\5modelh\0U\12state_dicth\0u";
    assertThat(refusedPickle(self.getBytes(StandardCharsets.ISO_8859_1))).contains("no tensors");
    // A list that contains itself, as key and as value, and as the whole.
    assertThat(refusedPickle(opcodes('}', ']', 'q', 0, 'h', 0, 'a', 'N', 's')))
        .contains("no tensors");
    assertThat(refusedPickle(opcodes(']', 'q', 0, 'h', 0, 'a'))).contains("no dict");
  }

  @Test
  void listsInListsAreNoKeysToHash() throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.writeBytes(opcodes('}', ']', 'q', 0));
    for (int level = 0; level < 60; level++) {
      // The next list holds the one before twice: 2^60 leaves.
      pickle.writeBytes(opcodes('(', 'h', level, 'h', level, 'l', 'q', level + 1));
    }
    pickle.writeBytes(opcodes('N', 's'));
    assertThat(refusedPickle(pickle.toByteArray())).contains("pickle cannot be read");
    assertThat(refused(Map.of("w", "no tensor"))).contains("no tensors");
  }

  @ParameterizedTest
  @ValueSource(ints = {'(', ']', '}', ')', '2', 0x85, 0x86})
  void nestingHoweverDeepIsNoFault(int opcode) throws IOException {
    byte[] deep = new byte[3 << 20];
    Arrays.fill(deep, (byte) opcode);
    deep[0] = 'N';
    deep[1] = 'N';
    refusedPickle(deep);
  }

  @Test
  void aMegabyteOfDigitsIsNotCalculated() throws IOException {
    String digits = "9".repeat(1 << 20);
    for (char opcode : new char[] {'L', 'I', 'F', 'g', 'p'}) {
      byte[] pickle = (opcode + digits + "\n").getBytes(StandardCharsets.US_ASCII);
      assertThat(refusedPickle(pickle)).contains("a line does not end");
    }
    byte[] binary = new byte[5 + (1 << 20)];
    ByteBuffer.wrap(binary).order(ByteOrder.LITTLE_ENDIAN).put((byte) 0x8b).putInt(1 << 20);
    assertThat(refusedPickle(binary)).contains("a number");
  }

  @Test
  void aListIsNotCopiedOnceForEveryFewBytes() throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.writeBytes("ccollections\nOrderedDict\nq\u0000(".getBytes(StandardCharsets.ISO_8859_1));
    for (int i = 0; i < 20_000; i++) {
      pickle.writeBytes(opcodes('N', 'N', 0x86));
    }
    pickle.writeBytes(opcodes('l', 0x85, 'q', 1));
    for (int i = 0; i < 200_000; i++) {
      pickle.writeBytes(opcodes('h', 0, 'h', 1, 'R', '0'));
    }
    assertThat(refusedPickle(pickle.toByteArray())).contains("again and again");
  }

  @Test
  void longNamesAreCutInMessages() throws IOException {
    String name = "n".repeat(1 << 20);
    assertThat(refused(Map.of(name, 1))).contains("nnn ... nnn");
    Object weights = tensor(legacyStorage("Float", name, 9, null), 0, tuple(9), tuple(1));
    TorchFiles.legacy(file(), Map.of("w", weights), List.of(name), List.of());
    assertThat(refused(file())).contains("nnn ... nnn");
  }
}

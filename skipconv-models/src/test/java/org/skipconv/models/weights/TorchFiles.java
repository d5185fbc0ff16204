package org.skipconv.models.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.skipconv.models.weights.PythonPickle.Call;
import org.skipconv.models.weights.PythonPickle.Global;
import org.skipconv.models.weights.PythonPickle.Persistent;

/** Writes PyTorch's two containers, without PyTorch. */
final class TorchFiles {
  static final Object ORDERED_DICT = new Global("collections", "OrderedDict");

  private TorchFiles() {}

  /** What a pickle says of a storage; the legacy container has a sixth item. */
  static Persistent storage(String type, String key, int elements) {
    return new Persistent(
        new Object[] {"storage", new Global("torch", type + "Storage"), key, "cpu", elements});
  }

  static Persistent legacyStorage(String type, String key, int elements, Object view) {
    return new Persistent(
        new Object[] {
          "storage", new Global("torch", type + "Storage"), key, "cpu", elements, view
        });
  }

  static Call tensor(Persistent storage, int offset, Object[] size, Object[] stride) {
    return new Call(
        new Global("torch._utils", "_rebuild_tensor_v2"),
        storage,
        offset,
        size,
        stride,
        false,
        new Call(ORDERED_DICT));
  }

  static Object[] tuple(Object... items) {
    return items;
  }

  static byte[] floats(ByteOrder order, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(order);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  /** The zip container, stored, with these entries below the root. */
  static Path zip(Path file, Object root, Map<String, byte[]> entries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setMethod(ZipOutputStream.STORED);
      entry(zip, "archive/data.pkl", PythonPickle.of(root));
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        entry(zip, "archive/" + entry.getKey(), entry.getValue());
      }
      entry(zip, "archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }
    return file;
  }

  /** The zip container with these bytes as its pickle and as storage 0. */
  static Path zip(Path file, byte[] pickle, byte[] numbers) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setMethod(ZipOutputStream.STORED);
      entry(zip, "archive/data.pkl", pickle);
      entry(zip, "archive/data/0", numbers);
    }
    return file;
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  /** The legacy container: five pickles, then lengths and numbers. */
  static Path legacy(Path file, Object root, List<String> keys, List<byte[]> storages)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(PythonPickle.of(new BigInteger("1950a86a20f9469cfc6c", 16)));
    out.writeBytes(PythonPickle.of(1001));
    out.writeBytes(PythonPickle.of(Map.of("protocol_version", 1001, "little_endian", true)));
    out.writeBytes(PythonPickle.of(root));
    out.writeBytes(PythonPickle.of(keys));
    for (byte[] storage : storages) {
      out.writeBytes(storage);
    }
    Files.write(file, out.toByteArray());
    return file;
  }

  /** Length and numbers of a storage of the legacy container. */
  static byte[] lengthAnd(int elements, byte[] numbers) {
    return ByteBuffer.allocate(8 + numbers.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(elements)
        .put(numbers)
        .array();
  }
}

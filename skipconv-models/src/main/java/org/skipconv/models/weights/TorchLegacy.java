package org.skipconv.models.weights;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Tensor;
import org.skipconv.models.weights.TensorRef.Storage;

/**
 * PyTorch's container before 1.6: five pickles (magic number, protocol, facts about the machine,
 * the object, the list of storages), then each storage's length and numbers. The numbers are
 * little-endian whatever machine wrote them.
 */
final class TorchLegacy {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;

  /** Pickle protocol 2, then a whole number of 10 bytes: the start of the magic number. */
  private static final byte[] START = {(byte) 0x80, 2, (byte) 0x8a, 10};

  private TorchLegacy() {}

  static boolean startsLike(byte[] start) {
    return Arrays.equals(Arrays.copyOf(start, START.length), START);
  }

  static TorchContent read(Path file, TorchContent.Choice choice) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return read(in, Files.size(file), choice);
    }
  }

  private static TorchContent read(InputStream in, long fileBytes, TorchContent.Choice choice)
      throws IOException {
    PickleInput pickles = new PickleInput(in, Math.min(fileBytes, TorchUnpickler.MAX_BYTES));
    TorchUnpickler unpickler = new TorchUnpickler(pickles);
    if (!MAGIC.equals(unpickler.read())) {
      throw new IOException("its magic number is wrong");
    }
    Object protocol = unpickler.read();
    if (!Long.valueOf(PROTOCOL).equals(protocol)) {
      throw new IOException("its protocol is not " + PROTOCOL);
    }
    // Facts about the machine that wrote the file; nothing in them changes how it is read.
    unpickler.read();
    StateDict dict = choice.of(unpickler.read());
    if (!(unpickler.read() instanceof List<?> keys)) {
      throw new IOException("its list of storages is missing");
    }
    Map<String, TensorRef> refs = dict.tensors();
    FloatBudget budget = new FloatBudget(fileBytes);
    Set<Storage> needed =
        refs.values().stream().map(TensorRef::storage).collect(Collectors.toSet());
    Map<Storage, float[]> storages = new HashMap<>();
    for (Object key : keys) {
      String name = key instanceof String || key instanceof Long ? String.valueOf(key) : "";
      readStorage(in, unpickler.storages().get(name), name, fileBytes, needed, budget, storages);
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, TensorRef> ref : refs.entrySet()) {
      if (!storages.containsKey(ref.getValue().storage())) {
        throw new IOException("the storage of " + ref.getKey() + " is missing");
      }
      tensors.put(ref.getKey(), ref.getValue().resolve(storages, budget));
    }
    return new TorchContent(dict, tensors);
  }

  private static void readStorage(
      InputStream in,
      @Nullable Storage storage,
      String key,
      long fileBytes,
      Set<Storage> needed,
      FloatBudget budget,
      Map<Storage, float[]> storages)
      throws IOException {
    byte[] length = in.readNBytes(Long.BYTES);
    if (length.length < Long.BYTES) {
      throw new EOFException("it ends before storage " + key);
    }
    long elements = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (storage == null || storage.elements() != elements) {
      throw new IOException(
          "storage " + key + " has " + elements + " elements, but its tensors say otherwise");
    }
    long bytes = elements * storage.type().bytes();
    if (bytes > fileBytes) {
      throw new EOFException("storage " + key + " needs " + bytes + " bytes, more than the file");
    }
    if (needed.contains(storage)) {
      budget.take(elements, "storage " + key);
      storages.put(
          storage,
          storage
              .type()
              .read(Channels.newChannel(in), ByteOrder.LITTLE_ENDIAN, storage.elements()));
    } else {
      in.skipNBytes(bytes);
    }
  }
}

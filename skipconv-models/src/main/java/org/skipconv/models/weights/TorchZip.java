package org.skipconv.models.weights;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.skipconv.core.Tensor;
import org.skipconv.models.weights.TensorRef.Storage;

/**
 * PyTorch's container since 1.6: a zip with {@code <root>/data.pkl}, one {@code <root>/data/<key>}
 * a storage, and {@code <root>/byteorder}.
 */
final class TorchZip {
  private static final String PICKLE = "data.pkl";

  /** Times that a compressed pickle may be longer than the file; PyTorch compresses nothing. */
  private static final long MAX_INFLATION = 8;

  private final ZipFile zip;
  private final String root;
  private final long fileBytes;

  private TorchZip(ZipFile zip, String root, long fileBytes) {
    this.zip = zip;
    this.root = root;
    this.fileBytes = fileBytes;
  }

  static boolean startsLike(byte[] start) {
    return start.length >= 4
        && start[0] == 'P'
        && start[1] == 'K'
        && start[2] == 3
        && start[3] == 4;
  }

  static TorchContent read(Path file, TorchContent.Choice choice) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new TorchZip(zip, root(zip), Files.size(file)).read(choice);
    } catch (ZipException e) {
      throw new IOException("its zip container is damaged: " + e.getMessage(), e);
    }
  }

  private static String root(ZipFile zip) throws IOException {
    List<String> pickles =
        zip.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
            .toList();
    if (pickles.size() != 1) {
      throw new IOException(
          "its zip has " + pickles.size() + " entries " + PICKLE + " instead of 1");
    }
    String pickle = pickles.get(0);
    return pickle.substring(0, pickle.length() - PICKLE.length());
  }

  private TorchContent read(TorchContent.Choice choice) throws IOException {
    StateDict dict;
    try (InputStream in = new BufferedInputStream(open(PICKLE))) {
      // A compressed one may be much longer than the file.
      long limit = Math.min(MAX_INFLATION * fileBytes, TorchUnpickler.MAX_BYTES);
      dict = choice.of(new TorchUnpickler(new PickleInput(in, limit)).read());
    }
    ByteOrder order = byteOrder();
    FloatBudget budget = new FloatBudget(fileBytes);
    Map<Storage, float[]> storages = new HashMap<>();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, TensorRef> ref : dict.tensors().entrySet()) {
      Storage storage = ref.getValue().storage();
      if (!storages.containsKey(storage)) {
        storages.put(storage, read(storage, order, budget));
      }
      tensors.put(ref.getKey(), ref.getValue().resolve(storages, budget));
    }
    return new TorchContent(dict, tensors);
  }

  private float[] read(Storage storage, ByteOrder order, FloatBudget budget) throws IOException {
    String name = "data/" + storage.key();
    ZipEntry entry = entry(name);
    long needed = (long) storage.elements() * storage.type().bytes();
    // What the directory claims of an entry that is stored as it is cannot be more than the file.
    boolean stored = entry.getMethod() == ZipEntry.STORED;
    long there = stored ? Math.min(entry.getSize(), fileBytes) : entry.getSize();
    if (there < needed) {
      throw new EOFException(name + " has " + there + " bytes, but " + needed + " are needed");
    }
    budget.take(storage.elements(), name);
    try (InputStream in = open(name)) {
      return storage.type().read(Channels.newChannel(in), order, storage.elements());
    }
  }

  private ByteOrder byteOrder() throws IOException {
    if (zip.getEntry(root + "byteorder") == null) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    try (InputStream in = open("byteorder")) {
      String order = new String(in.readNBytes(16), StandardCharsets.US_ASCII).trim();
      return switch (order) {
        case "little" -> ByteOrder.LITTLE_ENDIAN;
        case "big" -> ByteOrder.BIG_ENDIAN;
        default -> throw new IOException("its byte order is " + order + ", not little or big");
      };
    }
  }

  private InputStream open(String name) throws IOException {
    return zip.getInputStream(entry(name));
  }

  private ZipEntry entry(String name) throws IOException {
    ZipEntry entry = zip.getEntry(root + name);
    if (entry == null) {
      throw new IOException("its zip has no entry " + root + name);
    }
    return entry;
  }
}

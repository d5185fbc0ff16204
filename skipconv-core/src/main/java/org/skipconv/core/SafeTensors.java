package org.skipconv.core;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.skipconv.core.io.AtomicFile;
import org.skipconv.core.io.FileErrors;

/**
 * Content of a {@code .safetensors} file: named tensors and a few strings about them.
 *
 * <p>The format (huggingface/safetensors): 8 bytes little-endian header length, a JSON header
 * {@code {"name": {"dtype", "shape", "data_offsets"}, "__metadata__": {...}}}, then the tensors'
 * bytes, little-endian, row-major, without holes.
 *
 * @param tensors in the order of the file's header; whole numbers become floats, too
 * @param metadata the strings of {@code __metadata__}, empty when the file has none
 */
public record SafeTensors(Map<String, Tensor> tensors, Map<String, String> metadata) {

  /** Copies its collections and refuses impossible values. */
  public SafeTensors {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    if (tensors.containsKey(SafeTensorsHeader.METADATA)) {
      throw new IllegalArgumentException(
          "no tensor may be named " + SafeTensorsHeader.METADATA + ": the format needs that name");
    }
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * {@return tensors that nothing more is said about}
   *
   * @param tensors the tensors by their names
   */
  public static SafeTensors of(Map<String, Tensor> tensors) {
    return new SafeTensors(tensors, Map.of());
  }

  /**
   * Reads a whole file.
   *
   * @param file the file
   * @return the tensors and strings of the file
   * @throws IOException when it cannot be read, or breaks a rule of the format; the message names
   *     the file, the tensor and the fault
   */
  public static SafeTensors read(Path file) throws IOException {
    return FileErrors.naming(file, () -> readAll(file));
  }

  private static SafeTensors readAll(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafeTensorsHeader header = SafeTensorsHeader.read(channel);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (SafeTensorsHeader.Entry entry : header.entries()) {
        channel.position(header.dataStart() + entry.begin());
        float[] values = entry.type().read(channel, ByteOrder.LITTLE_ENDIAN, entry.elements());
        tensors.put(entry.name(), Tensor.of(values, entry.shape()));
      }
      return new SafeTensors(tensors, header.metadata());
    }
  }

  /**
   * Reads the strings of {@code __metadata__} alone, which takes no longer for a large file.
   *
   * @param file the file
   * @return the strings by their names
   * @throws IOException when the file cannot be read, or its header breaks a rule of the format;
   *     the message names the file and the fault
   */
  public static Map<String, String> readMetadata(Path file) throws IOException {
    return FileErrors.naming(
        file,
        () -> {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return SafeTensorsHeader.read(channel).metadata();
          }
        });
  }

  /**
   * Writes a file. It is complete or not there at all: an older one of that name stays until the
   * last byte is written.
   *
   * @param file the file
   * @param type of the numbers in the file, one of the floating-point types; values are rounded to
   *     the nearest that it has
   * @throws IllegalArgumentException when the type is another one, or a finite value is too large
   *     for it; nothing is written then
   * @throws IOException when the file cannot be written; the message names it and the cause
   */
  public void write(Path file, ElementType type) throws IOException {
    checkFits(type);
    AtomicFile.write(
        file,
        stream -> {
          WritableByteChannel out = Channels.newChannel(stream);
          out.write(ByteBuffer.wrap(header(type)));
          for (Tensor tensor : tensors.values()) {
            type.write(out, tensor.values());
          }
        });
  }

  /** Length and header, padded so that the data begin at a multiple of 8. */
  private byte[] header(ElementType type) {
    JsonObject json = new JsonObject();
    if (!metadata.isEmpty()) {
      JsonObject strings = new JsonObject();
      metadata.forEach(strings::addProperty);
      json.add(SafeTensorsHeader.METADATA, strings);
    }
    long begin = 0;
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      long end = begin + (long) tensor.getValue().elements() * type.bytes();
      JsonObject entry = new JsonObject();
      entry.addProperty("dtype", type.name());
      entry.add("shape", new Gson().toJsonTree(tensor.getValue().shape()));
      entry.add("data_offsets", new Gson().toJsonTree(new long[] {begin, end}));
      json.add(tensor.getKey(), entry);
      begin = end;
    }
    byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    ByteBuffer bytes = ByteBuffer.allocate(8 + padded.length).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putLong(padded.length).put(padded).array();
  }

  private void checkFits(ElementType type) {
    if (!type.isFloatingPoint()) {
      throw new IllegalArgumentException(
          "tensors can be written as F64, F32, F16 or BF16, not as " + type);
    }
    if (type != ElementType.F16) {
      return;
    }
    tensors.forEach(
        (name, tensor) -> {
          for (float value : tensor.values()) {
            if (Math.abs(value) >= 65520f && !Float.isInfinite(value)) {
              throw new IllegalArgumentException(
                  name + " holds " + value + ", more than F16 can hold (65504)");
            }
          }
        });
  }
}

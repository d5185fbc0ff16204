package org.skipconv.core;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The header of a safetensors file, checked so far that every tensor it lists can be read. */
record SafeTensorsHeader(List<Entry> entries, Map<String, String> metadata, long dataStart) {
  /** The limit of the format's reference implementation. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  static final String METADATA = "__metadata__";

  /** A broken rule of the format; the message does not name the file. */
  static final class Malformed extends IOException {
    Malformed(String fault, Throwable cause) {
      super("not a valid safetensors file: " + fault, cause);
    }

    Malformed(String fault) {
      this(fault, null);
    }
  }

  /** Where one tensor lies, in bytes from the end of the header. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Entry(String name, ElementType type, int[] shape, long begin, long end) {
    int elements() {
      return (int) ((end - begin) / type.bytes());
    }
  }

  static SafeTensorsHeader read(FileChannel channel) throws IOException {
    long fileBytes = channel.size();
    if (fileBytes < 8) {
      throw new Malformed("it has " + fileBytes + " bytes, fewer than the header's length needs");
    }
    long length = readFully(channel, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > MAX_HEADER_BYTES || length > fileBytes - 8) {
      throw new Malformed(
          "its header claims "
              + Long.toUnsignedString(length)
              + " bytes of a file of "
              + fileBytes
              + " (at most "
              + MAX_HEADER_BYTES
              + " are allowed)");
    }
    JsonObject json = parse(readFully(channel, (int) length));
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (String name : json.keySet()) {
      if (name.equals(METADATA)) {
        metadata.putAll(metadata(json));
      } else {
        entries.add(entry(name, json));
      }
    }
    checkLayout(entries, fileBytes - 8 - length);
    return new SafeTensorsHeader(entries, metadata, 8 + length);
  }

  private static ByteBuffer readFully(FileChannel channel, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  private static JsonObject parse(ByteBuffer header) throws IOException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(header).toString();
      JsonReader reader = new JsonReader(new StringReader(text.stripTrailing()));
      reader.setStrictness(Strictness.STRICT);
      TypeAdapter<JsonObject> adapter = new Gson().getAdapter(JsonObject.class);
      JsonObject json = adapter.read(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new Malformed("its header goes on behind the JSON object");
      }
      return json;
    } catch (CharacterCodingException | JsonParseException | IllegalStateException e) {
      throw new Malformed("its header is not a JSON object: " + e.getMessage(), e);
    } catch (MalformedJsonException | EOFException e) {
      throw new Malformed("its header is not JSON: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> metadata(JsonObject json) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    try {
      JsonObject object = json.getAsJsonObject(METADATA);
      for (String key : object.keySet()) {
        metadata.put(key, object.getAsJsonPrimitive(key).getAsString());
      }
    } catch (ClassCastException e) {
      throw new Malformed(METADATA + " is not an object of strings", e);
    }
    return metadata;
  }

  private static Entry entry(String name, JsonObject json) throws IOException {
    try {
      JsonObject object = json.getAsJsonObject(name);
      long[] offsets = longs(object.getAsJsonArray("data_offsets"));
      long[] shape = longs(object.getAsJsonArray("shape"));
      if (offsets.length != 2) {
        throw new Malformed("tensor " + name + " has " + offsets.length + " offsets instead of 2");
      }
      return entry(name, object.get("dtype").getAsString(), shape, offsets[0], offsets[1]);
    } catch (ClassCastException
        | NullPointerException
        | NumberFormatException
        | ArithmeticException
        | UnsupportedOperationException
        | IllegalStateException e) {
      throw new Malformed(
          "tensor " + name + " needs a dtype, a shape and two data_offsets, but is " + json, e);
    }
  }

  private static Entry entry(String name, String dtype, long[] shape, long begin, long end)
      throws IOException {
    ElementType type = type(name, dtype);
    long elements = 1;
    for (long size : shape) {
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw new Malformed("tensor " + name + " has the shape " + Arrays.toString(shape));
      }
      elements = Math.multiplyExact(elements, size);
    }
    if (begin < 0 || end < begin || end - begin != Math.multiplyExact(elements, type.bytes())) {
      throw new Malformed(
          String.format(
              "tensor %s of shape %s and type %s needs %d bytes, but its offsets are %d to %d",
              name, Arrays.toString(shape), type, elements * type.bytes(), begin, end));
    }
    if (elements > Integer.MAX_VALUE - 8) {
      throw new Malformed("tensor " + name + " has " + elements + " elements, too many for Java");
    }
    int[] sizes = Arrays.stream(shape).mapToInt(size -> (int) size).toArray();
    return new Entry(name, type, sizes, begin, end);
  }

  private static ElementType type(String name, String dtype) throws Malformed {
    for (ElementType known : ElementType.values()) {
      if (known.name().equals(dtype)) {
        return known;
      }
    }
    throw new Malformed(
        String.format(
            "tensor %s has the unknown dtype %s; known are %s",
            name, dtype, Arrays.toString(ElementType.values())));
  }

  private static long[] longs(JsonArray array) {
    long[] values = new long[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).getAsBigDecimal().longValueExact();
    }
    return values;
  }

  /** The format allows neither overlaps nor holes, so that no byte has two or no meanings. */
  private static void checkLayout(List<Entry> entries, long dataBytes) throws IOException {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long covered = 0;
    for (Entry entry : sorted) {
      if (entry.end() > dataBytes) {
        throw new Malformed(
            String.format(
                "tensor %s ends at byte %d of %d bytes of data; is the file truncated?",
                entry.name(), entry.end(), dataBytes));
      }
      if (entry.begin() != covered) {
        throw new Malformed(
            String.format(
                "tensor %s begins at byte %d, but the one before it ends at %d: they %s",
                entry.name(),
                entry.begin(),
                covered,
                entry.begin() < covered ? "overlap" : "leave a hole"));
      }
      covered = entry.end();
    }
    if (covered != dataBytes) {
      throw new Malformed(
          "the last tensor ends at byte " + covered + " of " + dataBytes + " bytes of data");
    }
  }
}

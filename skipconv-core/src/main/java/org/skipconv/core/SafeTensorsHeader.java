package org.skipconv.core;

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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.io.FileErrors;
import org.skipconv.core.io.StrictJson;

/** The header of a safetensors file, checked so far that every tensor it lists can be read. */
record SafeTensorsHeader(List<Entry> entries, Map<String, String> metadata, long dataStart) {
  /** The limit of the format's reference implementation. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  /** NumPy's limit; PyTorch's tensors have at most as many. */
  private static final int MAX_AXES = 64;

  private static final int MAX_NAME_IN_MESSAGE = 80;

  static final String METADATA = "__metadata__";

  /** A broken rule of the format; the message does not name the file. */
  static final class Malformed extends IOException {
    Malformed(String fault, @Nullable Throwable cause) {
      super("not a valid safetensors file: " + fault, cause);
    }

    Malformed(String fault) {
      this(fault, null);
    }
  }

  /** Place of one tensor, in bytes from the end of the header. */
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
    SafeTensorsHeader header = parse(readFully(channel, (int) length), 8 + length);
    checkLayout(header.entries(), fileBytes - 8 - length);
    return header;
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

  private static SafeTensorsHeader parse(ByteBuffer header, long dataStart) throws IOException {
    List<Entry> entries = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(header).toString();
      if (!text.startsWith("{")) {
        throw new Malformed("its header is not a JSON object");
      }
      try (StrictJson in = new StrictJson(new StringReader(text.stripTrailing()))) {
        in.members(
            name -> {
              if (name.equals(METADATA)) {
                in.members(key -> metadata.put(key, in.text()));
              } else {
                entries.add(entry(name, in));
              }
            });
        in.end();
      }
    } catch (CharacterCodingException e) {
      throw new Malformed("its header is not text in UTF-8", e);
    } catch (IllegalArgumentException e) {
      throw new Malformed("its JSON header: " + e.getMessage(), e);
    }
    return new SafeTensorsHeader(entries, metadata, dataStart);
  }

  private static Entry entry(String name, StrictJson in) throws IOException {
    AtomicReference<String> dtype = new AtomicReference<>();
    Map<String, long[]> numbers = new HashMap<>();
    try {
      in.members(
          field -> {
            switch (field) {
              case "dtype" -> dtype.set(in.text());
              case "shape", "data_offsets" -> numbers.put(field, wholes(in));
              default -> in.skip();
            }
          });
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("tensor " + quoted(name) + ": " + e.getMessage(), e);
    }
    long[] offsets = numbers.get("data_offsets");
    long[] shape = numbers.get("shape");
    if (dtype.get() == null || shape == null || offsets == null || offsets.length != 2) {
      throw new Malformed(
          "tensor "
              + quoted(name)
              + " needs a dtype, a shape and two data_offsets in the JSON header");
    }
    try {
      return entry(name, type(quoted(name), dtype.get()), shape, offsets[0], offsets[1]);
    } catch (ArithmeticException e) {
      throw new Malformed("tensor " + quoted(name) + " has sizes beyond any file", e);
    }
  }

  private static long[] wholes(StrictJson in) throws IOException {
    List<Long> values = new ArrayList<>();
    in.elements(
        () -> {
          values.add(in.whole());
          if (values.size() > MAX_AXES) {
            throw new IllegalArgumentException("more than " + MAX_AXES + " numbers");
          }
        });
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  /** A name out of the file, short enough for a message. */
  private static String quoted(String name) {
    return FileErrors.shortened(name, MAX_NAME_IN_MESSAGE);
  }

  private static Entry entry(String name, ElementType type, long[] shape, long begin, long end)
      throws IOException {
    String shown = quoted(name);
    long elements = 1;
    for (long size : shape) {
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw new Malformed("tensor " + shown + " has the shape " + Arrays.toString(shape));
      }
      elements = Math.multiplyExact(elements, size);
    }
    if (begin < 0 || end < begin || end - begin != Math.multiplyExact(elements, type.bytes())) {
      throw new Malformed(
          String.format(
              "tensor %s of shape %s and type %s needs %d bytes, but its offsets are %d to %d",
              shown, Arrays.toString(shape), type, elements * type.bytes(), begin, end));
    }
    if (elements > Integer.MAX_VALUE - 8) {
      throw new Malformed("tensor " + shown + " has " + elements + " elements, too many for Java");
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
            name, quoted(dtype), Arrays.toString(ElementType.values())));
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
                quoted(entry.name()), entry.end(), dataBytes));
      }
      if (entry.begin() != covered) {
        throw new Malformed(
            String.format(
                "tensor %s begins at byte %d, but the one before it ends at %d: they %s",
                quoted(entry.name()),
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

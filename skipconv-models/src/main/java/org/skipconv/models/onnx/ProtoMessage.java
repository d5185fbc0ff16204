package org.skipconv.models.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.skipconv.core.ElementType;

/**
 * A protobuf message in the making: fields are added, then their bytes are written. The wire format
 * (protobuf.dev, "Encoding") has no more than is used here: varints, floats, and runs of bytes with
 * their length in front. Arrays are kept as they are until they are written, so weights are not
 * copied.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
final class ProtoMessage {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;
  private static final int FLOAT_BYTES = 4;

  /** A part whose length is known before it is written. */
  private interface Part {
    long bytes();

    void write(OutputStream out) throws IOException;
  }

  private record Bytes(byte[] content) implements Part {
    @Override
    public long bytes() {
      return content.length;
    }

    @Override
    public void write(OutputStream out) throws IOException {
      out.write(content);
    }
  }

  private record Floats(float[] content) implements Part {
    @Override
    public long bytes() {
      return (long) FLOAT_BYTES * content.length;
    }

    @Override
    public void write(OutputStream out) throws IOException {
      ElementType.F32.write(Channels.newChannel(out), content);
    }
  }

  /** A message inside another one, with its length in front. */
  private record Nested(ProtoMessage content) implements Part {
    @Override
    public long bytes() {
      long length = content.bytes();
      return varintBytes(length).length + length;
    }

    @Override
    public void write(OutputStream out) throws IOException {
      out.write(varintBytes(content.bytes()));
      content.write(out);
    }
  }

  private final List<Part> parts = new ArrayList<>();

  ProtoMessage varint(int field, long value) {
    tag(field, VARINT);
    parts.add(new Bytes(varintBytes(value)));
    return this;
  }

  ProtoMessage number(int field, float value) {
    tag(field, FIXED_32);
    parts.add(new Floats(new float[] {value}));
    return this;
  }

  ProtoMessage string(int field, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    tag(field, LENGTH_DELIMITED);
    parts.add(new Bytes(varintBytes(bytes.length)));
    parts.add(new Bytes(bytes));
    return this;
  }

  /** A run of bytes that holds floats, little-endian; the array must not change any more. */
  ProtoMessage floats(int field, float[] values) {
    Floats floats = new Floats(values);
    tag(field, LENGTH_DELIMITED);
    parts.add(new Bytes(varintBytes(floats.bytes())));
    parts.add(floats);
    return this;
  }

  /** A message as a field; it may still grow. */
  ProtoMessage message(int field, ProtoMessage value) {
    tag(field, LENGTH_DELIMITED);
    parts.add(new Nested(value));
    return this;
  }

  private void tag(int field, int wireType) {
    parts.add(new Bytes(varintBytes((long) field << 3 | wireType)));
  }

  /** Length of the message once written. */
  long bytes() {
    return parts.stream().mapToLong(Part::bytes).sum();
  }

  void write(OutputStream out) throws IOException {
    for (Part part : parts) {
      part.write(out);
    }
  }

  /** Seven bits a byte, lowest first; negative numbers take ten bytes. */
  private static byte[] varintBytes(long value) {
    int length = Math.max(1, (64 - Long.numberOfLeadingZeros(value) + 6) / 7);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      int more = i < length - 1 ? 0x80 : 0;
      bytes[i] = (byte) (((value >>> (7 * i)) & 0x7f) | more);
    }
    return bytes;
  }
}

package org.skipconv.core;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.skipconv.core.internal.kernel.Bfloat16;
import org.skipconv.core.internal.kernel.Half;

/**
 * Storage format of the numbers of a weight file. In memory all of them are float32, so reading is
 * exact for {@link #F32}, {@link #F16}, {@link #BF16} and small whole numbers, and rounds to the
 * nearest float for the rest.
 */
public enum ElementType {
  /** 64-bit floating point. */
  F64(8),
  /** 32-bit floating point. */
  F32(4),
  /** 16-bit floating point, IEEE 754's half precision. */
  F16(2),
  /** 16-bit floating point, the upper half of 32 bits: bfloat16. */
  BF16(2),
  /** Signed integers of 64 bits. */
  I64(8),
  /** Signed integers of 32 bits. */
  I32(4),
  /** Signed integers of 16 bits. */
  I16(2),
  /** Signed integers of 8 bits. */
  I8(1),
  /** Unsigned integers of 8 bits. */
  U8(1),
  /** Truth values, a byte each. */
  BOOL(1);

  private static final int CHUNK_BYTES = 1 << 18;

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** {@return the bytes of one element} */
  public int bytes() {
    return bytes;
  }

  /** {@return whether this is one of the floating-point types} */
  public boolean isFloatingPoint() {
    return this == F64 || this == F32 || this == F16 || this == BF16;
  }

  /**
   * Reads elements from where the channel stands and leaves it just after them.
   *
   * @param in where they are read from
   * @param order order of the bytes of an element
   * @param count number of elements
   * @return the elements
   * @throws EOFException when the channel ends before the last element
   */
  public float[] read(ReadableByteChannel in, ByteOrder order, int count) throws IOException {
    float[] values = new float[count];
    ByteBuffer chunk = ByteBuffer.allocate(chunkBytes(count)).order(order);
    int done = 0;
    while (done < count) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), (long) (count - done) * bytes));
      fill(in, chunk);
      while (chunk.hasRemaining()) {
        values[done++] = get(chunk);
      }
    }
    return values;
  }

  private static void fill(ReadableByteChannel in, ByteBuffer chunk) throws IOException {
    while (chunk.hasRemaining()) {
      if (in.read(chunk) < 0) {
        throw new EOFException("the data end early");
      }
    }
    chunk.flip();
  }

  /**
   * Writes all values, little-endian, each rounded to the nearest that this type has.
   *
   * @param out where they are written to
   * @param values the elements
   * @throws IOException when the channel cannot be written to
   */
  public void write(WritableByteChannel out, float[] values) throws IOException {
    ByteBuffer chunk =
        ByteBuffer.allocate(chunkBytes(values.length)).order(ByteOrder.LITTLE_ENDIAN);
    int done = 0;
    while (done < values.length) {
      chunk.clear();
      while (done < values.length && chunk.hasRemaining()) {
        put(chunk, values[done++]);
      }
      chunk.flip();
      while (chunk.hasRemaining()) {
        out.write(chunk);
      }
    }
  }

  /** A multiple of 8, the largest element. */
  private static int chunkBytes(int count) {
    return (int) Math.min(CHUNK_BYTES, 8L * Math.max(1, count));
  }

  private float get(ByteBuffer in) {
    return switch (this) {
      case F64 -> (float) in.getDouble();
      case F32 -> in.getFloat();
      case F16 -> Half.toFloat(in.getShort());
      case BF16 -> Bfloat16.toFloat(in.getShort());
      case I64 -> in.getLong();
      case I32 -> in.getInt();
      case I16 -> in.getShort();
      case I8 -> in.get();
      case U8 -> in.get() & 0xff;
      case BOOL -> in.get() == 0 ? 0 : 1;
    };
  }

  private void put(ByteBuffer out, float value) {
    switch (this) {
      case F64 -> out.putDouble(value);
      case F32 -> out.putFloat(value);
      case F16 -> out.putShort(Half.fromFloat(value));
      case BF16 -> out.putShort(Bfloat16.fromFloat(value));
      default ->
          throw new IllegalArgumentException(
              "values can be written as F64, F32, F16 or BF16, not as " + this);
    }
  }
}

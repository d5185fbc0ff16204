package org.skipconv.models.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Bytes of pickles, of which there is a known number at most. A length that the file claims is
 * compared with what is left before anything of that length is allocated.
 */
final class PickleInput {
  /** Maximum number of bytes of a name or a number that ends with its line. */
  static final int MAX_LINE_BYTES = 1000;

  private final InputStream in;
  private final long limit;
  private long read;

  /**
   * An input.
   *
   * @param limit maximum number of bytes that are read
   */
  PickleInput(InputStream in, long limit) {
    this.in = in;
    this.limit = limit;
  }

  /** Number of bytes read so far. */
  long position() {
    return read;
  }

  int next() throws IOException {
    require(1);
    int value = in.read();
    if (value < 0) {
      throw new EOFException("it ends within a pickle");
    }
    read++;
    return value;
  }

  /** A number of 1 to 8 bytes, the lowest first. */
  long little(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) next() << (8 * i);
    }
    return value;
  }

  byte[] bytes(long count) throws IOException {
    require(count);
    // Allocates as the bytes arrive, not by what is claimed.
    byte[] bytes = in.readNBytes((int) count);
    if (bytes.length < count) {
      throw new EOFException("it ends within a pickle");
    }
    read += count;
    return bytes;
  }

  void skip(long count) throws IOException {
    require(count);
    in.skipNBytes(count);
    read += count;
  }

  /** Text up to the end of the line. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = next(); c != '\n'; c = next()) {
      if (line.length() == MAX_LINE_BYTES) {
        throw new IOException("its pickle is damaged: a line does not end");
      }
      line.append((char) c);
    }
    return new String(
        line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private void require(long count) throws IOException {
    if (count < 0 || count > limit - read) {
      throw new EOFException(
          "its pickle is damaged: it needs "
              + Long.toUnsignedString(count)
              + " bytes where at most "
              + (limit - read)
              + " are left");
    }
  }
}

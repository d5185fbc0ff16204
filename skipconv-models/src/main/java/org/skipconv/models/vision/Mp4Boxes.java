package org.skipconv.models.vision;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Boxes of an .mp4 file: each has its size, four letters for a name, and its content. */
final class Mp4Boxes {
  private static final int INDEX = 'm' << 24 | 'o' << 16 | 'o' << 8 | 'v';
  private static final int HEADER = 8;

  private Mp4Boxes() {}

  /** Returns whether the file ends where a box ends, and has the index that players need. */
  static boolean complete(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      boolean index = false;
      long at = 0;
      while (at < in.length()) {
        in.seek(at);
        long size = Integer.toUnsignedLong(in.readInt());
        index |= in.readInt() == INDEX;
        if (size == 1) {
          size = in.readLong(); // Too large for four bytes.
        }
        if (size < HEADER || size > in.length() - at) {
          return false;
        }
        at += size;
      }
      return index;
    } catch (EOFException e) {
      return false;
    }
  }
}

package org.skipconv.models.vision;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads from the head of a JPEG file how the camera was held. */
final class ExifOrientation {
  /** EXIF stands in the first segments, of at most 64 KB each. */
  private static final int HEAD = 1 << 17;

  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int START_OF_IMAGE = 0xffd8;
  private static final int APP1 = 0xffe1;
  private static final int START_OF_SCAN = 0xffda;
  private static final int ORIENTATION = 0x0112;
  private static final int ENTRY_BYTES = 12;

  private ExifOrientation() {}

  /** Returns upright for a file that does not say, or whose EXIF is damaged. */
  static Orientation of(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(HEAD);
    }
    return of(head);
  }

  static Orientation of(byte[] head) {
    ByteBuffer file = ByteBuffer.wrap(head);
    if (head.length < 4 || (file.getShort(0) & 0xffff) != START_OF_IMAGE) {
      return Orientation.UPRIGHT;
    }
    for (int at = 2; at + 4 <= head.length; ) {
      int marker = file.getShort(at) & 0xffff;
      int length = file.getShort(at + 2) & 0xffff;
      int end = at + 2 + length;
      if (marker < 0xff00 || marker == START_OF_SCAN || length < 2 || end > head.length) {
        return Orientation.UPRIGHT;
      }
      int content = at + 4;
      if (marker == APP1
          && length >= 2 + EXIF.length
          && Arrays.equals(head, content, content + EXIF.length, EXIF, 0, EXIF.length)) {
        return ofTiff(Arrays.copyOfRange(head, content + EXIF.length, end));
      }
      at = end;
    }
    return Orientation.UPRIGHT;
  }

  private static Orientation ofTiff(byte[] bytes) {
    ByteBuffer tiff = ByteBuffer.wrap(bytes);
    if (bytes.length < 8) {
      return Orientation.UPRIGHT;
    }
    tiff.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = tiff.getInt(4) & 0xffffffffL;
    if (directory + 2 > bytes.length) {
      return Orientation.UPRIGHT;
    }
    int entries = tiff.getShort((int) directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) i * ENTRY_BYTES;
      if (entry + ENTRY_BYTES > bytes.length) {
        return Orientation.UPRIGHT;
      }
      if ((tiff.getShort((int) entry) & 0xffff) == ORIENTATION) {
        return Orientation.ofExif(tiff.getShort((int) entry + 8) & 0xffff);
      }
    }
    return Orientation.UPRIGHT;
  }
}

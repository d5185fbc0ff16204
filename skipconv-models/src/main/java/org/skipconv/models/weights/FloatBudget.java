package org.skipconv.models.weights;

import java.io.IOException;

/**
 * Number of floats that a file may turn into. Every one of them takes a byte or more of a file as
 * it is usually written, twice at most: in a storage and in a tensor that looks at a part of it. So
 * a tensor of stride 0, entries of a zip that share their bytes, and compressed zeros are bounded
 * alike.
 */
final class FloatBudget {
  private static final long FLOATS_PER_BYTE = 4;

  /** Number that the smallest file may have. */
  private static final long FEWEST = 1 << 14;

  private final long fileBytes;
  private long left;

  FloatBudget(long fileBytes) {
    this.fileBytes = fileBytes;
    this.left = Math.max(FEWEST, FLOATS_PER_BYTE * fileBytes);
  }

  /**
   * Takes numbers that are about to be allocated.
   *
   * @param what they are for, for messages
   */
  void take(long floats, String what) throws IOException {
    if (floats > left) {
      throw new IOException(
          what
              + " has "
              + floats
              + " numbers, more than a file of "
              + fileBytes
              + " bytes is allowed to turn into");
    }
    left -= floats;
  }
}

package org.skipconv.core.internal.engine;

import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.Memory;

/** Change of each pixel of a map in this frame: sum over channels of |new - old|. */
final class ChangeMap {
  private final Memory norms;
  private final int height;
  private final int width;
  private int changed;
  private int rowBegin;
  private int rowEnd;

  ChangeMap(Memory norms, int height, int width) {
    this.norms = norms;
    this.height = height;
    this.width = width;
  }

  Memory norms() {
    return norms;
  }

  boolean any() {
    return changed > 0;
  }

  /** Number of pixels that changed. */
  int changed() {
    return changed;
  }

  /** First row with a change; meaningless without any. */
  int rowBegin() {
    return rowBegin;
  }

  /** One past the last row with a change. */
  int rowEnd() {
    return rowEnd;
  }

  /** Forgets the last frame's changes. */
  void clear(Kernels kernels) {
    if (changed > 0) {
      long row = (long) width * Float.BYTES;
      kernels.fill(norms, rowBegin * row, rowEnd * row, 0);
      changed = 0;
    }
  }

  /** Says what has been written to {@link #norms}: all changes are in the rows [begin, end). */
  void written(int count, int begin, int end) {
    changed = count;
    rowBegin = begin;
    rowEnd = end;
  }

  void writtenAnywhere(int count) {
    written(count, 0, height);
  }
}

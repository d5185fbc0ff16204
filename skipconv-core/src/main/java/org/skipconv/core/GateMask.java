package org.skipconv.core;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * A strictly binary map over the output pixels of a layer: 1 is open, to be recomputed; 0 is
 * skipped.
 */
public final class GateMask {
  private final int height;
  private final int width;
  private final ByteBuffer cells;

  @SuppressWarnings("unused") // keeps the owner of the cells reachable
  private final Object owner;

  /**
   * A mask with every pixel closed.
   *
   * @param height number of rows
   * @param width number of columns
   */
  public GateMask(int height, int width) {
    this(height, width, ByteBuffer.allocateDirect(new Shape(1, height, width).pixels()));
  }

  /**
   * A mask over memory that somebody else owns.
   *
   * @param height number of rows
   * @param width number of columns
   * @param cells one byte a pixel, row by row
   */
  public GateMask(int height, int width, ByteBuffer cells) {
    this(height, width, cells, cells);
  }

  /**
   * A mask over memory that is freed with its owner.
   *
   * @param height number of rows
   * @param width number of columns
   * @param cells one byte a pixel, row by row
   * @param owner kept as long as this mask is reachable
   */
  public GateMask(int height, int width, ByteBuffer cells, Object owner) {
    if (cells.capacity() < (long) height * width) {
      throw new IllegalArgumentException(
          "a mask of " + height + "x" + width + " needs more than " + cells.capacity() + " bytes");
    }
    this.height = height;
    this.width = width;
    this.cells = cells;
    this.owner = owner;
  }

  /** {@return the number of rows} */
  public int height() {
    return height;
  }

  /** {@return the number of columns} */
  public int width() {
    return width;
  }

  /**
   * {@return whether a pixel is open}
   *
   * @param y row
   * @param x column
   */
  public boolean isOpen(int y, int x) {
    try {
      return cells.get(index(y, x)) != 0;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Opens or closes a pixel.
   *
   * @param y row
   * @param x column
   * @param open whether to open it
   */
  public void set(int y, int x, boolean open) {
    try {
      cells.put(index(y, x), (byte) (open ? 1 : 0));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * {@return the first open pixel from one on, row by row, as {@code y * width + x}; -1 when there
   * is none} Fast where few are open.
   *
   * @param from pixel to begin with, 0 or more
   * @throws IndexOutOfBoundsException when it is negative
   */
  public int nextOpen(int from) {
    if (from < 0) {
      throw new IndexOutOfBoundsException("there is no pixel " + from);
    }
    int end = height * width;
    try {
      int i = from;
      while (i < end) {
        // Eight at a time: which of them is open only matters where one is.
        if (i + Long.BYTES <= end && cells.getLong(i) == 0) {
          i += Long.BYTES;
        } else if (cells.get(i) == 0) {
          i++;
        } else {
          return i;
        }
      }
      return -1;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Opens or closes every pixel.
   *
   * @param open whether to open them
   */
  public void setAll(boolean open) {
    byte value = (byte) (open ? 1 : 0);
    try {
      for (int i = 0; i < height * width; i++) {
        cells.put(i, value);
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** {@return the number of open pixels} */
  public int count() {
    try {
      int count = 0;
      for (int i = 0; i < height * width; i++) {
        count += cells.get(i);
      }
      return count;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private int index(int y, int x) {
    if (y < 0 || y >= height || x < 0 || x >= width) {
      throw new IndexOutOfBoundsException(
          "pixel " + y + ", " + x + " is outside the mask of " + height + "x" + width);
    }
    return y * width + x;
  }
}

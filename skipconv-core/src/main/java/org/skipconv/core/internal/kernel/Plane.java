package org.skipconv.core.internal.kernel;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;

/**
 * State of a session that has an entry for each pixel: values, residuals, pending change, masks.
 * Channels last; {@link Planes} allocates it.
 *
 * <p>Two things hold of every plane, and kernels rely on them: the border around the pixels is 0,
 * and so are the channels between {@code shape().channels()} and {@link #pixelStride}.
 */
public final class Plane {
  /** Largest height and width: lists pack a pixel as {@code (y << 16) | x} into a signed int. */
  public static final int MAX_SIDE = 32767;

  /** Channels of a map are padded to a multiple of this, the widest register of any tier. */
  public static final int CHANNEL_ALIGNMENT = 16;

  /** No border. */
  public static final Padding.Explicit NO_BORDER = new Padding.Explicit(0, 0, 0, 0);

  private static final byte[] ZEROS = new byte[1 << 14];

  /** Stride of a plane that does not lie over the picture. */
  public static final int NOWHERE = 0;

  /** Type of one entry. */
  public enum Element {
    FLOAT32(4),
    /** Value of a map whose session is one of bfloat16. */
    BFLOAT16(2),
    INT32(4),
    BYTE(1);

    private final int bytes;

    Element(int bytes) {
      this.bytes = bytes;
    }

    public int bytes() {
      return bytes;
    }

    /** Whether entries are values, of which kernels read and write maps. */
    public boolean holdsValues() {
      return this == FLOAT32 || this == BFLOAT16;
    }

    /** A value as it can be stored. */
    public float rounded(float value) {
      return this == BFLOAT16 ? Bfloat16.rounded(value) : value;
    }
  }

  private final Element element;
  private final Shape shape;
  private final Padding.Explicit border;
  private final int pixelStride;
  private final int rowStride;
  private final int origin;
  private final int strideY;
  private final int strideX;
  private final Memory memory;
  private final boolean lent;
  private final FloatBuffer floats;
  private final ShortBuffer halves;
  private FeatureMap view;

  Plane(
      Element element,
      Shape shape,
      Padding.Explicit border,
      int pixelStride,
      int strideY,
      int strideX,
      Memory memory) {
    this(element, shape, border, pixelStride, strideY, strideX, memory, 0, false);
  }

  /**
   * A plane.
   *
   * @param first entry of the memory at which it begins
   * @param lent whether others use that part of the memory, too
   */
  Plane(
      Element element,
      Shape shape,
      Padding.Explicit border,
      int pixelStride,
      int strideY,
      int strideX,
      Memory memory,
      int first,
      boolean lent) {
    this.element = element;
    this.shape = shape;
    this.border = border;
    this.pixelStride = pixelStride;
    this.rowStride = (shape.width() + border.left() + border.right()) * pixelStride;
    this.origin = first + border.top() * rowStride + border.left() * pixelStride;
    this.strideY = strideY;
    this.strideX = strideX;
    this.memory = memory;
    this.lent = lent;
    this.floats = element == Element.FLOAT32 ? memory.floats() : null;
    this.halves = element == Element.BFLOAT16 ? memory.bytes().asShortBuffer() : null;
  }

  /** Number of channels, padded to whole registers of any tier. */
  public static int alignedChannels(int channels) {
    if (channels > Integer.MAX_VALUE - CHANNEL_ALIGNMENT) {
      throw new IllegalArgumentException(channels + " channels are too many");
    }
    return (channels + CHANNEL_ALIGNMENT - 1) / CHANNEL_ALIGNMENT * CHANNEL_ALIGNMENT;
  }

  /**
   * Number of entries of a plane, border and padded channels included.
   *
   * @throws IllegalArgumentException when they are more than a long can hold
   */
  static long entries(Shape shape, Padding.Explicit border, int pixelStride) {
    long columns = (long) shape.width() + border.left() + border.right();
    long rows = (long) shape.height() + border.top() + border.bottom();
    try {
      return Math.multiplyExact(Math.multiplyExact(rows, columns), (long) pixelStride);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "a map of " + shape + " with a border of " + border + " is too large", e);
    }
  }

  public Element element() {
    return element;
  }

  public Shape shape() {
    return shape;
  }

  /** Width of the zeros around the pixels. */
  public Padding.Explicit border() {
    return border;
  }

  /** Entries from one pixel of a row to the next, at least the number of channels. */
  public int pixelStride() {
    return pixelStride;
  }

  /** Entries from one row to the next. */
  public int rowStride() {
    return rowStride;
  }

  /** Rows of the network's input that one row stands for, or {@link #NOWHERE}. */
  public int strideY() {
    return strideY;
  }

  /** Columns of the network's input that one column stands for, or {@link #NOWHERE}. */
  public int strideX() {
    return strideX;
  }

  /** Whether each pixel stands for a whole number of pixels of the network's input. */
  public boolean liesOverPicture() {
    return strideY != NOWHERE && strideX != NOWHERE;
  }

  /**
   * Whether the content moves by whole pixels of this plane, when that of the network's input does
   * by so many rows and columns.
   */
  public boolean movesWhole(int rows, int columns) {
    return liesOverPicture() && rows % strideY == 0 && columns % strideX == 0;
  }

  /** Memory that holds all of the plane, border included. */
  public Memory memory() {
    return memory;
  }

  /** Address of channel 0 of pixel (0, 0). */
  public long address() {
    return memory.address() + (long) origin * element.bytes;
  }

  /** Index of channel 0 of pixel (0, 0) among the entries of {@link #memory}. */
  int origin() {
    return origin;
  }

  /** Index of channel 0 of a pixel among the entries of {@link #memory}. */
  public int index(int y, int x) {
    if (y < 0 || y >= shape.height() || x < 0 || x >= shape.width()) {
      throw new IndexOutOfBoundsException("pixel " + y + ", " + x + " of " + shape);
    }
    return origin + y * rowStride + x * pixelStride;
  }

  /** All entries of a plane of float32, border included. */
  public FloatBuffer floats() {
    if (floats == null) {
      throw new IllegalStateException("a " + this + " holds no float32");
    }
    return floats;
  }

  /** One value. */
  public float get(int channel, int y, int x) {
    if (channel < 0 || channel >= shape.channels()) {
      throw new IndexOutOfBoundsException("channel " + channel + " of " + shape);
    }
    return value(index(y, x) + channel);
  }

  /** The value of an entry of {@link #memory}. */
  public float value(int index) {
    return halves == null ? floats().get(index) : Bfloat16.toFloat(halves.get(index));
  }

  /** Writes an entry of {@link #memory}; returns the value as it is stored. */
  public float put(int index, float value) {
    if (halves == null) {
      floats().put(index, value);
      return value;
    }
    short bits = Bfloat16.fromFloat(value);
    halves.put(index, bits);
    return Bfloat16.toFloat(bits);
  }

  /**
   * Moves the content down by so many rows and right by so many columns, in pixels of this plane,
   * up and left where negative. What moves out is lost, what comes into view is 0.
   */
  public void shift(int rows, int columns) {
    int height = shape.height();
    int width = shape.width();
    int keptColumns = Math.max(width - Math.abs(columns), 0);
    int from = Math.max(-columns, 0);
    int to = Math.max(columns, 0);
    // From the side that the content moves to, so that no row is overwritten before it was moved.
    for (int i = 0; i < height; i++) {
      int y = rows > 0 ? height - 1 - i : i;
      long source = (long) y - rows;
      if (source < 0 || source >= height || keptColumns == 0) {
        clear(y, 0, width);
      } else {
        move(index((int) source, from), index(y, to), keptColumns);
        clear(y, 0, to);
        clear(y, to + keptColumns, width);
      }
    }
  }

  /**
   * Makes the border of rows [begin, end), at least one, 0 again, where another plane may have
   * written since. That above is part of the first row's, that below of the last one's.
   */
  public void restoreBorder(int begin, int end) {
    if (!lent) {
      return;
    }
    int left = border.left() * pixelStride;
    int right = border.right() * pixelStride;
    int above = begin == 0 ? border.top() * rowStride : 0;
    int below = end == shape.height() ? border.bottom() * rowStride : 0;
    zero(origin + begin * rowStride - left - above, above + left);
    for (int y = begin + 1; left + right > 0 && y < end; y++) {
      zero(origin + y * rowStride - left - right, left + right);
    }
    zero(origin + end * rowStride - left - right, right + below);
  }

  private void zero(int first, int entries) {
    ByteBuffer bytes = memory.bytes();
    int end = (first + entries) * element.bytes;
    for (int at = first * element.bytes; at < end; at += ZEROS.length) {
      bytes.put(at, ZEROS, 0, Math.min(ZEROS.length, end - at));
    }
  }

  private void move(int from, int to, int pixels) {
    ByteBuffer bytes = memory.bytes();
    int pixelBytes = pixelStride * element.bytes;
    // Within one buffer this copies as if through another one.
    bytes.put(to * element.bytes, bytes, from * element.bytes, pixels * pixelBytes);
  }

  private void clear(int y, int begin, int end) {
    if (begin < end) {
      byte[] zeros = new byte[(end - begin) * pixelStride * element.bytes];
      memory.bytes().put(index(y, begin) * element.bytes, zeros);
    }
  }

  /**
   * View of a plane of values for a user. From now on its memory is freed by the collector alone,
   * once nothing reaches it: a user may keep the view longer than the session.
   */
  public FeatureMap view() {
    if (view == null) {
      memory.expose();
      view = new PlaneView(this);
    }
    return view;
  }

  @Override
  public String toString() {
    return "plane of " + shape + " " + element;
  }
}

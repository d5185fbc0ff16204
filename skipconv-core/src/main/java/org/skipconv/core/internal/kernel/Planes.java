package org.skipconv.core.internal.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;

/**
 * All memory of one session outside the Java heap: allocated here, counted, and freed together.
 *
 * <p>It is of two kinds. A {@link Plane} has an entry for each pixel of a map, and is state that
 * lies over the picture: what is done to the picture as a whole, as shifting it, is done to every
 * plane. A block is a plain {@link Memory}: lists, tables, sums, scratch, arguments of kernels.
 */
public final class Planes implements AutoCloseable {
  private final List<Plane> planes = new ArrayList<>();
  private final List<Memory> owned = new ArrayList<>();
  private long size;

  /**
   * A map of values.
   *
   * @param element of a value
   * @param border width of the zeros around the pixels, as far as its readers' windows reach
   * @param pixelStride entries of a pixel, at least the number of channels
   * @param strideY rows of the network's input that one row stands for, or {@link Plane#NOWHERE}
   * @param strideX columns of the network's input that one column stands for, or {@link
   *     Plane#NOWHERE}
   */
  public Plane map(
      Plane.Element element,
      Shape shape,
      Padding.Explicit border,
      int pixelStride,
      int strideY,
      int strideX) {
    if (!element.holdsValues()) {
      throw new IllegalArgumentException("a map holds values, not " + element);
    }
    return plane(element, shape, border, pixelStride, strideY, strideX);
  }

  /**
   * A map in memory that others use as well, at other times: its border is to be {@linkplain
   * Plane#restoreBorder restored} before it is used.
   *
   * @param memory a block of this owner, of which the map takes a part
   * @param place byte at which that begins
   */
  public Plane lentMap(
      Memory memory,
      long place,
      Plane.Element element,
      Shape shape,
      Padding.Explicit border,
      int pixelStride,
      int strideY,
      int strideX) {
    int first = Math.toIntExact(place / element.bytes());
    Plane plane =
        new Plane(element, shape, border, pixelStride, strideY, strideX, memory, first, true);
    planes.add(plane);
    return plane;
  }

  /** A map of float32. */
  public Plane map(
      Shape shape, Padding.Explicit border, int pixelStride, int strideY, int strideX) {
    return map(Plane.Element.FLOAT32, shape, border, pixelStride, strideY, strideX);
  }

  /** One entry for each pixel, row by row, without a border. */
  public Plane cells(Plane.Element element, int height, int width, int strideY, int strideX) {
    return plane(element, new Shape(1, height, width), Plane.NO_BORDER, 1, strideY, strideX);
  }

  /** One entry for each pixel of a map, which stands for as much of the picture. */
  public Plane cellsOf(Plane map, Plane.Element element) {
    Shape shape = map.shape();
    return cells(element, shape.height(), shape.width(), map.strideY(), map.strideX());
  }

  /** One float for each pixel of a map, with a border of so many zeros around. */
  public Plane bordered(Plane map, int border) {
    Shape shape = map.shape();
    return map(
        new Shape(1, shape.height(), shape.width()),
        new Padding.Explicit(border, border, border, border),
        1,
        map.strideY(),
        map.strideX());
  }

  /** One value for each channel, for all of the picture: a map of one pixel. */
  public Plane vector(int channels) {
    return map(
        new Shape(channels, 1, 1),
        Plane.NO_BORDER,
        Plane.alignedChannels(channels),
        Plane.NOWHERE,
        Plane.NOWHERE);
  }

  private Plane plane(
      Plane.Element element,
      Shape shape,
      Padding.Explicit border,
      int pixelStride,
      int strideY,
      int strideX) {
    long entries = Plane.entries(shape, border, pixelStride);
    if (entries > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a map of " + shape + " is too large: at most 2 GiB");
    }
    Memory memory = bytes(entries * element.bytes());
    Plane plane = new Plane(element, shape, border, pixelStride, strideY, strideX, memory);
    planes.add(plane);
    return plane;
  }

  /** A block of bytes, all 0. */
  public Memory bytes(long count) {
    return keep(Memory.ofBytes(count));
  }

  /** A block of floats, all 0. */
  public Memory floats(long count) {
    return keep(Memory.ofFloats(count));
  }

  /** A block of ints, all 0. */
  public Memory ints(long count) {
    return keep(Memory.ofInts(count));
  }

  /**
   * Floats for somebody else's hands, all 0. They are counted here until the session is closed, and
   * freed by the collector.
   */
  public LentFloats lent(long count) {
    LentFloats lent = new LentFloats(count);
    size += lent.bytes();
    return lent;
  }

  /** A block of these ints. */
  public Memory tableOf(int... values) {
    return keep(Memory.of(values));
  }

  /** A block of these floats. */
  public Memory tableOf(float... values) {
    return keep(Memory.of(values));
  }

  private Memory keep(Memory memory) {
    owned.add(memory);
    size += memory.size();
    return memory;
  }

  /** Every plane, in the order of allocation; blocks are not among them. */
  public List<Plane> all() {
    return Collections.unmodifiableList(planes);
  }

  /** Bytes outside the Java heap, of planes and blocks. */
  public long size() {
    return size;
  }

  /**
   * Frees everything at once, but for the memory that a user has been given a view of: that goes
   * when nobody can reach it any more.
   */
  @Override
  public void close() {
    owned.forEach(Memory::close);
    owned.clear();
    planes.clear();
    size = 0;
  }
}

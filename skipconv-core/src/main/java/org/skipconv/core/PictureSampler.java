package org.skipconv.core;

import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.internal.kernel.FrameMemory;
import org.skipconv.core.internal.kernel.KernelSelector;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.Memory;
import org.skipconv.core.internal.kernel.Plane;
import org.skipconv.core.internal.kernel.ResampledAxis;
import org.skipconv.core.internal.kernel.Resampling;

/**
 * Makes a network's input, NHWC, of the pictures of a stream: bilinear samples of bytes, each times
 * a factor and plus a shift. It remembers the picture before, so that only what differs needs to be
 * made again: most of a video's bytes stay as they are. Its memory outside the Java heap is freed
 * with it. Not thread-safe.
 */
public final class PictureSampler {
  private static final int COLOURS = 3;

  private final int sourceHeight;
  private final int sourceWidth;
  private final Shape input;
  private final boolean reversed;
  private final Kernels kernels = KernelSelector.current().kernels();
  private final Memory colours;
  private final Memory before;
  private final Memory lines;
  private final Memory cells;
  private final InputChange change;
  private @Nullable Memory copy;

  /**
   * One axis of the samples. Immutable.
   *
   * <p>Of an output outside of those that are sampled the tables may hold anything.
   */
  public static final class AxisTable {
    private final ResampledAxis table;

    /**
     * An axis.
     *
     * @param sourceSize pixels of the picture
     * @param begin first output that is sampled
     * @param end output after the last that is sampled
     * @param first of each output the source pixel before it, which never falls
     * @param second of each output the source pixel after it, the first or a later one
     * @param firstWeight weight of the first
     * @param secondWeight weight of the second
     * @throws IllegalArgumentException when a source pixel lies outside of the picture, or before
     *     that of the output before
     */
    public AxisTable(
        int sourceSize,
        int begin,
        int end,
        int[] first,
        int[] second,
        float[] firstWeight,
        float[] secondWeight) {
      int size = first.length;
      if (second.length != size || firstWeight.length != size || secondWeight.length != size) {
        throw new IllegalArgumentException("the tables of an axis must be of the same length");
      }
      if (begin < 0 || begin > end || end > size) {
        throw new IllegalArgumentException(
            "outputs " + begin + " to " + end + " are no part of " + size);
      }
      for (int u = begin; u < end; u++) {
        boolean rises = u == begin || (first[u] >= first[u - 1] && second[u] >= second[u - 1]);
        if (first[u] < 0 || first[u] > second[u] || second[u] >= sourceSize || !rises) {
          throw new IllegalArgumentException(
              "output "
                  + u
                  + " lies between the pixels "
                  + first[u]
                  + " and "
                  + second[u]
                  + ", but they must rise from 0 to "
                  + (sourceSize - 1));
        }
      }
      table = ResampledAxis.of(sourceSize, begin, end, first, second, firstWeight, secondWeight);
    }
  }

  /**
   * A sampler that has seen no picture.
   *
   * @param sourceHeight height of the pictures
   * @param sourceWidth width of the pictures
   * @param input of the network, of three channels
   * @param factor of each channel of the input
   * @param shift of each channel of the input
   * @param reversed whether the input's first channel is the last of a picture
   */
  public PictureSampler(
      int sourceHeight,
      int sourceWidth,
      Shape input,
      float[] factor,
      float[] shift,
      boolean reversed) {
    if (input.channels() != COLOURS || factor.length != COLOURS || shift.length != COLOURS) {
      throw new IllegalArgumentException(
          "pictures have 3 channels, but the input is "
              + input
              + " with "
              + factor.length
              + " factors and "
              + shift.length
              + " shifts");
    }
    if (input.height() > Plane.MAX_SIDE || input.width() > Plane.MAX_SIDE) {
      throw new IllegalArgumentException(
          "the input is " + input + ", but has at most " + Plane.MAX_SIDE + " pixels a side");
    }
    this.sourceHeight = sourceHeight;
    this.sourceWidth = sourceWidth;
    this.input = input;
    this.reversed = reversed;
    this.colours = Resampling.colours(factor, shift);
    this.before = Memory.ofBytes((long) COLOURS * sourceHeight * sourceWidth);
    this.lines = Memory.ofFloats(Resampling.scratch(input.width()));
    this.cells = Memory.ofBytes((long) input.height() * Resampling.cells(input.width()));
    this.change = new InputChange(input);
  }

  /**
   * Samples a picture wherever the axes say; the rest of the input stays as it is.
   *
   * @param rgb a byte each of red, green and blue, pixel by pixel and row by row
   * @param rows rows of the picture that each row of the input is read from
   * @param columns columns of the picture that each column of the input is read from
   * @param nhwc written from index 0 on, wherever it stands
   */
  public void sample(byte[] rgb, AxisTable rows, AxisTable columns, FloatBuffer nhwc) {
    sample(rgb, rows, columns, true, nhwc);
  }

  /**
   * Samples a picture as {@link #sample} does, in the cells that differ from the picture before.
   *
   * @param rgb a byte each of red, green and blue, pixel after pixel, row after row
   * @param rows as for the picture before
   * @param columns as for the picture before
   * @param nhwc as the picture before left it
   * @return the cells that differ, until the next call
   */
  public InputChange sampleChanged(
      byte[] rgb, AxisTable rows, AxisTable columns, FloatBuffer nhwc) {
    sample(rgb, rows, columns, false, nhwc);
    cells.bytes().get(0, change.cells());
    return change;
  }

  private void sample(
      byte[] rgb, AxisTable rows, AxisTable columns, boolean whole, FloatBuffer nhwc) {
    if (rgb.length != COLOURS * sourceHeight * sourceWidth
        || rows.table.sourceSize() != sourceHeight
        || columns.table.sourceSize() != sourceWidth) {
      throw new IllegalArgumentException(
          "the sampler is of pictures of "
              + sourceHeight
              + "x"
              + sourceWidth
              + ", but got "
              + rgb.length
              + " bytes and axes of "
              + rows.table.sourceSize()
              + " and "
              + columns.table.sourceSize());
    }
    if (rows.table.size() != input.height()
        || columns.table.size() != input.width()
        || nhwc.capacity() < input.elements()) {
      throw new IllegalArgumentException(
          "the input is "
              + input
              + ", but the axes are "
              + rows.table.size()
              + " and "
              + columns.table.size()
              + " and the buffer has "
              + nhwc.capacity()
              + " values");
    }
    Resampling resampling =
        new Resampling(rows.table, columns.table, colours, reversed, before, lines, cells);
    try {
      if (nhwc.isDirect() && nhwc.order() == ByteOrder.nativeOrder()) {
        kernels.resample(rgb, resampling, whole, FrameMemory.address(nhwc));
      } else {
        resampleIntoCopy(rgb, resampling, whole, nhwc);
      }
    } finally {
      // The kernels work on bare addresses.
      Reference.reachabilityFence(this);
      Reference.reachabilityFence(nhwc);
      Reference.reachabilityFence(rows);
      Reference.reachabilityFence(columns);
    }
  }

  /** Kernels write outside the Java heap. */
  private void resampleIntoCopy(
      byte[] rgb, Resampling resampling, boolean whole, FloatBuffer nhwc) {
    Memory memory = copy;
    if (memory == null) {
      memory = Memory.ofFloats(input.elements());
      copy = memory;
    }
    kernels.resample(rgb, resampling, whole, memory.address());
    FloatBuffer target = nhwc.duplicate().clear();
    ResampledAxis columns = resampling.columns();
    int length = COLOURS * (columns.end() - columns.begin());
    for (int v = resampling.rows().begin(); v < resampling.rows().end(); v++) {
      int at = COLOURS * (v * input.width() + columns.begin());
      target.put(at, memory.floats(), at, length);
    }
  }
}

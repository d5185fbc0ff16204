package org.skipconv.models.vision;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.InputChange;
import org.skipconv.core.PictureSampler;
import org.skipconv.core.Shape;

/**
 * Resamples pictures of one size into a network's input, normalised, NHWC float32. Made once a
 * stream, from a {@link CropWindow} or a {@link Letterbox}: all positions and weights are worked
 * out beforehand and a frame makes no garbage. Not thread-safe.
 */
public final class PixelSampler {
  private final SampleAxis rows;
  private final SampleAxis columns;
  private final float[] border = new float[3];

  /** Place of red in a pixel of the input. */
  private final int red;

  private final PictureSampler pictures;

  /** Null since the last move: whole pictures are seldom sampled. */
  private PictureSampler.@Nullable AxisTable allRows;

  private PictureSampler.@Nullable AxisTable allColumns;
  private PictureSampler.AxisTable seenRows;
  private PictureSampler.AxisTable seenColumns;
  private final float[] borderLine;

  /**
   * Makes a sampler.
   *
   * @param grey level of the padding, null for 0 after normalisation
   */
  PixelSampler(
      SampleAxis rows, SampleAxis columns, Normalization normalization, @Nullable Integer grey) {
    this.rows = rows;
    this.columns = columns;
    float[] factor = new float[3];
    float[] shift = new float[3];
    for (int c = 0; c < 3; c++) {
      factor[c] = normalization.factor(c);
      shift[c] = normalization.shift(c);
      border[c] = grey == null ? 0 : grey * factor[c] + shift[c];
    }
    this.red = normalization.bgr() ? 2 : 0;
    this.pictures =
        new PictureSampler(
            rows.sourceSize(),
            columns.sourceSize(),
            new Shape(3, rows.size(), columns.size()),
            ordered(factor),
            ordered(shift),
            normalization.bgr());
    this.seenRows = rows.seen();
    this.seenColumns = columns.seen();
    this.borderLine = new float[3 * columns.size()];
    for (int i = 0; i < borderLine.length; i++) {
      borderLine[i] = border(i % 3);
    }
  }

  /** Values of red, green and blue in the order of the input. */
  private float[] ordered(float[] ofColours) {
    return new float[] {ofColours[red], ofColours[1], ofColours[2 - red]};
  }

  /**
   * Moves what is seen by so many pixels of the picture from where it was at first; at 0 the
   * samples have the bits that they had.
   */
  void moveTo(double right, double down) {
    columns.moveTo(right);
    rows.moveTo(down);
    allRows = null;
    allColumns = null;
    seenRows = rows.seen();
    seenColumns = columns.seen();
  }

  /** Vertical axis. */
  SampleAxis rows() {
    return rows;
  }

  /** Horizontal axis. */
  SampleAxis columns() {
    return columns;
  }

  /** Colour around the picture in the input: red, green and blue, normalised. */
  float border(int channel) {
    return border[channel == red ? 0 : channel == 1 ? 1 : 2];
  }

  /** {@return the number of floats of one input: height x width x 3} */
  public int inputLength() {
    return rows.size() * columns.size() * 3;
  }

  /**
   * Refuses pictures of another size than this sampler was made for.
   *
   * @param image the picture
   */
  public void requireSize(RgbImage image) {
    if (image.height() != rows.sourceSize() || image.width() != columns.sourceSize()) {
      throw new IllegalArgumentException(
          "this stream has frames of "
              + rows.sourceSize()
              + "x"
              + columns.sourceSize()
              + ", but got a "
              + image);
    }
  }

  /**
   * Fills the input. The buffer's position and limit are neither used nor changed.
   *
   * @param image the picture
   * @param nhwc of at least {@link #inputLength()} floats, written from index 0 on, as {@code
   *     VideoSession.nextNhwc} reads them
   */
  public void sample(RgbImage image, FloatBuffer nhwc) {
    requireSize(image);
    if (nhwc.capacity() < inputLength()) {
      throw new IllegalArgumentException(
          "the input has " + inputLength() + " floats, but the buffer only " + nhwc.capacity());
    }
    FloatBuffer target = nhwc.limit() < inputLength() ? nhwc.duplicate().clear() : nhwc;
    fillBorder(target);
    if (allRows == null || allColumns == null) {
      allRows = rows.all();
      allColumns = columns.all();
    }
    pictures.sample(image.rgb(), allRows, allColumns, target);
  }

  /** Fills what lies in the picture; the rest of the input keeps what it held. */
  void sampleSeen(RgbImage image, FloatBuffer nhwc) {
    requireSize(image);
    pictures.sample(image.rgb(), seenRows, seenColumns, nhwc);
  }

  /**
   * Fills what lies in the picture as far as it differs from the picture before; the rest of the
   * input keeps what it held.
   *
   * @param nhwc as the picture before left it, sampled at the same places
   * @return the cells that differ, until the next call
   */
  InputChange sampleChanged(RgbImage image, FloatBuffer nhwc) {
    requireSize(image);
    return pictures.sampleChanged(image.rgb(), seenRows, seenColumns, nhwc);
  }

  /** Fills what lies around the picture. */
  private void fillBorder(FloatBuffer target) {
    int width = columns.size();
    int left = columns.begin();
    int right = columns.begin() + columns.filled();
    for (int v = 0; v < rows.size(); v++) {
      boolean beside = v < rows.begin() || v >= rows.begin() + rows.filled();
      int begin = beside ? width : left;
      int end = beside ? width : right;
      target.put(3 * v * width, borderLine, 0, 3 * begin);
      target.put(3 * (v * width + end), borderLine, 0, 3 * (width - end));
    }
  }
}

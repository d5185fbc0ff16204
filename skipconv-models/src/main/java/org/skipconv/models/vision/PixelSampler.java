package org.skipconv.models.vision;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Resamples pictures of one size into a network's input, normalised, NHWC float32. Made once a
 * stream, from a {@link CropWindow} or a {@link Letterbox}: all positions and weights are worked
 * out beforehand and a frame makes no garbage. Not thread-safe.
 */
public final class PixelSampler {
  private final SampleAxis rows;
  private final SampleAxis columns;
  private final float[] factor = new float[3];
  private final float[] shift = new float[3];
  private final float[] border = new float[3];

  /** Place of red in a pixel of the input. */
  private final int red;

  private final int blue;
  private final int[] left;
  private final int[] right;

  /** Each source row of the last two, resampled along the row: neighbours share them. */
  private final float[][] resampled;

  private final int[] resampledRow = {-1, -1};
  private final float[] line;

  /**
   * Makes a sampler.
   *
   * @param grey level of the padding, null for 0 after normalisation
   */
  PixelSampler(
      SampleAxis rows, SampleAxis columns, Normalization normalization, @Nullable Integer grey) {
    this.rows = rows;
    this.columns = columns;
    for (int c = 0; c < 3; c++) {
      factor[c] = normalization.factor(c);
      shift[c] = normalization.shift(c);
      border[c] = grey == null ? 0 : grey * factor[c] + shift[c];
    }
    this.red = normalization.bgr() ? 2 : 0;
    this.blue = 2 - red;
    this.left = new int[columns.size()];
    this.right = new int[columns.size()];
    placeColumns();
    this.resampled = new float[2][3 * columns.filled()];
    this.line = new float[3 * columns.size()];
    fillBorder();
  }

  private void placeColumns() {
    for (int u = 0; u < left.length; u++) {
      left[u] = 3 * columns.first()[u];
      right[u] = 3 * columns.second()[u];
    }
  }

  /**
   * Moves what is seen by so many pixels of the picture from where it was at first; at 0 the
   * samples have the bits that they had.
   */
  void moveTo(double right, double down) {
    columns.moveTo(right);
    rows.moveTo(down);
    placeColumns();
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

  /** Number of floats of one input: height x width x 3. */
  public int inputLength() {
    return rows.size() * columns.size() * 3;
  }

  /** Refuses pictures of another size than this sampler was made for. */
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
   * @param nhwc of at least {@link #inputLength()} floats, written from index 0 on
   */
  public void sample(RgbImage image, FloatBuffer nhwc) {
    requireSize(image);
    if (nhwc.capacity() < inputLength()) {
      throw new IllegalArgumentException(
          "the input has " + inputLength() + " floats, but the buffer only " + nhwc.capacity());
    }
    FloatBuffer target = whole(nhwc);
    Arrays.fill(resampledRow, -1);
    for (int v = 0; v < rows.size(); v++) {
      fillLine(image, v);
      target.put(v * line.length, line);
    }
  }

  private FloatBuffer whole(FloatBuffer nhwc) {
    return nhwc.limit() < inputLength() ? nhwc.duplicate().clear() : nhwc;
  }

  /** Fills what lies in the picture; the rest of the input keeps what it held. */
  void sampleSeen(RgbImage image, FloatBuffer nhwc) {
    requireSize(image);
    FloatBuffer target = whole(nhwc);
    Arrays.fill(resampledRow, -1);
    int begin = 3 * columns.seenBegin();
    int length = 3 * columns.seenEnd() - begin;
    for (int v = rows.seenBegin(); v < rows.seenEnd(); v++) {
      fillLine(image, v);
      target.put(v * line.length + begin, line, begin, length);
    }
  }

  private void fillLine(RgbImage image, int v) {
    if (v < rows.begin() || v >= rows.begin() + rows.filled()) {
      fillBorder();
      return;
    }
    float[] upper = resample(image, rows.first()[v]);
    float[] lower = resample(image, rows.second()[v]);
    blend(upper, rows.firstWeight()[v], lower, rows.secondWeight()[v]);
  }

  private void fillBorder() {
    for (int i = 0; i < line.length; i += 3) {
      line[i + red] = border[0];
      line[i + 1] = border[1];
      line[i + blue] = border[2];
    }
  }

  private void blend(float[] upper, float upperWeight, float[] lower, float lowerWeight) {
    float ofRed = factor[0];
    float ofGreen = factor[1];
    float ofBlue = factor[2];
    int to = 3 * columns.begin();
    for (int i = 0; i < upper.length; i += 3, to += 3) {
      float r = upper[i] * upperWeight + lower[i] * lowerWeight;
      float g = upper[i + 1] * upperWeight + lower[i + 1] * lowerWeight;
      float b = upper[i + 2] * upperWeight + lower[i + 2] * lowerWeight;
      line[to + red] = r * ofRed + shift[0];
      line[to + 1] = g * ofGreen + shift[1];
      line[to + blue] = b * ofBlue + shift[2];
    }
  }

  /** A source row at the output's columns; slots alternate, so the row above stays. */
  private float[] resample(RgbImage image, int y) {
    int slot = y & 1;
    float[] out = resampled[slot];
    if (resampledRow[slot] == y) {
      return out;
    }
    resampledRow[slot] = y;
    byte[] rgb = image.rgb();
    int row = 3 * y * image.width();
    float[] leftWeight = columns.firstWeight();
    float[] rightWeight = columns.secondWeight();
    for (int u = columns.begin(), i = 0; i < out.length; u++, i += 3) {
      int a = row + left[u];
      int b = row + right[u];
      float wa = leftWeight[u];
      float wb = rightWeight[u];
      out[i] = (rgb[a] & 0xff) * wa + (rgb[b] & 0xff) * wb;
      out[i + 1] = (rgb[a + 1] & 0xff) * wa + (rgb[b + 1] & 0xff) * wb;
      out[i + 2] = (rgb[a + 2] & 0xff) * wa + (rgb[b + 2] & 0xff) * wb;
    }
    return out;
  }
}

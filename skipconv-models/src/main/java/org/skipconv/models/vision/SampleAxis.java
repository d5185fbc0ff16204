package org.skipconv.models.vision;

import org.skipconv.core.PictureSampler;

/**
 * One axis of a bilinear resampling: the two source pixels of every output pixel and their weights.
 * Before {@link #begin} and after {@link #filled} more the output is padding.
 */
final class SampleAxis {
  private final int sourceSize;
  private final Positions positions;
  private final boolean repeatsEdge;
  private final int begin;
  private final int filled;
  private final int[] first;
  private final int[] second;
  private final float[] firstWeight;
  private final float[] secondWeight;
  private int seenBegin;
  private int seenEnd;

  /** Positions of the outputs in the source. */
  private interface Positions {
    double of(int u);
  }

  private SampleAxis(
      int sourceSize, Positions positions, boolean repeatsEdge, int begin, int filled, int size) {
    this.sourceSize = sourceSize;
    this.positions = positions;
    this.repeatsEdge = repeatsEdge;
    this.begin = begin;
    this.filled = filled;
    this.first = new int[size];
    this.second = new int[size];
    this.firstWeight = new float[size];
    this.secondWeight = new float[size];
    moveTo(0);
  }

  /** Output u lies at {@code start + u * extent / size}; outside the source is black. */
  static SampleAxis crop(int sourceSize, double start, double extent, int size) {
    return new SampleAxis(sourceSize, u -> start + u * extent / size, false, 0, size, size);
  }

  /** The source stretched to {@code resized} outputs from one on, with half-pixel centres. */
  static SampleAxis resize(int sourceSize, int begin, int resized, int size) {
    return new SampleAxis(
        sourceSize,
        u -> (u - begin + 0.5) * sourceSize / resized - 0.5,
        true,
        begin,
        resized,
        size);
  }

  /** Moves all outputs by so many source pixels from where they were at first. */
  void moveTo(double offset) {
    seenBegin = begin + filled;
    seenEnd = begin;
    double beyond = offset == 0 ? 1 : 0.5;
    for (int u = begin; u < begin + filled; u++) {
      double position = positions.of(u) + offset;
      set(u, position, repeatsEdge || offset != 0);
      if (position >= -beyond && position <= sourceSize - 1 + beyond) {
        seenBegin = Math.min(seenBegin, u);
        seenEnd = u + 1;
      }
    }
    seenEnd = Math.max(seenBegin, seenEnd);
  }

  /** Source pixels between neighbouring outputs. */
  double step() {
    return positions.of(begin + 1) - positions.of(begin);
  }

  /** Position in the source, before any move. */
  double position(int u) {
    return positions.of(u);
  }

  /** First output that lies in the source. */
  int seenBegin() {
    return seenBegin;
  }

  /** Output after the last that lies in the source. */
  int seenEnd() {
    return seenEnd;
  }

  private void set(int u, double position, boolean repeatEdge) {
    double floor = Math.floor(position);
    long low = (long) floor;
    float fraction = (float) (position - floor);
    first[u] = clamp(low);
    second[u] = clamp(low + 1);
    firstWeight[u] = repeatEdge || inside(low) ? 1 - fraction : 0;
    secondWeight[u] = repeatEdge || inside(low + 1) ? fraction : 0;
  }

  private boolean inside(long index) {
    return index >= 0 && index < sourceSize;
  }

  private int clamp(long index) {
    return (int) Math.max(0, Math.min(sourceSize - 1L, index));
  }

  int sourceSize() {
    return sourceSize;
  }

  int size() {
    return first.length;
  }

  int begin() {
    return begin;
  }

  int filled() {
    return filled;
  }

  /** Outputs that are no padding, as they lie now. */
  PictureSampler.AxisTable all() {
    return sampled(begin, begin + filled);
  }

  /** Outputs that lie in the source now. */
  PictureSampler.AxisTable seen() {
    return sampled(seenBegin, seenEnd);
  }

  private PictureSampler.AxisTable sampled(int from, int to) {
    return new PictureSampler.AxisTable(
        sourceSize, from, to, first, second, firstWeight, secondWeight);
  }
}

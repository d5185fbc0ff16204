package org.skipconv.models.vision;

/**
 * One axis of a bilinear resampling: the two source pixels of every output pixel and their weights.
 * Before {@link #begin} and after {@link #filled} more the output is padding.
 */
final class SampleAxis {
  private final int sourceSize;
  private final int begin;
  private final int filled;
  private final int[] first;
  private final int[] second;
  private final float[] firstWeight;
  private final float[] secondWeight;

  private SampleAxis(int sourceSize, int begin, int filled, int size) {
    this.sourceSize = sourceSize;
    this.begin = begin;
    this.filled = filled;
    this.first = new int[size];
    this.second = new int[size];
    this.firstWeight = new float[size];
    this.secondWeight = new float[size];
  }

  /** Output u lies at {@code start + u * extent / size}; outside the source is black. */
  static SampleAxis crop(int sourceSize, double start, double extent, int size) {
    SampleAxis axis = new SampleAxis(sourceSize, 0, size, size);
    for (int u = 0; u < size; u++) {
      axis.set(u, start + u * extent / size, false);
    }
    return axis;
  }

  /** The source stretched to {@code resized} outputs from one on, with half-pixel centres. */
  static SampleAxis resize(int sourceSize, int begin, int resized, int size) {
    SampleAxis axis = new SampleAxis(sourceSize, begin, resized, size);
    for (int u = 0; u < resized; u++) {
      axis.set(begin + u, (u + 0.5) * sourceSize / resized - 0.5, true);
    }
    return axis;
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

  int[] first() {
    return first;
  }

  int[] second() {
    return second;
  }

  float[] firstWeight() {
    return firstWeight;
  }

  float[] secondWeight() {
    return secondWeight;
  }
}

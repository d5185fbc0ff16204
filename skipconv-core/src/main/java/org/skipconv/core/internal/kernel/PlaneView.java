package org.skipconv.core.internal.kernel;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Objects;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.Shape;

/** A user's view of a plane; keeps the plane's memory as long as it is reachable. */
public final class PlaneView implements FeatureMap {
  /** Values from which on copying them together is faster than one by one. */
  private static final int LEAST_TOGETHER = 8;

  private final Plane plane;

  PlaneView(Plane plane) {
    this.plane = plane;
  }

  /** The plane, whose memory has been {@linkplain Memory#expose exposed}. */
  public Plane plane() {
    return plane;
  }

  @Override
  public Shape shape() {
    return plane.shape();
  }

  @Override
  public float get(int channel, int y, int x) {
    try {
      return plane.get(channel, y, x);
    } finally {
      // The buffer alone does not keep its memory.
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public void read(int y, int x, float[] channels) {
    try {
      int index = plane.index(y, x);
      int count = plane.shape().channels();
      if (plane.element() == Plane.Element.FLOAT32) {
        plane.floats().get(index, channels, 0, count);
      } else {
        for (int c = 0; c < count; c++) {
          channels[c] = plane.value(index + c);
        }
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public void copyTo(int channel, int count, float[] values, int first, int step) {
    Shape shape = plane.shape();
    if (plane.element() != Plane.Element.FLOAT32) {
      FeatureMap.super.copyTo(channel, count, values, first, step);
      return;
    }
    Objects.checkFromIndexSize(channel, count, shape.channels());
    Objects.checkIndex(step, Integer.MAX_VALUE);
    long taken = (shape.pixels() - 1L) * step + count;
    Objects.checkFromIndexSize((long) first, taken, (long) values.length);
    FloatBuffer floats = plane.floats();
    try {
      for (int y = 0, at = first; y < shape.height(); y++) {
        int index = plane.index(y, 0) + channel;
        for (int x = 0; x < shape.width(); x++, at += step) {
          read(floats, index + x * plane.pixelStride(), count, values, at);
        }
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private static void read(FloatBuffer floats, int index, int count, float[] values, int at) {
    if (count >= LEAST_TOGETHER) {
      floats.get(index, values, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      values[at + i] = floats.get(index + i);
    }
  }

  @Override
  public String toString() {
    return "FeatureMap of " + shape();
  }
}

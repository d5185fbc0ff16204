package org.skipconv.core.internal.kernel;

import java.lang.ref.Reference;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.Shape;

/** A user's view of a plane; keeps the plane's memory as long as it is reachable. */
public final class PlaneView implements FeatureMap {
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
  public String toString() {
    return "FeatureMap of " + shape();
  }
}

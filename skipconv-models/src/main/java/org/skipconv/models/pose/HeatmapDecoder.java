package org.skipconv.models.pose;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.Shape;
import org.skipconv.models.vision.CropWindow;

/**
 * Heatmaps to joints: the first maximum of each map, row by row, moved a quarter of a pixel towards
 * the larger neighbour, brought back to the picture through the crop window. A map whose maximum is
 * not above 0 puts its joint at (0, 0) of the map (deep-high-resolution-net.pytorch, {@code
 * get_final_preds}; no flip test).
 */
public final class HeatmapDecoder {
  private final JointSet set;
  private final CropWindow window;
  private final float[] best;
  private final int[] bestX;
  private final int[] bestY;

  /**
   * A decoder for one stream; not thread-safe.
   *
   * @param window what the heatmaps cover of the picture
   */
  public HeatmapDecoder(JointSet set, CropWindow window) {
    this.set = set;
    this.window = window;
    this.best = new float[set.size()];
    this.bestX = new int[set.size()];
    this.bestY = new int[set.size()];
  }

  /**
   * Decodes a network's output in place.
   *
   * @param heatmaps one channel a joint
   */
  public Pose decode(FeatureMap heatmaps) {
    Shape shape = heatmaps.shape();
    return decode(
        new Maps(
            shape.channels(),
            shape.height(),
            shape.width(),
            heatmaps.memory(),
            heatmaps.origin(),
            1,
            heatmaps.rowStride(),
            heatmaps.pixelStride()));
  }

  /**
   * Decodes a copy.
   *
   * @param heatmaps [joints, height, width]
   */
  public Pose decode(float[] heatmaps, int height, int width) {
    int pixels = height * width;
    if (height < 1 || width < 1 || heatmaps.length % pixels != 0) {
      throw new IllegalArgumentException(
          heatmaps.length + " values are not heatmaps of " + height + "x" + width);
    }
    FloatBuffer values = FloatBuffer.wrap(heatmaps);
    return decode(new Maps(heatmaps.length / pixels, height, width, values, 0, pixels, width, 1));
  }

  /** Heatmaps in any layout. */
  private record Maps(
      int joints,
      int height,
      int width,
      FloatBuffer values,
      int origin,
      int jointStride,
      int rowStride,
      int pixelStride) {

    float get(int joint, int y, int x) {
      return values.get(origin + joint * jointStride + y * rowStride + x * pixelStride);
    }
  }

  private Pose decode(Maps maps) {
    if (maps.joints() != set.size()) {
      throw new IllegalArgumentException(
          set + " has " + set.size() + " joints, but there are " + maps.joints() + " heatmaps");
    }
    findMaxima(maps);
    List<Joint> joints = new ArrayList<>(set.size());
    for (int joint = 0; joint < set.size(); joint++) {
      joints.add(locate(maps, joint));
    }
    return new Pose(set, joints);
  }

  /** Pixel by pixel and not map by map: the channels of a pixel lie side by side. */
  private void findMaxima(Maps maps) {
    for (int y = 0; y < maps.height(); y++) {
      for (int x = 0; x < maps.width(); x++) {
        for (int joint = 0; joint < best.length; joint++) {
          float value = maps.get(joint, y, x);
          if (value > best[joint] || (x == 0 && y == 0)) {
            best[joint] = value;
            bestX[joint] = x;
            bestY[joint] = y;
          }
        }
      }
    }
  }

  private Joint locate(Maps maps, int joint) {
    double u = 0;
    double v = 0;
    if (best[joint] > 0) {
      int x = bestX[joint];
      int y = bestY[joint];
      u = x;
      v = y;
      // Strict on both sides, as published: next to the border there is no shift at all.
      if (x > 1 && x < maps.width() - 1 && y > 1 && y < maps.height() - 1) {
        u += 0.25 * Math.signum(maps.get(joint, y, x + 1) - maps.get(joint, y, x - 1));
        v += 0.25 * Math.signum(maps.get(joint, y + 1, x) - maps.get(joint, y - 1, x));
      }
    }
    return new Joint(
        set.names().get(joint),
        window.imageX(u, maps.width()),
        window.imageY(v, maps.height()),
        best[joint]);
  }
}

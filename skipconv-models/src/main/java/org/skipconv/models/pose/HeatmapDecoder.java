package org.skipconv.models.pose;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.Shape;
import org.skipconv.models.vision.PictureCoordinates;

/**
 * Heatmaps to joints: the first maximum of each map, row by row, moved a quarter of a pixel towards
 * the larger neighbour, brought back to the picture. A map whose maximum is not above 0 puts its
 * joint at (0, 0) of the map (deep-high-resolution-net.pytorch, {@code get_final_preds}; no flip
 * test).
 */
public final class HeatmapDecoder {
  private final JointSet set;
  private final PictureCoordinates picture;
  private final float[] pixel;
  private final float[] best;
  private final int[] bestX;
  private final int[] bestY;

  /**
   * A decoder for one stream; not thread-safe.
   *
   * @param set names of the joints
   * @param picture where the heatmaps lie in the picture, such as a crop window
   */
  public HeatmapDecoder(JointSet set, PictureCoordinates picture) {
    this.set = set;
    this.picture = picture;
    this.pixel = new float[set.size()];
    this.best = new float[set.size()];
    this.bestX = new int[set.size()];
    this.bestY = new int[set.size()];
  }

  /**
   * Decodes a network's output in place.
   *
   * @param heatmaps one channel a joint
   * @return the pose
   */
  public Pose decode(FeatureMap heatmaps) {
    int channels = heatmaps.shape().channels();
    if (channels != set.size()) {
      throw new IllegalArgumentException(
          set + " has " + set.size() + " joints, but there are " + channels + " heatmaps");
    }
    findMaxima(heatmaps);
    List<Joint> joints = new ArrayList<>(set.size());
    for (int joint = 0; joint < set.size(); joint++) {
      joints.add(locate(heatmaps, joint));
    }
    return new Pose(set, joints);
  }

  /**
   * Decodes a copy.
   *
   * @param heatmaps [joints, height, width]
   * @param height rows of a heatmap
   * @param width columns of a heatmap
   * @return the pose
   */
  public Pose decode(float[] heatmaps, int height, int width) {
    int pixels = height * width;
    if (height < 1 || width < 1 || heatmaps.length % pixels != 0) {
      throw new IllegalArgumentException(
          heatmaps.length + " values are not heatmaps of " + height + "x" + width);
    }
    Shape shape = new Shape(heatmaps.length / pixels, height, width);
    return decode(new ArrayMap(FloatBuffer.wrap(heatmaps), shape));
  }

  /** Heatmaps in an array, joint after joint. */
  private record ArrayMap(FloatBuffer values, Shape shape) implements FeatureMap {
    @Override
    public float get(int channel, int y, int x) {
      return values.get((channel * shape.height() + y) * shape.width() + x);
    }

    @Override
    public void read(int y, int x, float[] channels) {
      for (int c = 0; c < shape.channels(); c++) {
        channels[c] = get(c, y, x);
      }
    }
  }

  /** Pixel by pixel and not map by map: the channels of a pixel lie side by side. */
  private void findMaxima(FeatureMap maps) {
    for (int y = 0; y < maps.shape().height(); y++) {
      for (int x = 0; x < maps.shape().width(); x++) {
        maps.read(y, x, pixel);
        for (int joint = 0; joint < best.length; joint++) {
          float value = pixel[joint];
          if (value > best[joint] || (x == 0 && y == 0)) {
            best[joint] = value;
            bestX[joint] = x;
            bestY[joint] = y;
          }
        }
      }
    }
  }

  private Joint locate(FeatureMap maps, int joint) {
    double u = 0;
    double v = 0;
    if (best[joint] > 0) {
      int x = bestX[joint];
      int y = bestY[joint];
      u = x;
      v = y;
      // Strict on both sides, as published: next to the border there is no shift at all.
      if (x > 1 && x < maps.shape().width() - 1 && y > 1 && y < maps.shape().height() - 1) {
        u += 0.25 * Math.signum(maps.get(joint, y, x + 1) - maps.get(joint, y, x - 1));
        v += 0.25 * Math.signum(maps.get(joint, y + 1, x) - maps.get(joint, y - 1, x));
      }
    }
    return new Joint(
        set.names().get(joint),
        picture.imageX(u, maps.shape().width()),
        picture.imageY(v, maps.shape().height()),
        best[joint]);
  }
}

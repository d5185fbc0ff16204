package org.skipconv.models.pose;

/**
 * Heatmaps as a network should give them: for each joint the peak {@code exp(-((x - u)^2 + (y -
 * v)^2) / (2 sigma^2))} with sigma 2 (deep-high-resolution-net.pytorch, {@code generate_target};
 * there u and v are rounded, here they are not).
 *
 * @param height rows of a map
 * @param width columns of a map
 */
public record HeatmapTargets(int height, int width) {
  private static final double SIGMA = 2;
  private static final int REACH = (int) (3 * SIGMA);

  /**
   * Draws a joint's peak; it may lie outside the map.
   *
   * @param maps [joints, height, width]
   * @param joint number of the joint, from 0
   * @param u column of the joint
   * @param v row of the joint
   */
  public void draw(float[] maps, int joint, double u, double v) {
    int firstRow = (int) Math.max(0, Math.ceil(v - REACH));
    int firstColumn = (int) Math.max(0, Math.ceil(u - REACH));
    for (int y = firstRow; y <= Math.min(height - 1, v + REACH); y++) {
      for (int x = firstColumn; x <= Math.min(width - 1, u + REACH); x++) {
        double square = (x - u) * (x - u) + (y - v) * (y - v);
        int i = (joint * height + y) * width + x;
        maps[i] = Math.max(maps[i], (float) Math.exp(-square / (2 * SIGMA * SIGMA)));
      }
    }
  }
}

package org.skipconv.models.pose;

import org.skipconv.core.FrameResult;
import org.skipconv.gates.calibration.OutputDistance;

/**
 * Mean |gated - dense| of a pose network's heatmaps: a smooth distance, which shows what one
 * layer's threshold does long before a joint moves.
 */
public final class HeatmapError implements OutputDistance<float[]> {
  /** Dense values above this belong to a joint; what lies below is ground, which nobody decodes. */
  private static final float PEAK = 0.2f;

  private final float above;

  private HeatmapError(float above) {
    this.above = above;
  }

  /**
   * Over all of the heatmaps.
   *
   * @return the measure
   */
  public static HeatmapError everywhere() {
    return new HeatmapError(Float.NEGATIVE_INFINITY);
  }

  /**
   * Over the pixels at which the dense heatmap is above 0.2: what decides where joints are.
   *
   * @return the measure
   */
  public static HeatmapError atPeaks() {
    return new HeatmapError(PEAK);
  }

  @Override
  public float[] reference(FrameResult dense) {
    return dense.map(PoseEstimator.HEATMAPS).toArray();
  }

  @Override
  public Comparison<float[]> start() {
    return new Comparison<>() {
      private double sum;
      private long count;

      @Override
      public void add(float[] dense, FrameResult gated) {
        float[] values = gated.map(PoseEstimator.HEATMAPS).toArray();
        for (int i = 0; i < dense.length; i++) {
          if (dense[i] > above) {
            sum += Math.abs((double) values[i] - dense[i]);
            count++;
          }
        }
      }

      @Override
      public double value() {
        return count == 0 ? 0 : sum / count;
      }
    };
  }

  @Override
  public String toString() {
    return above > 0 ? "mean heatmap error at peaks" : "mean heatmap error";
  }
}

package org.skipconv.models.vision;

import java.util.List;

/**
 * Numbers that a network expects of a pixel: {@code (v * scale - mean) / std} per channel, v from 0
 * to 255. Mean and deviation are always given as red, green and blue, whatever the order in which
 * the network takes them. Immutable.
 *
 * <pre>{@code
 * Normalization nanoDet =
 *     Normalization.ofLevels(List.of(123.675f, 116.28f, 103.53f), List.of(58.395f, 57.12f, 57.375f))
 *         .withBgr(true);
 * }</pre>
 *
 * @param mean of red, green and blue
 * @param std of red, green and blue, more than 0
 * @param scale by which levels from 0 to 255 are multiplied first, more than 0
 * @param bgr whether the network takes blue first and red last
 */
public record Normalization(List<Float> mean, List<Float> std, double scale, boolean bgr) {
  private static final double UNIT = 1 / 255.0;

  /** Mean and deviation over ImageNet: HRNet and most EfficientDets. */
  public static final Normalization IMAGENET =
      new Normalization(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

  /** -1 to 1: EfficientDet-Lite and weights trained with AdvProp. */
  public static final Normalization HALF =
      new Normalization(List.of(0.5f, 0.5f, 0.5f), List.of(0.5f, 0.5f, 0.5f));

  /** 0 to 1: YOLOv5, YOLOv8 and their relatives. */
  public static final Normalization UNIT_RANGE =
      new Normalization(List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

  /** Levels from 0 to 255 as they are. */
  public static final Normalization LEVELS = ofLevels(List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

  /** Copies its collections and refuses impossible values. */
  public Normalization {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != 3 || std.size() != 3) {
      throw new IllegalArgumentException(
          "mean and deviation need 3 values each, but are " + mean + " and " + std);
    }
    for (int c = 0; c < 3; c++) {
      if (!Float.isFinite(mean.get(c)) || !(std.get(c) > 0) || Float.isInfinite(std.get(c))) {
        throw new IllegalArgumentException(
            "mean must be finite and deviation more than 0, but they are " + mean + " and " + std);
      }
    }
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("the scale must be more than 0, but is " + scale);
    }
  }

  /**
   * Makes a normalization of red, green and blue from 0 to 1.
   *
   * @param mean of red, green and blue, 0 to 1
   * @param std of red, green and blue, more than 0
   */
  public Normalization(List<Float> mean, List<Float> std) {
    this(mean, std, UNIT, false);
  }

  /**
   * {@return a normalization whose mean and deviation are in levels from 0 to 255}
   *
   * @param mean of red, green and blue
   * @param std of red, green and blue, more than 0
   */
  public static Normalization ofLevels(List<Float> mean, List<Float> std) {
    return new Normalization(mean, std, 1, false);
  }

  /**
   * {@return this normalization for a network that takes blue first, or red first}
   *
   * @param blueFirst whether blue comes first
   */
  public Normalization withBgr(boolean blueFirst) {
    return new Normalization(mean, std, scale, blueFirst);
  }

  /**
   * {@return this normalization after another scale of the levels from 0 to 255}
   *
   * @param newScale factor of the levels before mean and deviation
   */
  public Normalization withScale(double newScale) {
    return new Normalization(mean, std, newScale, bgr);
  }

  /**
   * {@return the change of the network's input when a pixel changes by some levels of 255, the mean
   * over the colours: for {@code SessionOptions.withInputThreshold}, which is told in units of the
   * input}
   *
   * @param levels number of levels of 255
   */
  public float change(double levels) {
    return (float) (levels * scale * (1.0 / std.get(0) + 1.0 / std.get(1) + 1.0 / std.get(2)) / 3);
  }

  /** Factor a of {@code a * v + b}; 0 is red, whatever the order. */
  float factor(int colour) {
    return (float) (scale / std.get(colour));
  }

  /** Shift b of {@code a * v + b}: what black becomes. */
  float shift(int colour) {
    return (float) (-(double) mean.get(colour) / std.get(colour));
  }
}

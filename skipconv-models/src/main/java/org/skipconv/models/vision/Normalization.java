package org.skipconv.models.vision;

import java.util.List;

/**
 * What a network expects of a pixel: {@code (v / 255 - mean) / std} per channel, v from 0 to 255.
 *
 * @param mean of red, green and blue
 * @param std of red, green and blue, more than 0
 */
public record Normalization(List<Float> mean, List<Float> std) {
  /** Mean and deviation over ImageNet: HRNet and most EfficientDets. */
  public static final Normalization IMAGENET =
      new Normalization(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

  /** -1 to 1: EfficientDet-Lite and weights trained with AdvProp. */
  public static final Normalization HALF =
      new Normalization(List.of(0.5f, 0.5f, 0.5f), List.of(0.5f, 0.5f, 0.5f));

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
  }

  /** Factor a of {@code a * v + b}. */
  float factor(int channel) {
    return (float) (1 / (255.0 * std.get(channel)));
  }

  /** Shift b of {@code a * v + b}: what black becomes. */
  float shift(int channel) {
    return (float) (-(double) mean.get(channel) / std.get(channel));
  }
}

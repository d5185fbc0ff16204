package org.skipconv.models.efficientdet;

import java.util.ArrayList;
import java.util.List;

/**
 * Widths and repeats of an EfficientNet (Tan and Le, ICML 2019) or EfficientNet-Lite: the base
 * network's, scaled and rounded.
 *
 * @param stem channels of the first convolution
 * @param stages the seven stages, in order
 */
record BackboneScaling(int stem, List<BackboneStage> stages) {

  /** The ones whose last block is a pyramid level: P3, P4 and P5. */
  static final List<Integer> FEATURE_STAGES = List.of(2, 4, 6);

  private static final int BASE_STEM = 32;
  private static final List<BackboneStage> BASE =
      List.of(
          new BackboneStage(1, 3, 1, 1, 16),
          new BackboneStage(2, 3, 2, 6, 24),
          new BackboneStage(2, 5, 2, 6, 40),
          new BackboneStage(3, 3, 2, 6, 80),
          new BackboneStage(3, 5, 1, 6, 112),
          new BackboneStage(4, 5, 2, 6, 192),
          new BackboneStage(1, 3, 1, 6, 320));

  /**
   * Blocks of one kind.
   *
   * @param stride of the first block; the others have 1
   * @param expand channels inside a block over the channels that come in
   */
  record BackboneStage(int repeats, int kernel, int stride, int expand, int channels) {}

  BackboneScaling {
    stages = List.copyOf(stages);
  }

  /** EfficientNet: everything is scaled. */
  static BackboneScaling efficientNet(double width, double depth) {
    List<BackboneStage> stages = new ArrayList<>();
    for (BackboneStage base : BASE) {
      stages.add(scaled(base, width, repeats(base, depth)));
    }
    return new BackboneScaling(channels(BASE_STEM, width), stages);
  }

  /** EfficientNet-Lite: the stem and the repeats of the first and last stage stay. */
  static BackboneScaling lite(double width, double depth) {
    List<BackboneStage> stages = new ArrayList<>();
    for (int s = 0; s < BASE.size(); s++) {
      BackboneStage base = BASE.get(s);
      boolean fixed = s == 0 || s == BASE.size() - 1;
      stages.add(scaled(base, width, fixed ? base.repeats() : repeats(base, depth)));
    }
    return new BackboneScaling(BASE_STEM, stages);
  }

  private static BackboneStage scaled(BackboneStage base, double width, int repeats) {
    return new BackboneStage(
        repeats, base.kernel(), base.stride(), base.expand(), channels(base.channels(), width));
  }

  private static int repeats(BackboneStage base, double depth) {
    return (int) Math.ceil(base.repeats() * depth);
  }

  /** To a multiple of 8, and never more than a tenth lost. */
  private static int channels(int base, double width) {
    double exact = base * width;
    int rounded = Math.max(8, (int) (exact + 4) / 8 * 8);
    return rounded < 0.9 * exact ? rounded + 8 : rounded;
  }
}

package org.skipconv.models.efficientdet;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.skipconv.core.Activation;
import org.skipconv.models.detection.CocoLabels;
import org.skipconv.models.vision.Normalization;

/** The published sizes of the network, as the effdet repository configures them, and one more. */
enum Variant {
  D0(1.0, 1.0, 512, 64, 3, 3, Fusion.FAST, 4, 7),
  D1(1.0, 1.1, 640, 88, 4, 3, Fusion.FAST, 4, 7),
  D2(1.1, 1.2, 768, 112, 5, 3, Fusion.FAST, 4, 7),
  D3(1.2, 1.4, 896, 160, 6, 4, Fusion.FAST, 4, 7),
  D4(1.4, 1.8, 1024, 224, 7, 4, Fusion.FAST, 4, 7),
  D5(1.6, 2.2, 1280, 288, 7, 4, Fusion.FAST, 4, 7),
  D6(1.8, 2.6, 1280, 384, 8, 5, Fusion.SUM, 4, 7),
  D7(1.8, 2.6, 1536, 384, 8, 5, Fusion.SUM, 5, 7),
  D7X(2.0, 3.1, 1536, 384, 8, 5, Fusion.SUM, 4, 8),
  LITE0(1.0, 1.0, 320, 64, 3, 3, Fusion.SUM, 3, 7),
  LITE1(1.0, 1.1, 384, 88, 4, 3, Fusion.SUM, 3, 7),
  LITE2(1.1, 1.2, 448, 112, 5, 3, Fusion.SUM, 3, 7),
  LITE3(1.2, 1.4, 512, 160, 6, 4, Fusion.SUM, 4, 7),
  LITE3X(1.2, 1.4, 640, 200, 6, 4, Fusion.SUM, 3, 7),
  LITE4(1.4, 1.8, 640, 224, 7, 4, Fusion.SUM, 4, 7),

  /** Ours, published nowhere else: half of Lite0 in every way, to be trained in an hour. */
  TINY(0.5, 0.5, 256, 40, 2, 2, Fusion.SUM, 3, 7);

  /** Way in which a pyramid node adds up its inputs. */
  enum Fusion {
    /** With learned weights, normalised to a sum of just under 1. */
    FAST,
    /** As they are. */
    SUM
  }

  static final int MIN_LEVEL = 3;

  private final double backboneWidth;
  private final double backboneDepth;
  final int inputWidth;
  final int pyramidChannels;
  final int cells;
  final int headRepeats;
  final Fusion fusion;
  final float anchorScale;
  final int maxLevel;

  Variant(
      double backboneWidth,
      double backboneDepth,
      int inputWidth,
      int pyramidChannels,
      int cells,
      int headRepeats,
      Fusion fusion,
      float anchorScale,
      int maxLevel) {
    this.backboneWidth = backboneWidth;
    this.backboneDepth = backboneDepth;
    this.inputWidth = inputWidth;
    this.pyramidChannels = pyramidChannels;
    this.cells = cells;
    this.headRepeats = headRepeats;
    this.fusion = fusion;
    this.anchorScale = anchorScale;
    this.maxLevel = maxLevel;
  }

  /** Rows of the usual input, which is square except where it was made for cameras' pictures. */
  int inputHeight() {
    return this == TINY ? 192 : inputWidth;
  }

  /** {@code d0} ... {@code lite4}, {@code tiny}. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  BackboneScaling backbone() {
    return isLite() && isPublished()
        ? BackboneScaling.lite(backboneWidth, backboneDepth)
        : BackboneScaling.efficientNet(backboneWidth, backboneDepth);
  }

  /** The Lite family: no squeeze-excite, ReLU6 throughout. */
  boolean isLite() {
    return name().startsWith("LITE") || this == TINY;
  }

  /** Whether there are weights of it in the repositories that it is named after. */
  boolean isPublished() {
    return this != TINY;
  }

  /** Number of classes when nobody says otherwise: of Tiny COCO's first three. */
  List<String> classes() {
    return isPublished() ? CocoLabels.channels() : CocoLabels.channels().subList(0, 3);
  }

  Activation activation() {
    return isLite() ? Activation.RELU6 : Activation.SILU;
  }

  Normalization normalization() {
    return isLite() ? Normalization.HALF : Normalization.IMAGENET;
  }

  /** Numbers of the pyramid's levels, finest first. */
  List<Integer> levels() {
    return IntStream.rangeClosed(MIN_LEVEL, maxLevel).boxed().toList();
  }

  static List<String> ids() {
    return Arrays.stream(values()).map(Variant::id).toList();
  }

  static Variant of(String id) {
    return Arrays.stream(values())
        .filter(variant -> variant.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no EfficientDet '" + id + "'; there are " + ids()));
  }
}

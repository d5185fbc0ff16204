package org.skipconv.models.efficientdet;

import org.skipconv.core.ConvSpec;
import org.skipconv.core.Padding;

/**
 * The two forms in which the effdet repository publishes weights. They differ where a wrong choice
 * still runs, and gives wrong detections.
 */
enum Form {
  /** {@code tf_efficientdet_*}: ported from TensorFlow. */
  TENSORFLOW("tf_efficientdet_", 1e-3, true),
  /** {@code efficientdet_d0}, {@code efficientdet_d1}: trained in PyTorch. */
  SYMMETRIC("efficientdet_", 1e-5, false);

  /** Epsilon of every batch norm outside the backbone. */
  static final double EPSILON = 1e-3;

  final String prefix;
  final double backboneEpsilon;

  /** Whether 1x1 convolutions have a bias although a batch norm follows. */
  final boolean redundantBias;

  Form(String prefix, double backboneEpsilon, boolean redundantBias) {
    this.prefix = prefix;
    this.backboneEpsilon = backboneEpsilon;
    this.redundantBias = redundantBias;
  }

  /** A square window with the form's padding. */
  ConvSpec window(int kernel, int stride) {
    Padding padding = this == TENSORFLOW ? Padding.same() : Padding.symmetric(kernel / 2);
    return ConvSpec.of(kernel).withStride(stride).withPadding(padding);
  }
}

package org.skipconv.models.efficientdet;

import java.util.regex.Pattern;
import org.skipconv.core.Activation;
import org.skipconv.core.Tensor;
import org.skipconv.models.weights.GeneratedWeights;
import org.skipconv.models.weights.WeightSource;

/** Generated weights with which every variant's activations stay within bounds to the end. */
final class UntrainedWeights implements WeightSource {
  private static final Pattern LAST_OF_BLOCK =
      Pattern.compile("backbone\\.blocks\\.(0\\.\\d+\\.bn2|[1-6]\\.\\d+\\.bn3)\\.weight");
  private static final Pattern LAST_OF_FUSION =
      Pattern.compile(".*\\.after_combine\\.conv\\.bn\\.weight");
  private static final String CLASS_BIAS = "class_net.predict.conv_pw.bias";

  /** A score of 0.01 in the middle, as at the beginning of training: most anchors see nothing. */
  private static final double MIDDLE_LOGIT = -Math.log(99);

  private final Variant variant;
  private final WeightSource generated;

  UntrainedWeights(Variant variant, long seed) {
    this.variant = variant;
    this.generated = GeneratedWeights.he(seed).withGain(this::gain);
  }

  /** Below 1 where shortcuts are added, or pyramid levels without weights that sum up to 1. */
  private double gain(String name) {
    if (LAST_OF_BLOCK.matcher(name).matches()) {
      return 0.5;
    }
    if (variant.fusion == Variant.Fusion.SUM && LAST_OF_FUSION.matcher(name).matches()) {
      return variant.activation().equals(Activation.SILU) ? 0.5 : 0.4;
    }
    return 1;
  }

  @Override
  public Tensor tensor(String name, int... shape) {
    Tensor tensor = generated.tensor(name, shape);
    if (!name.equals(CLASS_BIAS)) {
      return tensor;
    }
    float[] values = tensor.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) MIDDLE_LOGIT;
    }
    return Tensor.of(values, shape);
  }
}

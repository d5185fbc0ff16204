package org.skipconv.models.onnx;

import java.util.Arrays;

/**
 * One axis of ONNX's Resize.
 *
 * @param inputs lines there are
 * @param outputs lines to be
 * @param scale of the operator, which may differ from the ratio of the two
 * @param coordinates coordinate_transformation_mode
 */
record ResizeAxis(int inputs, int outputs, double scale, String coordinates) {

  static ResizeAxis[] of(
      OnnxNode node, OnnxValues values, OnnxView x, boolean old, String coordinates) {
    int rank = x.rank();
    int scalesAt = old ? 1 : 2;
    int[] axes = node.hasAttribute("axes") ? node.integers("axes") : Selection.lines(rank, i -> i);
    OnnxConstant scales = null;
    if (node.hasAttribute("scales")) {
      float[] numbers = node.numbers("scales");
      scales = OnnxConstant.floats(new int[] {numbers.length}, numbers);
    } else if (node.has(scalesAt)) {
      scales = values.constant(node, scalesAt);
    }
    OnnxConstant sizes = node.has(3) ? values.constant(node, 3) : null;
    boolean byScale = scales != null && scales.elements() > 0;
    OnnxConstant given = byScale ? scales : sizes;
    if (given == null || given.elements() != axes.length) {
      throw new IllegalArgumentException(
          node + " resizes the axes " + Arrays.toString(axes) + " by " + given);
    }
    String policy = node.string("keep_aspect_ratio_policy", "stretch");
    boolean keeps = !byScale && !policy.equals("stretch");
    double common = keeps ? commonScale(given, x, axes, policy.equals("not_larger")) : 0;
    ResizeAxis[] all = new ResizeAxis[rank];
    for (int axis = 0; axis < rank; axis++) {
      all[axis] = new ResizeAxis(x.size(axis), x.size(axis), 1, coordinates);
    }
    for (int i = 0; i < axes.length; i++) {
      int axis = Selections.axis(axes[i], rank);
      int inputs = x.size(axis);
      double scale = byScale ? given.number(i) : given.number(i) / (double) inputs;
      double outputs = byScale ? Math.floor(inputs * scale) : given.number(i);
      if (keeps) {
        scale = common;
        outputs = Math.floor(inputs * common + 0.5);
      }
      if (!(outputs >= 1 && outputs <= 1 << 24)) {
        throw new IllegalArgumentException(node + " makes " + outputs + " lines of " + inputs);
      }
      all[axis] = new ResizeAxis(inputs, (int) outputs, scale, coordinates);
    }
    return all;
  }

  /** The scale of all axes that keeps the aspect. */
  private static double commonScale(OnnxConstant sizes, OnnxView x, int[] axes, boolean smallest) {
    double scale = smallest ? Double.POSITIVE_INFINITY : 0;
    for (int i = 0; i < axes.length; i++) {
      double own = sizes.number(i) / (double) x.size(Selections.axis(axes[i], x.rank()));
      scale = smallest ? Math.min(scale, own) : Math.max(scale, own);
    }
    return scale;
  }

  boolean isResized() {
    return inputs != outputs || scale != 1;
  }

  /** The scale, or 0 where it is the ratio of the sizes. */
  double ownScale() {
    return Math.abs(scale * inputs - outputs) < 1e-6 ? 0 : scale;
  }

  private double source(int output) {
    return switch (coordinates) {
      case "asymmetric" -> output / scale;
      case "align_corners" -> outputs == 1 ? 0 : output * (inputs - 1.0) / (outputs - 1.0);
      case "pytorch_half_pixel" -> outputs > 1 ? (output + 0.5) / scale - 0.5 : 0;
      default -> (output + 0.5) / scale - 0.5;
    };
  }

  /** The input line that an output line is, by a nearest_mode. */
  int nearest(int output, String rounding) {
    double at = source(output);
    // Places that are whole but for the error of a division.
    double close = Math.abs(at - Math.rint(at)) < 1e-6 ? Math.rint(at) : at;
    double line =
        switch (rounding) {
          case "floor" -> Math.floor(close);
          case "ceil" -> Math.ceil(close);
          case "round_prefer_ceil" -> Math.floor(close + 0.5);
          default -> Math.ceil(close - 0.5);
        };
    return (int) Math.max(0, Math.min(line, inputs - 1));
  }
}

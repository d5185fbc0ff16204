package org.skipconv.models.onnx;

import org.skipconv.core.ConvSpec;
import org.skipconv.core.Padding;

/**
 * Geometry of ONNX's operators with windows, for a map of a known size; of one axis the window has
 * one row.
 */
final class OnnxWindows {
  private final OnnxNode node;
  private final int[] kernel;
  private final int[] strides;
  private final int[] dilations;
  private final int[] pads;

  private OnnxWindows(OnnxNode node, int[] kernel) {
    this.node = node;
    this.kernel = kernel;
    int axes = kernel.length;
    this.strides = positive(node.integers("strides", ones(axes)), axes);
    this.dilations = positive(node.integers("dilations", ones(axes)), axes);
    this.pads = node.integers("pads", new int[2 * axes]);
    if (axes < 1 || axes > 2 || pads.length != 2 * axes) {
      throw new NotInGraph(node + " has windows of " + axes + " axes");
    }
    for (int pad : pads) {
      if (pad < 0) {
        throw new NotInGraph(node + " has negative pads");
      }
    }
    positive(kernel, axes);
  }

  private static int[] ones(int count) {
    return Selection.lines(count, i -> 1);
  }

  private int[] positive(int[] values, int count) {
    if (values.length != count) {
      throw new IllegalArgumentException(node + " has " + values.length + " values for an axis");
    }
    for (int value : values) {
      if (value < 1 || value > 1 << 20) {
        throw new IllegalArgumentException(node + " has a window, stride or dilation of " + value);
      }
    }
    return values;
  }

  static OnnxWindows of(OnnxNode node, int[] kernel) {
    return new OnnxWindows(node, kernel);
  }

  int[] kernel() {
    return kernel;
  }

  int[] strides() {
    return strides;
  }

  int[] dilations() {
    return dilations;
  }

  int[] pads() {
    return pads;
  }

  private int at(int[] values, int axis) {
    return kernel.length == 2 ? values[axis] : axis == 0 ? 1 : values[0];
  }

  private int before(int axis, int size) {
    return pad(axis, size, true);
  }

  private int after(int axis, int size) {
    return pad(axis, size, false);
  }

  private int pad(int axis, int size, boolean before) {
    if (kernel.length == 1 && axis == 0) {
      return 0;
    }
    String auto = node.string("auto_pad", "NOTSET");
    if (auto.startsWith("SAME")) {
      int stride = at(strides, axis);
      long reach = (at(kernel, axis) - 1L) * at(dilations, axis) + 1;
      long outputs = ((long) size + stride - 1) / stride;
      int total = (int) Math.max(0, (outputs - 1) * stride + reach - size);
      int smaller = total / 2;
      return before == auto.equals("SAME_UPPER") ? smaller : total - smaller;
    }
    if (auto.equals("VALID")) {
      return 0;
    }
    int of = kernel.length == 2 ? axis : 0;
    return before ? pads[of] : pads[of + kernel.length];
  }

  /** Cells after the map that the last window reaches, where sizes are rounded up. */
  private int afterCeiled(int axis, int size) {
    int before = before(axis, size);
    int after = after(axis, size);
    if (node.integer("ceil_mode", 0) == 0) {
      return after;
    }
    int stride = at(strides, axis);
    long reach = (at(kernel, axis) - 1L) * at(dilations, axis) + 1;
    long outputs = Math.floorDiv((long) size + before + after - reach + stride - 1, stride) + 1;
    if ((outputs - 1) * stride >= (long) size + before) {
      outputs--;
    }
    return (int) Math.max(0, (outputs - 1) * stride + reach - size - before);
  }

  /** Whether rounding up lets windows reach after the padding. */
  boolean isCeiled(int height, int width) {
    return afterCeiled(0, height) > after(0, height) || afterCeiled(1, width) > after(1, width);
  }

  boolean isPadded(int height, int width) {
    return before(0, height) + after(0, height) + before(1, width) + after(1, width) > 0;
  }

  /** The geometry for a map of a size. */
  ConvSpec spec(int height, int width, int groups) {
    Padding padding =
        new Padding.Explicit(
            before(0, height), before(1, width), afterCeiled(0, height), afterCeiled(1, width));
    return new ConvSpec(
        at(kernel, 0),
        at(kernel, 1),
        at(strides, 0),
        at(strides, 1),
        padding,
        at(dilations, 0),
        at(dilations, 1),
        groups);
  }
}

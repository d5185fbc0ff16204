package org.skipconv.models.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.Op;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;

/** Computes a network in double precision, NCHW, by loops that read like the definitions. */
final class DoubleReference {
  private DoubleReference() {}

  static Map<String, double[]> run(SkipNetwork network, float[] input) {
    Map<Node, double[]> values = new HashMap<>();
    for (Node node : network.nodes()) {
      values.put(node, compute(node, node.inputs().stream().map(values::get).toList(), input));
    }
    Map<String, double[]> outputs = new LinkedHashMap<>();
    network.outputs().forEach((name, node) -> outputs.put(name, values.get(node)));
    return outputs;
  }

  private static double[] compute(Node node, List<double[]> operands, float[] input) {
    Op op = node.op();
    double[] y = new double[(int) node.shape().elements()];
    if (op instanceof Op.Concat) {
      int at = 0;
      for (double[] operand : operands) {
        System.arraycopy(operand, 0, y, at, operand.length);
        at += operand.length;
      }
      return y;
    }
    if (op instanceof Op.SqueezeExcite squeeze) {
      return squeezeExcite(node.shape(), squeeze, operands.get(0));
    }
    Shape shape = node.shape();
    int i = 0;
    for (int c = 0; c < shape.channels(); c++) {
      for (int row = 0; row < shape.height(); row++) {
        for (int column = 0; column < shape.width(); column++) {
          y[i] = op instanceof Op.Input ? input[i] : value(node, operands, i, c, row, column);
          i++;
        }
      }
    }
    return y;
  }

  private static double[] squeezeExcite(Shape shape, Op.SqueezeExcite squeeze, double[] x) {
    double[] means = new double[squeeze.channels()];
    for (int i = 0; i < x.length; i++) {
      means[i / shape.pixels()] += x[i] / shape.pixels();
    }
    double[] factors = new double[means.length];
    Arrays.setAll(factors, squeeze.expandBias()::get);
    for (int r = 0; r < squeeze.squeezed(); r++) {
      double reduced = squeeze.reduceBias().get(r);
      for (int c = 0; c < means.length; c++) {
        reduced += squeeze.reduceWeight().get(r * means.length + c) * means[c];
      }
      for (int c = 0; c < means.length; c++) {
        factors[c] +=
            squeeze.expandWeight().get(c * squeeze.squeezed() + r) * squeeze.inner().apply(reduced);
      }
    }
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] * Activation.SIGMOID.apply(factors[i / shape.pixels()]);
    }
    return y;
  }

  private static double value(
      Node node, List<double[]> operands, int i, int c, int row, int column) {
    Op op = node.op();
    double[] x = operands.get(0);
    if (op instanceof Op.Conv conv) {
      return convolution(node, conv, x, c, row, column);
    } else if (op instanceof Op.Activate activate) {
      return activate.function().apply(x[i]);
    } else if (op instanceof Op.Sum sum) {
      double total = 0;
      for (int term = 0; term < operands.size(); term++) {
        total += sum.factors().get(term) * operands.get(term)[i];
      }
      return total;
    } else if (op instanceof Op.MaxPool pool) {
      return maximum(node.input().shape(), pool.spec(), x, c, row, column);
    } else if (op instanceof Op.Resize resize) {
      return resized(node.input().shape(), resize, x, c, row, column);
    }
    throw new IllegalArgumentException(op.toString());
  }

  private static double at(Shape shape, double[] x, int c, int row, int column, double outside) {
    boolean inside = row >= 0 && row < shape.height() && column >= 0 && column < shape.width();
    return inside ? x[(c * shape.height() + row) * shape.width() + column] : outside;
  }

  private static double convolution(
      Node node, Op.Conv conv, double[] x, int c, int row, int column) {
    ConvSpec spec = conv.spec();
    Shape in = node.input().shape();
    Padding.Explicit pad = spec.paddingFor(in.height(), in.width());
    int inPerGroup = in.channels() / spec.groups();
    int first = c / (conv.outChannels() / spec.groups()) * inPerGroup;
    double total = 0;
    for (int k = 0; k < inPerGroup; k++) {
      for (int ky = 0; ky < spec.kernelHeight(); ky++) {
        for (int kx = 0; kx < spec.kernelWidth(); kx++) {
          int y = row * spec.strideY() - pad.top() + ky * spec.dilation();
          int z = column * spec.strideX() - pad.left() + kx * spec.dilation();
          int w = ((c * inPerGroup + k) * spec.kernelHeight() + ky) * spec.kernelWidth() + kx;
          total += conv.weight().get(w) * at(in, x, first + k, y, z, 0);
        }
      }
    }
    double scale = conv.scale() == null ? 1 : conv.scale().get(c);
    return total * scale + conv.bias().get(c);
  }

  private static double maximum(Shape in, ConvSpec spec, double[] x, int c, int row, int column) {
    Padding.Explicit pad = spec.paddingFor(in.height(), in.width());
    double maximum = Double.NEGATIVE_INFINITY;
    for (int ky = 0; ky < spec.kernelHeight(); ky++) {
      for (int kx = 0; kx < spec.kernelWidth(); kx++) {
        int y = row * spec.strideY() - pad.top() + ky * spec.dilation();
        int z = column * spec.strideX() - pad.left() + kx * spec.dilation();
        maximum = Math.max(maximum, at(in, x, c, y, z, Double.NEGATIVE_INFINITY));
      }
    }
    return maximum;
  }

  private static double resized(
      Shape in, Op.Resize resize, double[] x, int c, int row, int column) {
    if (resize.mode() == Op.Resize.Mode.NEAREST) {
      int y = row * in.height() / resize.height();
      return at(in, x, c, y, column * in.width() / resize.width(), 0);
    }
    double y = clamp((row + 0.5) * in.height() / resize.height() - 0.5, in.height());
    double z = clamp((column + 0.5) * in.width() / resize.width() - 0.5, in.width());
    int top = (int) y;
    int left = (int) z;
    int bottom = Math.min(top + 1, in.height() - 1);
    int right = Math.min(left + 1, in.width() - 1);
    double upper =
        (1 - (z - left)) * at(in, x, c, top, left, 0) + (z - left) * at(in, x, c, top, right, 0);
    double lower =
        (1 - (z - left)) * at(in, x, c, bottom, left, 0)
            + (z - left) * at(in, x, c, bottom, right, 0);
    return (1 - (y - top)) * upper + (y - top) * lower;
  }

  private static double clamp(double position, int size) {
    return Math.min(Math.max(position, 0), size - 1);
  }
}

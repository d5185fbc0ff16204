package org.skipconv.core.testing;

import java.util.HashMap;
import java.util.Map;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.Op;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;

/**
 * What a network computes, by its definition: node after node, in double precision, on plain arrays
 * [channel][row][column]. Shares nothing with the engine or its kernels.
 */
public final class Reference {
  private Reference() {}

  /** The values of every node for one frame in NCHW order. */
  public static Map<Node, double[][][]> evaluate(SkipNetwork network, float[] frame) {
    Map<Node, double[][][]> values = new HashMap<>();
    for (Node node : network.nodes()) {
      values.put(node, compute(node, values, frame));
    }
    return values;
  }

  /** A value in NCHW order. */
  public static double[] flat(double[][][] value) {
    int height = value[0].length;
    int width = value[0][0].length;
    double[] flat = new double[value.length * height * width];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = value[i / (height * width)][i / width % height][i % width];
    }
    return flat;
  }

  /** One value of a result. */
  private interface Rule {
    double at(int channel, int y, int x);
  }

  private static double[][][] fill(Shape shape, Rule rule) {
    double[][][] value = new double[shape.channels()][shape.height()][shape.width()];
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          value[c][y][x] = rule.at(c, y, x);
        }
      }
    }
    return value;
  }

  private static double[][][] compute(Node node, Map<Node, double[][][]> values, float[] frame) {
    Shape shape = node.shape();
    Op op = node.op();
    if (op instanceof Op.Input) {
      return fill(shape, (c, y, x) -> frame[(c * shape.height() + y) * shape.width() + x]);
    }
    double[][][] in = values.get(node.input());
    if (op instanceof Op.Conv conv) {
      return fill(shape, (c, y, x) -> convolve(conv, in, c, y, x));
    } else if (op instanceof Op.Activate activate) {
      return fill(shape, (c, y, x) -> apply(activate.function(), in[c][y][x]));
    } else if (op instanceof Op.Sum sum) {
      return fill(shape, (c, y, x) -> sum(node, sum, values, c, y, x));
    } else if (op instanceof Op.MaxPool pool) {
      return fill(shape, (c, y, x) -> largest(pool.spec(), in[c], y, x));
    } else if (op instanceof Op.Resize resize) {
      boolean nearest = resize.mode() == Op.Resize.Mode.NEAREST;
      return fill(
          shape,
          (c, y, x) ->
              nearest
                  ? in[c][y * in[c].length / shape.height()][x * in[c][0].length / shape.width()]
                  : bilinear(in[c], shape, y, x));
    } else if (op instanceof Op.Concat) {
      return concat(node, values);
    } else if (op instanceof Op.SqueezeExcite squeeze) {
      double[] factors = factors(squeeze, in);
      return fill(shape, (c, y, x) -> in[c][y][x] * factors[c]);
    }
    throw new IllegalArgumentException("no reference for " + op);
  }

  private static double apply(Activation function, double x) {
    return switch (function) {
      case NONE -> x;
      case RELU -> x > 0 ? x : 0;
      case RELU6 -> x > 6 ? 6 : x > 0 ? x : 0;
      case SILU -> x * (1 / (1 + Math.exp(-x)));
      case SIGMOID -> 1 / (1 + Math.exp(-x));
    };
  }

  /** A padded plane's value, or the given one outside. */
  private static double at(double[][] plane, int y, int x, double outside) {
    boolean inside = y >= 0 && y < plane.length && x >= 0 && x < plane[0].length;
    return inside ? plane[y][x] : outside;
  }

  private static double convolve(Op.Conv conv, double[][][] in, int o, int y, int x) {
    ConvSpec spec = conv.spec();
    Tensor w = conv.weight();
    Padding.Explicit pad = spec.paddingFor(in[0].length, in[0][0].length);
    int first = o / (w.size(0) / spec.groups()) * w.size(1);
    double sum = 0;
    for (int i = 0; i < w.size(1); i++) {
      for (int ky = 0; ky < w.size(2); ky++) {
        for (int kx = 0; kx < w.size(3); kx++) {
          int sy = y * spec.strideY() + ky * spec.dilation() - pad.top();
          int sx = x * spec.strideX() + kx * spec.dilation() - pad.left();
          sum +=
              w.get(((o * w.size(1) + i) * w.size(2) + ky) * w.size(3) + kx)
                  * at(in[first + i], sy, sx, 0);
        }
      }
    }
    return sum * (conv.scale() == null ? 1 : conv.scale().get(o)) + conv.bias().get(o);
  }

  private static double sum(
      Node node, Op.Sum sum, Map<Node, double[][][]> values, int c, int y, int x) {
    double total = 0;
    for (int i = 0; i < node.inputs().size(); i++) {
      total += sum.factors().get(i) * values.get(node.inputs().get(i))[c][y][x];
    }
    return total;
  }

  private static double largest(ConvSpec spec, double[][] plane, int y, int x) {
    Padding.Explicit pad = spec.paddingFor(plane.length, plane[0].length);
    double largest = Double.NEGATIVE_INFINITY;
    for (int ky = 0; ky < spec.kernelHeight(); ky++) {
      for (int kx = 0; kx < spec.kernelWidth(); kx++) {
        int sy = y * spec.strideY() + ky * spec.dilation() - pad.top();
        int sx = x * spec.strideX() + kx * spec.dilation() - pad.left();
        largest = Math.max(largest, at(plane, sy, sx, Double.NEGATIVE_INFINITY));
      }
    }
    return largest;
  }

  private static double bilinear(double[][] plane, Shape to, int y, int x) {
    double sy = clamp((y + 0.5) * plane.length / to.height() - 0.5, plane.length - 1);
    double sx = clamp((x + 0.5) * plane[0].length / to.width() - 0.5, plane[0].length - 1);
    double total = 0;
    for (int py = 0; py < plane.length; py++) {
      for (int px = 0; px < plane[0].length; px++) {
        double weight = Math.max(1 - Math.abs(py - sy), 0) * Math.max(1 - Math.abs(px - sx), 0);
        total += weight * plane[py][px];
      }
    }
    return total;
  }

  private static double clamp(double x, double largest) {
    return Math.min(Math.max(x, 0), largest);
  }

  private static double[][][] concat(Node node, Map<Node, double[][][]> values) {
    double[][][] all = new double[node.shape().channels()][][];
    int done = 0;
    for (Node part : node.inputs()) {
      double[][][] value = values.get(part);
      System.arraycopy(value, 0, all, done, value.length);
      done += value.length;
    }
    return all;
  }

  private static double[] factors(Op.SqueezeExcite squeeze, double[][][] in) {
    double[] squeezed = new double[squeeze.squeezed()];
    for (int r = 0; r < squeezed.length; r++) {
      squeezed[r] = squeeze.reduceBias().get(r);
      for (int c = 0; c < in.length; c++) {
        double mean = 0;
        for (double[] row : in[c]) {
          for (double value : row) {
            mean += value / in[c].length / row.length;
          }
        }
        squeezed[r] += squeeze.reduceWeight().get(r * in.length + c) * mean;
      }
      squeezed[r] = apply(squeeze.inner(), squeezed[r]);
    }
    double[] factors = new double[in.length];
    for (int c = 0; c < in.length; c++) {
      factors[c] = squeeze.expandBias().get(c);
      for (int r = 0; r < squeezed.length; r++) {
        factors[c] += squeeze.expandWeight().get(c * squeezed.length + r) * squeezed[r];
      }
      factors[c] = apply(Activation.SIGMOID, factors[c]);
    }
    return factors;
  }
}

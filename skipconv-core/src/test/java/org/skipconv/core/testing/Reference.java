package org.skipconv.core.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.graph.Expression;
import org.skipconv.core.graph.Foreign;
import org.skipconv.core.graph.ForeignRun;
import org.skipconv.core.graph.Gather;
import org.skipconv.core.graph.Input;
import org.skipconv.core.graph.Interpolate;
import org.skipconv.core.graph.Interpreter;
import org.skipconv.core.graph.Pointwise;
import org.skipconv.core.graph.Pool;
import org.skipconv.core.graph.Reduce;

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
    List<double[][][]> operands = new ArrayList<>();
    node.inputs().forEach(input -> operands.add(values.get(input)));
    return node.interpret(new Definitions(frame), operands);
  }

  private static final class Definitions implements Interpreter<double[][][]> {
    private final float[] frame;

    Definitions(float[] frame) {
      this.frame = frame;
    }

    @Override
    public double[][][] input(Node node, Input operation) {
      Shape shape = node.shape();
      return fill(shape, (c, y, x) -> frame[(c * shape.height() + y) * shape.width() + x]);
    }

    @Override
    public double[][][] conv(Node node, Conv conv, double[][][] in) {
      return fill(node.shape(), (c, y, x) -> convolve(conv, in, c, y, x));
    }

    @Override
    public double[][][] pointwise(Node node, Pointwise op, List<double[][][]> operands) {
      return fill(
          node.shape(),
          (c, y, x) -> {
            List<Double> at = operands.stream().map(value -> broadcast(value, c, y, x)).toList();
            return op.evaluate(new Numbers(c), at);
          });
    }

    @Override
    public double[][][] pool(Node node, Pool pool, double[][][] in) {
      return fill(node.shape(), (c, y, x) -> largest(pool.spec(), in[c], y, x));
    }

    @Override
    public double[][][] gather(Node node, Gather gather, List<double[][][]> operands) {
      List<double[][]> planes = new ArrayList<>();
      for (Gather.Channels run : gather.channels()) {
        double[][][] from = operands.get(run.operand());
        int count = run.count() == Gather.Channels.REST ? from.length - run.first() : run.count();
        planes.addAll(Arrays.asList(from).subList(run.first(), run.first() + count));
      }
      return fill(
          node.shape(),
          (c, y, x) -> {
            double[][] plane = planes.get(c);
            int sy = gather.rows().source(y, plane.length);
            return plane[sy][gather.columns().source(x, plane[0].length)];
          });
    }

    @Override
    public double[][][] interpolate(Node node, Interpolate operation, double[][][] in) {
      return fill(node.shape(), (c, y, x) -> bilinear(in[c], node.shape(), y, x));
    }

    @Override
    public double[][][] reduce(Node node, Reduce operation, double[][][] in) {
      return fill(
          node.shape(),
          (c, y, x) ->
              Arrays.stream(in[c]).flatMapToDouble(Arrays::stream).average().orElseThrow());
    }

    /** What the computation gives for the operands, rounded to its type. */
    @Override
    public double[][][] foreign(Node node, Foreign operation, List<double[][][]> operands) {
      List<FloatBuffer> inputs = new ArrayList<>();
      for (double[][][] operand : operands) {
        double[] flat = flat(operand);
        FloatBuffer input = direct(flat.length);
        Arrays.stream(flat).forEach(value -> input.put((float) value));
        inputs.add(input.flip().asReadOnlyBuffer());
      }
      List<FloatBuffer> outputs =
          operation.computation().shapes(node.operandShapes()).stream()
              .map(shape -> direct((int) shape.elements()))
              .toList();
      try (ForeignRun run = operation.computation().open()) {
        run.run(inputs, outputs);
      }
      FloatBuffer result = outputs.get(operation.output());
      Shape shape = node.shape();
      return fill(shape, (c, y, x) -> result.get((c * shape.height() + y) * shape.width() + x));
    }

    private static FloatBuffer direct(int count) {
      return ByteBuffer.allocateDirect(count * Float.BYTES)
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer();
    }
  }

  private static double broadcast(double[][][] value, int c, int y, int x) {
    double[][] plane = value[value.length == 1 ? 0 : c];
    return plane.length == 1 && plane[0].length == 1 ? plane[0][0] : plane[y][x];
  }

  private record Numbers(int channel) implements Expression.Algebra<Double> {
    @Override
    public Double apply(Activation function, Double x) {
      return Reference.apply(function, x);
    }

    @Override
    public Double weightedSum(List<Float> factors, List<Double> terms) {
      double total = 0;
      for (int i = 0; i < terms.size(); i++) {
        total += factors.get(i) * terms.get(i);
      }
      return total;
    }

    @Override
    public Double binary(Expression.Binary.Kind kind, Double a, Double b) {
      return switch (kind) {
        case ADD -> a + b;
        case SUBTRACT -> a - b;
        case MULTIPLY -> a * b;
        case DIVIDE -> a / b;
        case MAXIMUM -> Math.max(a, b);
        case MINIMUM -> Math.min(a, b);
      };
    }

    @Override
    public Double constant(Tensor perChannel) {
      return (double) perChannel.get(perChannel.elements() == 1 ? 0 : channel);
    }
  }

  private static double apply(Activation function, double x) {
    return switch (function.kind()) {
      case NONE -> x;
      case RELU -> x > 0 ? x : 0;
      case RELU6 -> x > 6 ? 6 : x > 0 ? x : 0;
      case SILU -> x * (1 / (1 + Math.exp(-x)));
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case LEAKY_RELU -> x * (x > 0 ? 1 : function.a());
      case CLIP -> x < function.a() ? function.a() : x > function.b() ? function.b() : x;
      case HARD_SWISH -> x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6;
      case TANH -> 1 - 2 / (Math.exp(2 * x) + 1);
    };
  }

  /** A padded plane's value, or the given one outside. */
  private static double at(double[][] plane, int y, int x, double outside) {
    boolean inside = y >= 0 && y < plane.length && x >= 0 && x < plane[0].length;
    return inside ? plane[y][x] : outside;
  }

  private static double convolve(Conv conv, double[][][] in, int o, int y, int x) {
    ConvSpec spec = conv.spec();
    Tensor w = conv.weight();
    Padding.Explicit pad = spec.paddingFor(in[0].length, in[0][0].length);
    int first = o / (w.size(0) / spec.groups()) * w.size(1);
    double sum = 0;
    for (int i = 0; i < w.size(1); i++) {
      for (int ky = 0; ky < w.size(2); ky++) {
        for (int kx = 0; kx < w.size(3); kx++) {
          int sy = y * spec.strideY() + ky * spec.dilationY() - pad.top();
          int sx = x * spec.strideX() + kx * spec.dilationX() - pad.left();
          sum +=
              w.get(((o * w.size(1) + i) * w.size(2) + ky) * w.size(3) + kx)
                  * at(in[first + i], sy, sx, 0);
        }
      }
    }
    return sum * (conv.scale() == null ? 1 : conv.scale().get(o)) + conv.bias().get(o);
  }

  private static double largest(ConvSpec spec, double[][] plane, int y, int x) {
    Padding.Explicit pad = spec.paddingFor(plane.length, plane[0].length);
    double largest = Double.NEGATIVE_INFINITY;
    for (int ky = 0; ky < spec.kernelHeight(); ky++) {
      for (int kx = 0; kx < spec.kernelWidth(); kx++) {
        int sy = y * spec.strideY() + ky * spec.dilationY() - pad.top();
        int sx = x * spec.strideX() + kx * spec.dilationX() - pad.left();
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
}

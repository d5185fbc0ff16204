package org.skipconv.core.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
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
      return fill(
          node.shape(),
          (c, y, x) ->
              switch (pool.pooling()) {
                case MAX -> largest(pool.spec(), in[c], y, x);
                case MEAN, MEAN_OF_PADDED -> mean(pool, in[c], y, x);
              });
    }

    @Override
    public double[][][] gather(Node node, Gather gather, List<double[][][]> operands) {
      List<List<double[][]>> phases = new ArrayList<>();
      for (List<Gather.Channels> phase : gather.channels()) {
        List<double[][]> planes = new ArrayList<>();
        for (Gather.Channels run : phase) {
          if (run.isZeros()) {
            double[][][] in = operands.get(0);
            planes.addAll(
                Collections.nCopies(run.count(), new double[in[0].length][in[0][0].length]));
          } else {
            double[][][] from = operands.get(run.operand());
            int rest = from.length - run.first();
            int count = run.count() == Gather.Channels.REST ? rest : run.count();
            planes.addAll(Arrays.asList(from).subList(run.first(), run.first() + count));
          }
        }
        phases.add(planes);
      }
      return fill(
          node.shape(),
          (c, y, x) -> {
            int phase = y % gather.phaseRows() * gather.phaseColumns() + x % gather.phaseColumns();
            double[][] plane = phases.get(phase).get(c);
            int sy = gather.rows().source(y, plane.length);
            return at(plane, sy, gather.columns().source(x, plane[0].length), 0);
          });
    }

    @Override
    public double[][][] interpolate(Node node, Interpolate operation, double[][][] in) {
      return fill(node.shape(), (c, y, x) -> bilinear(operation, in[c], node.shape(), y, x));
    }

    @Override
    public double[][][] reduce(Node node, Reduce operation, double[][][] in) {
      return fill(
          node.shape(),
          (c, y, x) -> {
            DoubleStream values = Arrays.stream(in[c]).flatMapToDouble(Arrays::stream);
            return switch (operation.reduction()) {
              case MEAN -> values.average().orElseThrow();
              case MAX -> values.max().orElseThrow();
            };
          });
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
    public Double binary(Expression.Binary.Operator operator, Double a, Double b) {
      return switch (operator) {
        case ADD -> a + b;
        case SUBTRACT -> a - b;
        case MULTIPLY -> a * b;
        case DIVIDE -> a / b;
        case MAXIMUM -> Math.max(a, b);
        case MINIMUM -> Math.min(a, b);
        case POWER -> Math.pow(a, b);
      };
    }

    @Override
    public Double constant(Tensor perChannel) {
      return (double) perChannel.get(perChannel.elements() == 1 ? 0 : channel);
    }
  }

  private static double apply(Activation function, double x) {
    return switch (function.function()) {
      case NONE -> x;
      case RELU -> x > 0 ? x : 0;
      case RELU6 -> x > 6 ? 6 : x > 0 ? x : 0;
      case SILU -> x * (1 / (1 + Math.exp(-x)));
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case LEAKY_RELU -> x * (x > 0 ? 1 : function.a());
      case CLIP -> x < function.a() ? function.a() : x > function.b() ? function.b() : x;
      case HARD_SWISH -> x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6;
      case TANH -> 1 - 2 / (Math.exp(2 * x) + 1);
      case HARD_SIGMOID -> Math.max(Math.min(1, x * function.a() + function.b()), 0);
      case ELU -> x < 0 ? function.a() * (Math.exp(x) - 1) : x;
      case SOFTPLUS -> Math.log(1 + Math.exp(x));
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case SQRT -> Math.sqrt(x);
      case ABS -> x < 0 ? -x : x;
      case ERF -> erf(x);
      case MISH -> x * (1 - 2 / (Math.pow(1 + Math.exp(x), 2) + 1));
      case GELU -> x * 0.5 * (1 + erf(x / Math.sqrt(2)));
      case FLOOR -> Math.floor(x);
      case ROUND -> Math.rint(x);
    };
  }

  /** The integral of {@code 2 / sqrt(pi) * exp(-t^2)} from 0 to x, by Simpson's rule. */
  private static double erf(double x) {
    int steps = 2000;
    double end = Math.min(Math.max(x, -7), 7);
    double width = end / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double t = i * width;
      int weight = i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4;
      sum += weight * Math.exp(-t * t);
    }
    return 2 / Math.sqrt(Math.PI) * sum * width / 3;
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
    return window(spec, plane, y, x, Double.NEGATIVE_INFINITY).max().orElseThrow();
  }

  private static double mean(Pool pool, double[][] plane, int y, int x) {
    double sum = window(pool.spec(), plane, y, x, 0).sum();
    double[][] ones = new double[plane.length][plane[0].length];
    Arrays.stream(ones).forEach(row -> Arrays.fill(row, 1));
    boolean padded = pool.pooling() == Pool.Pooling.MEAN_OF_PADDED;
    return sum / window(pool.spec(), ones, y, x, padded ? 1 : 0).sum();
  }

  /** The cells of a window, with the given value outside. */
  private static DoubleStream window(
      ConvSpec spec, double[][] plane, int y, int x, double outside) {
    Padding.Explicit pad = spec.paddingFor(plane.length, plane[0].length);
    int top = y * spec.strideY() - pad.top();
    int left = x * spec.strideX() - pad.left();
    return IntStream.range(0, spec.taps())
        .mapToDouble(
            tap ->
                at(
                    plane,
                    top + tap / spec.kernelWidth() * spec.dilationY(),
                    left + tap % spec.kernelWidth() * spec.dilationX(),
                    outside));
  }

  private static double bilinear(Interpolate operation, double[][] plane, Shape to, int y, int x) {
    double sy = place(operation, y, plane.length, to.height(), operation.scaleY());
    double sx = place(operation, x, plane[0].length, to.width(), operation.scaleX());
    double total = 0;
    for (int py = 0; py < plane.length; py++) {
      for (int px = 0; px < plane[0].length; px++) {
        double weight = Math.max(1 - Math.abs(py - sy), 0) * Math.max(1 - Math.abs(px - sx), 0);
        total += weight * plane[py][px];
      }
    }
    return total;
  }

  private static double place(Interpolate operation, int line, int in, int out, double given) {
    double scale = given > 0 ? given : (double) out / in;
    double place =
        switch (operation.coordinates()) {
          case HALF_PIXEL -> (line + 0.5) / scale - 0.5;
          case ALIGN_CORNERS -> out == 1 ? 0 : (double) line * (in - 1) / (out - 1);
          case ASYMMETRIC -> line / scale;
          case PYTORCH_HALF_PIXEL -> out == 1 ? 0 : (line + 0.5) / scale - 0.5;
        };
    return clamp(place, in - 1);
  }

  private static double clamp(double x, double largest) {
    return Math.min(Math.max(x, 0), largest);
  }
}

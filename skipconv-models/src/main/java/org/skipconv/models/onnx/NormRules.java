package org.skipconv.models.onnx;

import java.util.Arrays;
import java.util.List;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Expression;
import org.skipconv.core.graph.Reduce;
import org.skipconv.models.onnx.Lowering.Handling;

/**
 * Norms by what is seen; where mean and variance are those of the whole picture a change anywhere
 * changes all of it.
 */
final class NormRules {
  private static final int MAX_NEIGHBOURS = 1 << 10;

  private NormRules() {}

  static void register(Lowering.Registry rules) {
    rules.add(
        "InstanceNormalization", Handling.REWRITTEN, (n, values) -> List.of(instance(n, values)));
    rules.add("GroupNormalization", Handling.REWRITTEN, (n, values) -> List.of(group(n, values)));
    rules.add("LRN", Handling.REWRITTEN, (n, values) -> List.of(acrossChannels(n, values)));
  }

  /** {@code x / (bias + alpha / size * sum of squares of neighbouring channels) ^ beta} */
  private static OnnxView acrossChannels(OnnxNode node, OnnxValues values) {
    String name = node.result();
    OnnxView x = values.view(node, 0);
    values.pin(x);
    int channels = values.picture(x).shape().channels();
    int size = node.integer("size", 1);
    float share = node.number("alpha", 1e-4f) / size;
    float bias = node.number("bias", 1);
    float beta = node.number("beta", 0.75f);
    if (size < 1 || channels > MAX_NEIGHBOURS) {
      throw new NotInGraph(node + " adds " + size + " of " + channels + " channels");
    }
    float[] weight = new float[ElementBudget.take(channels, channels)];
    float[] biases = new float[channels];
    Arrays.fill(biases, bias);
    for (int c = 0; c < channels; c++) {
      int first = Math.max(0, c - (size - 1) / 2);
      int last = Math.min(channels - 1, c + size / 2);
      Arrays.fill(weight, c * channels + first, c * channels + last + 1, share);
    }
    OnnxView square = values.unary(name + ".square", x, e -> Formulas.times(e, e));
    LazyMap sum =
        LazyMap.OfConv.of(
            name + ".sum",
            values.picture(square).planned(values.plan()),
            ConvSpec.of(1),
            Tensor.of(weight, channels, channels, 1, 1),
            Tensor.of(biases, channels));
    return values.binary(
        name,
        x,
        OnnxView.of(name + ".sum", x.dims(), sum),
        false,
        (a, b) ->
            new Expression.Binary(
                Expression.Binary.Operator.DIVIDE,
                a,
                new Expression.Binary(
                    Expression.Binary.Operator.POWER, b, Formulas.constant(beta))));
  }

  private static OnnxView instance(OnnxNode node, OnnxValues values) {
    OnnxView x = values.view(node, 0);
    LazyMap map = values.picture(x);
    return normalised(node, values, map.shape().channels(), map.shape().channels());
  }

  private static OnnxView group(OnnxNode node, OnnxValues values) {
    int channels = values.picture(values.view(node, 0)).shape().channels();
    int groups = node.integer("num_groups", 0);
    if (groups < 1 || channels % groups != 0) {
      throw new IllegalArgumentException(node + " has " + groups + " groups of " + channels);
    }
    return normalised(node, values, channels, groups);
  }

  /** {@code (x - mean) / sqrt(variance + epsilon) * scale + shift} */
  private static OnnxView normalised(OnnxNode node, OnnxValues values, int channels, int groups) {
    String name = node.result();
    OnnxView x = values.view(node, 0);
    OnnxConstant scale = perChannel(node, values, 1, channels, x.rank());
    OnnxConstant shift = perChannel(node, values, 2, channels, x.rank());
    float epsilon = node.number("epsilon", 1e-5f);
    OnnxView mean = mean(name + ".mean", values, x, groups);
    OnnxView centred =
        values.binary(
            name + ".centred",
            x,
            mean,
            false,
            (a, b) -> new Expression.WeightedSum(List.of(1f, -1f), List.of(a, b)));
    values.pin(centred);
    OnnxView square = values.unary(name + ".square", centred, e -> Formulas.times(e, e));
    OnnxView variance = mean(name + ".variance", values, square, groups);
    OnnxView deviation =
        values.unary(
            name + ".deviation",
            variance,
            e -> Formulas.apply(Activation.SQRT, Formulas.sum(e, Formulas.constant(epsilon))));
    OnnxView normalised =
        values.binary(
            name + ".normalised",
            centred,
            deviation,
            false,
            (a, b) -> new Expression.Binary(Expression.Binary.Operator.DIVIDE, a, b));
    return values.affine(name, normalised, scale, shift);
  }

  private static OnnxConstant perChannel(
      OnnxNode node, OnnxValues values, int input, int channels, int rank) {
    OnnxConstant given = values.constant(node, input);
    if (given.elements() != channels) {
      throw new NotInGraph(node + " has " + given + " for " + channels + " channels");
    }
    int[] dims = new int[rank - 1];
    Arrays.fill(dims, 1);
    dims[0] = channels;
    return given.select(Selection.reshaped(dims));
  }

  /** Mean of the picture and of a group's channels, for each channel. */
  private static OnnxView mean(String name, OnnxValues values, OnnxView x, int groups) {
    LazyMap map = values.picture(x);
    int channels = map.shape().channels();
    LazyMap mean =
        LazyMap.of(
            values
                .plan()
                .add(name, new Reduce(Reduce.Reduction.MEAN), List.of(map.planned(values.plan()))));
    if (groups < channels) {
      int perGroup = channels / groups;
      float[] weight = new float[ElementBudget.take(channels, perGroup)];
      Arrays.fill(weight, 1f / perGroup);
      ConvSpec spec = ConvSpec.of(1).withGroups(groups);
      Tensor taps = Tensor.of(weight, channels, perGroup, 1, 1);
      mean = LazyMap.OfConv.of(name + ".groups", mean.planned(values.plan()), spec, taps, null);
    }
    int[] dims = x.dims();
    Arrays.fill(dims, 2, dims.length, 1);
    return OnnxView.of(name, dims, mean);
  }
}

package org.skipconv.gates.training;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.Activation;
import org.skipconv.core.Node;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.graph.Expression;
import org.skipconv.core.graph.Gather;
import org.skipconv.core.graph.Input;
import org.skipconv.core.graph.Interpolate;
import org.skipconv.core.graph.Interpreter;
import org.skipconv.core.graph.Pointwise;
import org.skipconv.core.graph.Pool;
import org.skipconv.core.graph.Reduce;

/** Operations on PyTorch's tensors, [frames, C, H, W], all frames at once and without gates. */
final class DifferentiableOperations implements Interpreter<Tensor>, Expression.Algebra<Tensor> {
  private final DifferentiableWeights weights;
  private final Clips clips;
  private final float holdThreshold;

  /**
   * A meaning of operations.
   *
   * @param holdThreshold largest difference of a broadcast pixel that is held back
   */
  DifferentiableOperations(DifferentiableWeights weights, Clips clips, float holdThreshold) {
    this.weights = weights;
    this.clips = clips;
    this.holdThreshold = holdThreshold;
  }

  @Override
  public Tensor input(Node node, Input operation) {
    throw new IllegalStateException("the input is no stage");
  }

  @Override
  public Tensor conv(Node node, Conv conv, Tensor x) {
    Tensor bias = weights.get(conv.bias());
    return Windows.convolve(x, weights.kernel(conv), bias, conv.spec(), conv.spec().groups());
  }

  @Override
  public Tensor pointwise(Node node, Pointwise operation, List<Tensor> operands) {
    List<Tensor> held = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      boolean broadcast = node.onPicture() && !node.inputs().get(i).onPicture();
      held.add(broadcast ? held(operands.get(i)) : operands.get(i));
    }
    return operation.evaluate(this, held);
  }

  /**
   * A map that does not lie over the picture, but is broadcast over it, is held until one of its
   * channels is off by more than a threshold. The gradient goes to the frame whose values are in
   * use.
   */
  private Tensor held(Tensor pixel) {
    if (holdThreshold == 0 || clips.frames() == 1) {
      return pixel;
    }
    float[] values = PyTorch.floats(pixel);
    int channels = (int) pixel.size(1);
    long[] used = new long[clips.frames() * clips.clips()];
    for (int i = 0; i < used.length; i++) {
      used[i] = i;
      if (i >= clips.clips()) {
        int before = (int) used[i - clips.clips()];
        used[i] = farthest(values, i, before, channels) > holdThreshold ? i : before;
      }
    }
    return pixel.index_select(0, Tensor.create(used));
  }

  private static float farthest(float[] values, int a, int b, int channels) {
    float most = 0;
    for (int c = 0; c < channels; c++) {
      most = Math.max(most, Math.abs(values[a * channels + c] - values[b * channels + c]));
    }
    return most;
  }

  @Override
  public Tensor pool(Node node, Pool operation, Tensor x) {
    return switch (operation.pooling()) {
      case MAX -> Windows.max(x, operation.spec());
      case MEAN -> Windows.mean(x, operation.spec(), false);
      case MEAN_OF_PADDED -> Windows.mean(x, operation.spec(), true);
    };
  }

  @Override
  public Tensor gather(Node node, Gather operation, List<Tensor> operands) {
    // PyTorch's own nearest neighbour rounds its ratio to a float, and so misses some sources.
    return DifferentiableGather.of(operation, node.operandShapes(), operands);
  }

  @Override
  public Tensor interpolate(Node node, Interpolate operation, Tensor x) {
    boolean givenScale = operation.scaleY() != 0 || operation.scaleX() != 0;
    boolean aligned = operation.coordinates() == Interpolate.Coordinates.ALIGN_CORNERS;
    if (aligned || (operation.coordinates() == Interpolate.Coordinates.HALF_PIXEL && !givenScale)) {
      long[] size = {operation.height(), operation.width()};
      return torch.upsample_bilinear2d(x, size, aligned);
    }
    Tensor rows = between(x, 2, operation.height(), operation::sourceRow);
    return between(rows, 3, operation.width(), operation::sourceColumn);
  }

  /** Place among so many inputs that an output line is read at. */
  @FunctionalInterface
  private interface Place {
    double of(int output, int inputs);
  }

  private static Tensor between(Tensor x, int axis, int outputs, Place place) {
    int inputs = (int) x.size(axis);
    long[] source = new long[outputs];
    long[] next = new long[outputs];
    float[] weight = new float[outputs];
    for (int i = 0; i < outputs; i++) {
      double position = place.of(i, inputs);
      source[i] = (long) position;
      next[i] = Math.min(source[i] + 1, inputs - 1);
      weight[i] = (float) (position - source[i]);
    }
    Tensor here = x.index_select(axis, Tensor.create(source));
    Tensor there = x.index_select(axis, Tensor.create(next));
    long[] shape = {1, 1, axis == 2 ? outputs : 1, axis == 3 ? outputs : 1};
    return here.add(there.sub(here).mul(Tensor.create(weight).reshape(shape)));
  }

  @Override
  public Tensor reduce(Node node, Reduce operation, Tensor x) {
    long[] picture = {2, 3};
    return switch (operation.reduction()) {
      case MEAN -> x.mean(picture, true, new ScalarTypeOptional());
      case MAX -> x.amax(picture, true);
    };
  }

  @Override
  public Tensor apply(Activation function, Tensor x) {
    return activate(x, function);
  }

  static Tensor activate(Tensor x, Activation function) {
    return switch (function.function()) {
      case NONE -> x;
      case RELU -> x.relu();
      case RELU6 -> clamp(x, 0, 6);
      case SILU -> torch.silu(x);
      case SIGMOID -> x.sigmoid();
      case LEAKY_RELU -> torch.leaky_relu(x, new Scalar(function.a()));
      case CLIP -> clamp(x, function.a(), function.b());
      case TANH -> x.tanh();
      case HARD_SWISH ->
          x.mul(
              torch
                  .clamp(
                      x.add(new Scalar(3f)),
                      new ScalarOptional(new Scalar(0f)),
                      new ScalarOptional(new Scalar(6f)))
                  .div(new Scalar(6f)));
      case HARD_SIGMOID ->
          clamp(x.mul(new Scalar(function.a())).add(new Scalar(function.b())), 0, 1);
      case ELU -> torch.elu(x, new Scalar(function.a()), new Scalar(1f), new Scalar(1f));
      case SOFTPLUS -> torch.softplus(x);
      case EXP -> x.exp();
      case LOG -> x.log();
      case SQRT -> x.sqrt();
      case ABS -> x.abs();
      case ERF -> x.erf();
      case MISH -> torch.mish(x);
      case GELU -> torch.gelu(x);
      case FLOOR -> x.floor();
      case ROUND -> x.round();
    };
  }

  private static Tensor clamp(Tensor x, float least, float most) {
    return torch.clamp(
        x, new ScalarOptional(new Scalar(least)), new ScalarOptional(new Scalar(most)));
  }

  @Override
  public Tensor weightedSum(List<Float> factors, List<Tensor> terms) {
    Tensor total = null;
    for (int i = 0; i < terms.size(); i++) {
      float factor = factors.get(i);
      Tensor term = factor == 1 ? terms.get(i) : terms.get(i).mul(new Scalar(factor));
      total = total == null ? term : total.add(term);
    }
    // Never an operand itself, which is freed on its own.
    return terms.size() == 1 && factors.get(0) == 1 ? total.mul(new Scalar(1f)) : total;
  }

  @Override
  public Tensor binary(Expression.Binary.Operator operator, Tensor a, Tensor b) {
    return switch (operator) {
      case ADD -> a.add(b);
      case SUBTRACT -> a.sub(b);
      case MULTIPLY -> a.mul(b);
      case DIVIDE -> a.div(b);
      case MAXIMUM -> torch.maximum(a, b);
      case MINIMUM -> torch.minimum(a, b);
      case POWER -> a.pow(b);
    };
  }

  @Override
  public Tensor constant(org.skipconv.core.Tensor perChannel) {
    return weights.get(perChannel).reshape(1, -1, 1, 1);
  }
}

package org.skipconv.models.efficientdet;

import org.jspecify.annotations.Nullable;
import org.skipconv.core.Activation;
import org.skipconv.core.BatchNorm;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.models.weights.WeightSource;

/** Adds layers to a network under their state-dict paths, with the tensors found there. */
final class Layers {
  final SkipNetwork.Builder builder;
  final Form form;
  private final WeightSource weights;
  private final Activation function;

  Layers(SkipNetwork.Builder builder, Form form, Activation function, WeightSource weights) {
    this.builder = builder;
    this.form = form;
    this.function = function;
    this.weights = weights;
  }

  /** A convolution without bias, and the backbone's batch norm. */
  Node conv(String path, Node x, int out, int kernel, int stride, String norm) {
    Tensor weight = tensor(path + ".weight", out, channels(x), kernel, kernel);
    return builder.conv(
        path, x, form.window(kernel, stride), weight, null, norm(norm, out, form.backboneEpsilon));
  }

  /** A depthwise convolution without bias, and the backbone's batch norm. */
  Node depthwise(String path, Node x, int kernel, int stride, String norm) {
    Tensor weight = tensor(path + ".weight", channels(x), 1, kernel, kernel);
    return builder.conv(
        path,
        x,
        form.window(kernel, stride).withGroups(channels(x)),
        weight,
        null,
        norm(norm, channels(x), form.backboneEpsilon));
  }

  /** A depthwise 3x3 convolution with nothing after it. */
  Node plainDepthwise(String path, Node x) {
    Tensor weight = tensor(path + ".weight", channels(x), 1, 3, 3);
    return builder.conv(path, x, form.window(3, 1).withGroups(channels(x)), weight, null);
  }

  /** A 1x1 convolution, biased where the form is redundant, and the pyramid's batch norm. */
  Node pointwise(String path, Node x, int out, String norm) {
    Tensor weight = tensor(path + ".weight", out, channels(x), 1, 1);
    return builder.conv(
        path, x, ConvSpec.of(1), weight, redundantBias(path, out), norm(norm, out, Form.EPSILON));
  }

  Node squeezeExcite(String path, Node x, int squeezed) {
    Node mean = builder.mean(path + ".mean", x);
    Node reduced = biased(path + ".conv_reduce", mean, squeezed);
    Node expanded = biased(path + ".conv_expand", activate(reduced), channels(x));
    return builder.multiply(path, x, builder.activation(Activation.SIGMOID, expanded));
  }

  /** A 1x1 convolution with bias and nothing after it. */
  private Node biased(String path, Node x, int out) {
    Tensor weight = tensor(path + ".weight", out, channels(x), 1, 1);
    return builder.conv(path, x, ConvSpec.of(1), weight, tensor(path + ".bias", out));
  }

  /** The network's activation. */
  Node activate(Node x) {
    return builder.activation(function, x);
  }

  /** A pyramid step down: half the height and width, rounded up. */
  Node halve(String path, Node x) {
    return builder.maxPool(path, x, form.window(3, 2));
  }

  /** A pyramid step up. */
  Node enlarge(String path, Node x, int height, int width) {
    return builder.nearest(path, x, height, width);
  }

  /** The bias of a convolution before a batch norm, or null where the form has none. */
  @Nullable Tensor redundantBias(String path, int channels) {
    return form.redundantBias ? tensor(path + ".bias", channels) : null;
  }

  BatchNorm norm(String path, int channels, double epsilon) {
    return new BatchNorm(
        tensor(path + ".weight", channels),
        tensor(path + ".bias", channels),
        tensor(path + ".running_mean", channels),
        tensor(path + ".running_var", channels),
        epsilon,
        path);
  }

  Tensor tensor(String name, int... shape) {
    return weights.tensor(name, shape);
  }

  static int channels(Node x) {
    return x.shape().channels();
  }
}

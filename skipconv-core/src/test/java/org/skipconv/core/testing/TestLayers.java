package org.skipconv.core.testing;

import java.util.Random;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;

/** A network in the making whose weights are random. */
final class TestLayers {
  final SkipNetwork.Builder builder;
  private final Random random;
  private final boolean positive;

  private TestLayers(String name, long seed, boolean positive) {
    this.builder = SkipNetwork.builder(name);
    this.random = new Random(seed);
    this.positive = positive;
  }

  static TestLayers of(String name, long seed) {
    return new TestLayers(name, seed, false);
  }

  /** With weights above 0, so that a change of all inputs in one direction adds up. */
  static TestLayers positive(String name, long seed) {
    return new TestLayers(name, seed, true);
  }

  Tensor weight(ConvSpec spec, int in, int out) {
    Tensor weight =
        RandomTensors.kernels(
            random, out, in / spec.groups(), spec.kernelHeight(), spec.kernelWidth());
    for (int i = 0; positive && i < weight.elements(); i++) {
      weight.values()[i] = Math.abs(weight.get(i));
    }
    return weight;
  }

  Tensor bias(int channels) {
    return RandomTensors.normal(random, 0.3, channels);
  }

  Node conv(String name, Node in, int out, ConvSpec spec) {
    return builder.conv(name, in, spec, weight(spec, in.shape().channels(), out), bias(out));
  }

  Node conv(String name, Node in, int out, ConvSpec spec, Activation activation) {
    return builder.activation(activation, conv(name, in, out, spec));
  }

  /** One that shares its weight with others but not its scale and bias. */
  Node scaled(String name, Node in, Tensor weight, ConvSpec spec) {
    int out = weight.size(0);
    return builder.scaledConv(
        name, in, spec, weight, RandomTensors.factors(random, out), bias(out));
  }

  Node depthwise(String name, Node in, ConvSpec spec) {
    int channels = in.shape().channels();
    return conv(name, in, channels, spec.withGroups(channels));
  }

  Node squeeze(String name, Node in, int squeezed, Activation inner) {
    int channels = in.shape().channels();
    ConvSpec point = ConvSpec.of(1);
    return builder.squeezeExcite(
        name,
        in,
        weight(point, channels, squeezed),
        bias(squeezed),
        weight(point, squeezed, channels),
        bias(channels),
        inner);
  }
}

package org.skipconv.models.hrnet;

import java.util.ArrayList;
import java.util.List;
import org.skipconv.core.Activation;
import org.skipconv.core.BatchNorm;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.models.weights.WeightSource;

/**
 * Builds the graph of one HRNet, after lib/models/pose_hrnet.py of
 * leoxiaobin/deep-high-resolution-net.pytorch. Asks for weights in the order of its state dict.
 */
final class HrNetGraph {
  /** Name of the layer that gives the heatmaps. */
  static final String HEAD = "final_layer";

  private static final double EPSILON = 1e-5;
  private static final int STEM_CHANNELS = 64;
  private static final int BOTTLENECK_EXPANSION = 4;

  private final Architecture architecture;
  private final WeightSource weights;
  private final boolean intermediates;
  private final SkipNetwork.Builder b;

  HrNetGraph(Architecture architecture, WeightSource weights, boolean intermediates) {
    this.architecture = architecture;
    this.weights = weights;
    this.intermediates = intermediates;
    this.b = SkipNetwork.builder(architecture.name());
  }

  SkipNetwork build(int height, int width, int joints) {
    Node x = b.input(3, height, width);
    x = relu(convNorm("conv1", "bn1", x, 3, 2, STEM_CHANNELS));
    x = relu(convNorm("conv2", "bn2", x, 3, 2, STEM_CHANNELS));
    expose("stem", x);
    for (int block = 0; block < architecture.bottlenecks(); block++) {
      x = bottleneck("layer1." + block, x);
    }
    expose("layer1", x);
    List<Node> branches = List.of(x);
    for (int stage = 2; stage <= 4; stage++) {
      branches = stage(stage, transition(stage - 1, branches));
    }
    Tensor weight = weights.tensor(HEAD + ".weight", joints, architecture.width(), 1, 1);
    Tensor bias = weights.tensor(HEAD + ".bias", joints);
    b.output(HrNet.HEATMAPS, b.conv(HEAD, branches.get(0), ConvSpec.of(1), weight, bias));
    return b.build();
  }

  /** 1x1, 3x3, 1x1, and the shortcut, which has a convolution where the widths differ. */
  private Node bottleneck(String path, Node x) {
    int planes = architecture.planes();
    int out = planes * BOTTLENECK_EXPANSION;
    Node y = relu(convNorm(path + ".conv1", path + ".bn1", x, 1, 1, planes));
    y = relu(convNorm(path + ".conv2", path + ".bn2", y, 3, 1, planes));
    y = convNorm(path + ".conv3", path + ".bn3", y, 1, 1, out);
    Node shortcut = x.shape().channels() == out ? x : convNorm(path + ".downsample", x, 1, 1, out);
    return relu(b.add(path + ".add", y, shortcut));
  }

  private Node basicBlock(String path, Node x) {
    int channels = x.shape().channels();
    Node y = relu(convNorm(path + ".conv1", path + ".bn1", x, 3, 1, channels));
    y = convNorm(path + ".conv2", path + ".bn2", y, 3, 1, channels);
    return relu(b.add(path + ".add", y, x));
  }

  /** One branch more; the new one comes from the last, at half its resolution. */
  private List<Node> transition(int number, List<Node> branches) {
    List<Node> next = new ArrayList<>();
    for (int i = 0; i <= number; i++) {
      String path = "transition" + number + "." + i;
      int channels = architecture.channels(i);
      if (i == number) {
        Node last = branches.get(branches.size() - 1);
        next.add(relu(convNorm(path + ".0", last, 3, 2, channels)));
      } else if (branches.get(i).shape().channels() != channels) {
        next.add(relu(convNorm(path, branches.get(i), 3, 1, channels)));
      } else {
        next.add(branches.get(i));
      }
    }
    return next;
  }

  private List<Node> stage(int stage, List<Node> branches) {
    int modules = architecture.modules(stage);
    List<Node> results = branches;
    for (int module = 0; module < modules; module++) {
      boolean finest = stage == 4 && module == modules - 1;
      results = module("stage" + stage + "." + module, results, finest ? 1 : stage);
    }
    for (int i = 0; i < results.size(); i++) {
      expose("stage" + stage + ".out" + i, results.get(i));
    }
    return results;
  }

  /** Each branch by itself, then each of the first results as a sum over all branches. */
  private List<Node> module(String path, List<Node> branches, int results) {
    List<Node> own = new ArrayList<>();
    for (int i = 0; i < branches.size(); i++) {
      Node x = branches.get(i);
      for (int block = 0; block < architecture.blocks(); block++) {
        x = basicBlock(path + ".branches." + i + "." + block, x);
      }
      own.add(x);
    }
    List<Node> fused = new ArrayList<>();
    for (int i = 0; i < results; i++) {
      String fusion = path + ".fuse_layers." + i;
      Node[] terms = new Node[own.size()];
      for (int j = 0; j < terms.length; j++) {
        terms[j] = fusionTerm(fusion + "." + j, own.get(j), j, i);
      }
      fused.add(relu(b.add(fusion + ".add", terms)));
    }
    return fused;
  }

  /** A branch at the resolution and width of another one. */
  private Node fusionTerm(String path, Node x, int from, int to) {
    if (from == to) {
      return x;
    }
    if (from > to) {
      Node y = convNorm(path, x, 1, 1, architecture.channels(to));
      int factor = 1 << (from - to);
      return b.nearest(
          path + ".upsample", y, y.shape().height() * factor, y.shape().width() * factor);
    }
    Node y = x;
    for (int step = 0; step < to - from - 1; step++) {
      y = relu(convNorm(path + "." + step, y, 3, 2, architecture.channels(from)));
    }
    return convNorm(path + "." + (to - from - 1), y, 3, 2, architecture.channels(to));
  }

  /** Convolution {@code path.0} and batch norm {@code path.1}. */
  private Node convNorm(String path, Node x, int kernel, int stride, int out) {
    return convNorm(path + ".0", path + ".1", x, kernel, stride, out);
  }

  private Node convNorm(String conv, String norm, Node x, int kernel, int stride, int out) {
    Tensor weight = weights.tensor(conv + ".weight", out, x.shape().channels(), kernel, kernel);
    BatchNorm batchNorm =
        new BatchNorm(
            weights.tensor(norm + ".weight", out),
            weights.tensor(norm + ".bias", out),
            weights.tensor(norm + ".running_mean", out),
            weights.tensor(norm + ".running_var", out),
            EPSILON,
            norm);
    ConvSpec spec = ConvSpec.keepingSize(kernel).withStride(stride);
    return b.conv(conv, x, spec, weight, null, batchNorm);
  }

  private Node relu(Node x) {
    return b.activation(Activation.RELU, x);
  }

  private void expose(String name, Node node) {
    if (intermediates) {
      b.output(name, node);
    }
  }
}

package org.skipconv.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.skipconv.core.internal.engine.PackedNetwork;
import org.skipconv.core.internal.kernel.KernelSelector;
import org.skipconv.core.internal.kernel.Kernels;

/**
 * An immutable graph of layers with their weights, batch norm folded. Any number of streams and
 * threads share one; all that remembers a frame is in the {@link VideoSession}.
 *
 * <pre>{@code
 * SkipNetwork.Builder b = SkipNetwork.builder("edges");
 * Node image = b.input(3, 256, 192);
 * Node conv = b.conv("conv1", image, ConvSpec.keepingSize(3), weight, bias);
 * b.output("edges", b.activation(Activation.RELU, conv));
 * SkipNetwork network = b.build();
 * }</pre>
 */
public final class SkipNetwork {
  private final String name;
  private final List<Node> nodes;
  private final Map<String, Node> outputs;
  private final Map<Kernels, PackedNetwork> packed = new ConcurrentHashMap<>();

  private SkipNetwork(String name, List<Node> nodes, Map<String, Node> outputs) {
    this.name = name;
    this.nodes = List.copyOf(nodes);
    this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  public static Builder builder(String name) {
    return new Builder(name);
  }

  public String name() {
    return name;
  }

  /** All nodes in the order of computation; the first is the input. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Shape of a frame. */
  public Shape inputShape() {
    return nodes.get(0).shape();
  }

  /** The named results, in the order in which they were declared. */
  public Map<String, Node> outputs() {
    return outputs;
  }

  /** The convolutions, in the order of computation: the layers that have gates. */
  public List<Node> convolutions() {
    return nodes.stream().filter(node -> node.op() instanceof Op.Conv).toList();
  }

  /** Multiply-accumulates of one frame when every pixel is computed. */
  public long denseMacs() {
    return nodes.stream().mapToLong(Node::denseMacs).sum();
  }

  /** Number of weights and biases; shared ones count once. */
  public long parameters() {
    IdentityHashMap<Tensor, Boolean> seen = new IdentityHashMap<>();
    for (Node node : nodes) {
      if (node.op() instanceof Op.Conv conv) {
        seen.put(conv.weight(), true);
        seen.put(conv.bias(), true);
        if (conv.scale() != null) {
          seen.put(conv.scale(), true);
        }
      } else if (node.op() instanceof Op.SqueezeExcite squeeze) {
        seen.put(squeeze.reduceWeight(), true);
        seen.put(squeeze.reduceBias(), true);
        seen.put(squeeze.expandWeight(), true);
        seen.put(squeeze.expandBias(), true);
      }
    }
    return seen.keySet().stream().mapToLong(Tensor::elements).sum();
  }

  /** Starts a stream. Close the session to free its memory. */
  public VideoSession open(SessionOptions options) {
    return open(options, KernelSelector.current());
  }

  /** A session on kernels of the caller's choice: for tests. */
  VideoSession open(SessionOptions options, Kernels kernels) {
    PackedNetwork weights = packed.computeIfAbsent(kernels, key -> new PackedNetwork(this, key));
    return new VideoSession(this, options, weights);
  }

  @Override
  public String toString() {
    return name + " " + inputShape();
  }

  /** Collects nodes; not thread-safe. */
  public static final class Builder {
    private final String name;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Node> byName = new LinkedHashMap<>();
    private final Map<String, Node> outputs = new LinkedHashMap<>();

    private Builder(String name) {
      this.name = name;
    }

    /** Declares the frame; must come first, and once. */
    public Node input(int channels, int height, int width) {
      if (!nodes.isEmpty()) {
        throw new IllegalStateException(
            "the input must be the first node, and there can be only one");
      }
      return add("input", new Op.Input(), List.of(), new Shape(channels, height, width));
    }

    /**
     * A convolution with bias.
     *
     * @param weight [out, in / groups, kernel height, kernel width]
     * @param bias [out], or null for none
     */
    public Node conv(String layer, Node input, ConvSpec spec, Tensor weight, Tensor bias) {
      return scaledConv(layer, input, spec, weight, null, bias);
    }

    /**
     * A convolution followed by batch normalisation, folded into its scale and bias; the weights
     * stay as they are, so that half-precision ones keep fitting half precision.
     *
     * @param bias [out], or null for none
     */
    public Node conv(
        String layer, Node input, ConvSpec spec, Tensor weight, Tensor bias, BatchNorm norm) {
      checkConv(layer, input, spec, weight, null, bias);
      if (norm.channels() != weight.size(0)) {
        throw new IllegalArgumentException(
            layer + ": batch norm of " + norm.channels() + " channels behind " + weight.size(0));
      }
      return scaledConv(layer, input, spec, weight, norm.scale(), norm.shift(bias));
    }

    /**
     * A convolution with a factor and a bias per output channel, {@code y = (w * x) * scale +
     * bias}: for layers that share one weight and differ in their batch norm.
     *
     * @param scale [out], or null for 1
     * @param bias [out], or null for none
     */
    public Node scaledConv(
        String layer, Node input, ConvSpec spec, Tensor weight, Tensor scale, Tensor bias) {
      checkConv(layer, input, spec, weight, scale, bias);
      Shape in = input.shape();
      int out = weight.size(0);
      Tensor allBias = bias == null ? Tensor.of(new float[out], out) : bias;
      Shape shape =
          new Shape(
              out, spec.outHeight(in.height(), in.width()), spec.outWidth(in.height(), in.width()));
      return add(layer, new Op.Conv(spec, weight, scale, allBias), List.of(input), shape);
    }

    private static void checkConv(
        String layer, Node input, ConvSpec spec, Tensor weight, Tensor scale, Tensor bias) {
      int in = input.shape().channels();
      int groups = spec.groups();
      if (weight.rank() != 4
          || weight.size(2) != spec.kernelHeight()
          || weight.size(3) != spec.kernelWidth()
          || in % groups != 0
          || weight.size(1) != in / groups
          || weight.size(0) % groups != 0) {
        throw new IllegalArgumentException(
            layer
                + ": weight "
                + weight
                + " does not fit "
                + in
                + " input channels in "
                + groups
                + " groups and a kernel of "
                + spec.kernelHeight()
                + "x"
                + spec.kernelWidth());
      }
      for (Tensor perChannel : Arrays.asList(scale, bias)) {
        if (perChannel != null && perChannel.elements() != weight.size(0)) {
          throw new IllegalArgumentException(
              layer
                  + ": scale and bias need "
                  + weight.size(0)
                  + " values, but one has "
                  + perChannel.elements());
        }
      }
    }

    /** An element-wise function. */
    public Node activation(Activation function, Node input) {
      if (function == Activation.NONE) {
        return input;
      }
      return add(
          input.name() + "." + function.name().toLowerCase(Locale.ROOT),
          new Op.Activate(function),
          List.of(input),
          input.shape());
    }

    /** {@code a + b + ...}, in this order. */
    public Node add(String layer, Node... terms) {
      return weightedSum(layer, Collections.nCopies(terms.length, 1f), Arrays.asList(terms));
    }

    /** {@code factor_0 * term_0 + factor_1 * term_1 + ...}, in this order. */
    public Node weightedSum(String layer, List<Float> factors, List<Node> terms) {
      if (terms.isEmpty() || factors.size() != terms.size()) {
        throw new IllegalArgumentException(
            layer + ": " + terms.size() + " terms with " + factors.size() + " factors");
      }
      for (Node term : terms) {
        if (!term.shape().equals(terms.get(0).shape())) {
          throw new IllegalArgumentException(
              layer + ": the terms differ in shape: " + terms.get(0) + " and " + term);
        }
      }
      return add(layer, new Op.Sum(factors), terms, terms.get(0).shape());
    }

    /** Maximum over a window. The groups of the spec are ignored. */
    public Node maxPool(String layer, Node input, ConvSpec spec) {
      Shape in = input.shape();
      Shape shape =
          new Shape(
              in.channels(),
              spec.outHeight(in.height(), in.width()),
              spec.outWidth(in.height(), in.width()));
      return add(layer, new Op.MaxPool(spec), List.of(input), shape);
    }

    /** Nearest or bilinear change of size. */
    public Node resize(String layer, Node input, Op.Resize.Mode mode, int height, int width) {
      return add(
          layer,
          new Op.Resize(mode, height, width),
          List.of(input),
          new Shape(input.shape().channels(), height, width));
    }

    /** Channels of all parts, one after the other. */
    public Node concat(String layer, Node... parts) {
      if (parts.length == 0) {
        throw new IllegalArgumentException(layer + ": a concatenation of no parts");
      }
      Shape first = parts[0].shape();
      int channels = 0;
      for (Node part : parts) {
        if (part.shape().height() != first.height() || part.shape().width() != first.width()) {
          throw new IllegalArgumentException(
              layer + ": the parts differ in size: " + parts[0] + " and " + part);
        }
        channels += part.shape().channels();
      }
      return add(
          layer,
          new Op.Concat(),
          Arrays.asList(parts),
          new Shape(channels, first.height(), first.width()));
    }

    /**
     * Every channel times a factor of its own, which follows from the means of all channels: {@link
     * Op.SqueezeExcite}.
     *
     * @param reduceWeight [r, c, 1, 1], where c is the input's channels
     * @param reduceBias [r]
     * @param expandWeight [c, r, 1, 1]
     * @param expandBias [c]
     * @param inner the function between the two convolutions
     */
    public Node squeezeExcite(
        String layer,
        Node input,
        Tensor reduceWeight,
        Tensor reduceBias,
        Tensor expandWeight,
        Tensor expandBias,
        Activation inner) {
      Op.SqueezeExcite op;
      try {
        op = new Op.SqueezeExcite(reduceWeight, reduceBias, expandWeight, expandBias, inner);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(layer + ": " + e.getMessage(), e);
      }
      if (op.channels() != input.shape().channels()) {
        throw new IllegalArgumentException(
            layer
                + ": a squeeze-excite of "
                + op.channels()
                + " channels behind "
                + input.shape().channels());
      }
      return add(layer, op, List.of(input), input.shape());
    }

    /** Declares a result. */
    public Builder output(String resultName, Node node) {
      requireOwn(node);
      if (outputs.putIfAbsent(resultName, node) != null) {
        throw new IllegalArgumentException("there is already an output named " + resultName);
      }
      return this;
    }

    /**
     * The finished network.
     *
     * @throws IllegalStateException when there is no output, or a node that no output needs
     */
    public SkipNetwork build() {
      if (outputs.isEmpty()) {
        throw new IllegalStateException("network " + name + " has no output");
      }
      boolean[] needed = new boolean[nodes.size()];
      outputs.values().forEach(node -> needed[node.index()] = true);
      for (int i = nodes.size() - 1; i >= 0; i--) {
        if (!needed[i]) {
          throw new IllegalStateException("no output needs " + nodes.get(i));
        }
        nodes.get(i).inputs().forEach(node -> needed[node.index()] = true);
      }
      return new SkipNetwork(name, nodes, outputs);
    }

    private Node add(String layer, Op op, List<Node> inputs, Shape shape) {
      inputs.forEach(this::requireOwn);
      Node node = new Node(nodes.size(), layer, op, inputs, shape);
      if (byName.putIfAbsent(layer, node) != null) {
        throw new IllegalArgumentException("there is already a node named " + layer);
      }
      nodes.add(node);
      return node;
    }

    private void requireOwn(Node node) {
      if (node.index() >= nodes.size() || !nodes.get(node.index()).equals(node)) {
        throw new IllegalArgumentException(node + " belongs to another network");
      }
    }
  }
}

package org.skipconv.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.graph.Gather;
import org.skipconv.core.graph.Input;
import org.skipconv.core.graph.Interpolate;
import org.skipconv.core.graph.Operation;
import org.skipconv.core.graph.Pointwise;
import org.skipconv.core.graph.Pool;
import org.skipconv.core.graph.Reduce;
import org.skipconv.core.graph.Schedule;
import org.skipconv.core.graph.SizeScale;
import org.skipconv.core.graph.Strides;

/**
 * An immutable graph of operations with their weights, batch norm folded. Any number of streams and
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
  private final NetworkSessions sessions = new NetworkSessions();

  private SkipNetwork(String name, List<Node> nodes, Map<String, Node> outputs) {
    this.name = name;
    this.nodes = List.copyOf(nodes);
    this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /**
   * Starts a network.
   *
   * @param name name of the network, for messages
   * @return a builder without nodes
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** {@return the name of the network, for messages} */
  public String name() {
    return name;
  }

  /** {@return all nodes in the order of computation; the first is the input} */
  public List<Node> nodes() {
    return nodes;
  }

  /** {@return the shape of a frame} */
  public Shape inputShape() {
    return nodes.get(0).shape();
  }

  /** {@return the named results, in the order in which they were declared} */
  public Map<String, Node> outputs() {
    return outputs;
  }

  /** {@return the convolutions, in the order of computation} */
  public List<Node> convolutions() {
    return nodes.stream().filter(node -> node.op() instanceof Conv).toList();
  }

  /**
   * {@return the convolutions that have gates, in the order of computation: those whose input lies
   * over the picture, see {@link Schedule#isGated}}
   */
  public List<Node> gatedLayers() {
    return convolutions().stream().filter(Schedule::isGated).toList();
  }

  /** {@return the multiply-accumulates of one frame when every pixel is computed} */
  public long denseMacs() {
    return nodes.stream().mapToLong(Node::denseMacs).sum();
  }

  /** {@return the number of weights, scales and biases; shared ones count once} */
  public long parameters() {
    IdentityHashMap<Tensor, Boolean> seen = new IdentityHashMap<>();
    nodes.forEach(
        node -> node.parameters().forEach(parameter -> seen.put(parameter.tensor(), true)));
    return seen.keySet().stream().mapToLong(Tensor::elements).sum();
  }

  /**
   * {@return the same network with other weights; layers that share a tensor share the new one}
   *
   * @param change called once with each tensor; gives one of the same shape
   */
  public SkipNetwork mapParameters(UnaryOperator<Tensor> change) {
    IdentityHashMap<Tensor, Tensor> changed = new IdentityHashMap<>();
    UnaryOperator<Tensor> once = tensor -> changed.computeIfAbsent(tensor, change);
    return mapOperations(name, operation -> operation.mapParameters(once));
  }

  /**
   * {@return the same weights for a frame of another size: what a convolutional network allows}
   *
   * @param height a multiple of {@link #stride}
   * @param width a multiple of it
   * @throws IllegalArgumentException when the network does not fit that size
   */
  public SkipNetwork resized(int height, int width) {
    int stride = stride();
    if (height < stride || height % stride != 0 || width < stride || width % stride != 0) {
      throw new IllegalArgumentException(
          name + " needs multiples of " + stride + ", but " + height + "x" + width + " was asked");
    }
    Shape old = inputShape();
    SizeScale scale = new SizeScale(height, old.height(), width, old.width());
    return mapOperations(
        name + " at " + height + "x" + width, operation -> operation.resized(scale));
  }

  private SkipNetwork mapOperations(String newName, UnaryOperator<Operation> change) {
    Builder copy = new Builder(newName);
    for (Node node : nodes) {
      List<Node> operands =
          node.inputs().stream().map(input -> copy.nodes.get(input.index())).toList();
      copy.add(node.name(), change.apply(node.op()), operands);
    }
    outputs.forEach((result, node) -> copy.output(result, copy.nodes.get(node.index())));
    return copy.build();
  }

  /**
   * {@return the smallest number of rows and columns of the input by which every map moves by whole
   * pixels: the product of the strides on the longest way} By multiples of it a frame may be {@link
   * #resized} or a session {@linkplain VideoSession#shift shifted}.
   */
  public int stride() {
    return Strides.of(this).common();
  }

  /**
   * Starts a stream. Close the session to free its memory.
   *
   * @param options how the stream computes
   * @return the stream, which the caller closes
   * @throws OutOfMemoryError when there is too little memory outside the Java heap; the message
   *     says how much the stream needs
   */
  public VideoSession open(SessionOptions options) {
    return sessions.open(this, options);
  }

  /** Packed weights that its sessions share. */
  NetworkSessions sessions() {
    return sessions;
  }

  /**
   * {@return the bytes outside the Java heap that the network keeps for its sessions: the weights
   * in the layout of the kernels} The first session makes them, and all sessions share them.
   */
  public long packedBytes() {
    return sessions.packedBytes();
  }

  /**
   * Keeps the packed weights no longer: they are freed now, or when the last of the sessions that
   * are using them is closed. The network itself stays as it is; a session that is opened later
   * makes them anew. Without this they are freed by the garbage collector together with the
   * network.
   */
  public void releasePacked() {
    sessions.releasePacked();
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

    /**
     * Declares the frame; must come first, and once.
     *
     * @param channels number of channels
     * @param height rows of a frame
     * @param width columns of a frame
     * @return the new node
     */
    public Node input(int channels, int height, int width) {
      return add("input", new Input(new Shape(channels, height, width)), List.of());
    }

    /**
     * Adds an operation.
     *
     * @param layer name of the node, unique in the network
     * @param operation what the node computes
     * @param operands nodes of this network
     * @return the new node
     * @throws IllegalArgumentException when the operation does not take these operands, or the name
     *     is taken
     */
    public Node add(String layer, Operation operation, List<Node> operands) {
      if (operation instanceof Input != nodes.isEmpty()) {
        throw new IllegalStateException(
            "the input must be the first node, and there can be only one");
      }
      operands.forEach(this::requireOwn);
      Shape shape;
      try {
        shape = operation.shape(operands.stream().map(Node::shape).toList());
      } catch (IllegalArgumentException e) {
        throw refused(layer, e);
      }
      boolean keepsPlaces =
          operation.keepsPlaces()
              && (operands.isEmpty() || operands.stream().anyMatch(Node::onPicture));
      boolean onPicture = keepsPlaces || shape.pixels() > 1;
      Node node = new Node(nodes.size(), layer, operation, operands, shape, onPicture);
      if (byName.putIfAbsent(layer, node) != null) {
        throw new IllegalArgumentException("there is already a node named " + layer);
      }
      nodes.add(node);
      return node;
    }

    private static IllegalArgumentException refused(String layer, IllegalArgumentException e) {
      return new IllegalArgumentException(layer + ": " + e.getMessage(), e);
    }

    /**
     * Adds a convolution with bias.
     *
     * @param layer name of the node, unique in the network
     * @param input the node whose result goes in
     * @param spec the geometry
     * @param weight [out, in / groups, kernel height, kernel width]
     * @param bias [out], or null for none
     * @return the new node
     */
    public Node conv(
        String layer, Node input, ConvSpec spec, Tensor weight, @Nullable Tensor bias) {
      return scaledConv(layer, input, spec, weight, null, bias);
    }

    /**
     * Adds a convolution followed by batch normalisation, folded into its scale and bias; the
     * weights stay as they are, so that half-precision ones keep fitting half precision.
     *
     * @param layer name of the node, unique in the network
     * @param input the node whose result goes in
     * @param spec the geometry
     * @param weight [out, in / groups, kernel height, kernel width]
     * @param bias [out], or null for none
     * @param norm the batch norm to fold
     * @return the new node
     */
    public Node conv(
        String layer,
        Node input,
        ConvSpec spec,
        Tensor weight,
        @Nullable Tensor bias,
        BatchNorm norm) {
      if (norm.channels() != weight.size(0)) {
        throw new IllegalArgumentException(
            layer + ": batch norm of " + norm.channels() + " channels after " + weight.size(0));
      }
      Conv.@Nullable Names names = norm.name() == null ? null : Conv.Names.of(layer, norm.name());
      return conv(layer, input, spec, weight, norm.scale(), norm.shift(bias), names);
    }

    /**
     * Adds a convolution with a factor and a bias per output channel, {@code y = (w * x) * scale +
     * bias}: for layers that share one weight and differ in their batch norm.
     *
     * @param layer name of the node, unique in the network
     * @param input the node whose result goes in
     * @param spec the geometry
     * @param weight [out, in / groups, kernel height, kernel width]
     * @param scale [out], or null for 1
     * @param bias [out], or null for none
     * @return the new node
     */
    public Node scaledConv(
        String layer,
        Node input,
        ConvSpec spec,
        Tensor weight,
        @Nullable Tensor scale,
        @Nullable Tensor bias) {
      return conv(layer, input, spec, weight, scale, bias, null);
    }

    /**
     * Adds a convolution whose tensors have published names of their own.
     *
     * @param layer name of the node, unique in the network
     * @param input the node whose result goes in
     * @param spec the geometry
     * @param weight [out, in / groups, kernel height, kernel width]
     * @param scale [out], or null for 1
     * @param bias [out], or null for none
     * @param names of the three tensors, or null for those that follow from the layer's name
     * @return the new node
     */
    public Node conv(
        String layer,
        Node input,
        ConvSpec spec,
        Tensor weight,
        @Nullable Tensor scale,
        @Nullable Tensor bias,
        Conv.@Nullable Names names) {
      Conv operation;
      try {
        operation = new Conv(spec, weight, scale, bias, names);
      } catch (IllegalArgumentException e) {
        throw refused(layer, e);
      }
      return add(layer, operation, List.of(input));
    }

    /**
     * Adds an element-wise function.
     *
     * @param function the function
     * @param input the node whose result goes in
     * @return the new node
     */
    public Node activation(Activation function, Node input) {
      if (function.equals(Activation.NONE)) {
        return input;
      }
      return add(
          input.name() + "." + function.function().name().toLowerCase(Locale.ROOT),
          Pointwise.activation(function),
          List.of(input));
    }

    /**
     * Adds {@code a + b + ...}, in this order.
     *
     * @param layer name of the node, unique in the network
     * @param terms the nodes to add, of one shape
     * @return the new node
     */
    public Node add(String layer, Node... terms) {
      return weightedSum(layer, Collections.nCopies(terms.length, 1f), Arrays.asList(terms));
    }

    /**
     * Adds {@code factor_0 * term_0 + factor_1 * term_1 + ...}, in this order.
     *
     * @param layer name of the node, unique in the network
     * @param factors one for each term
     * @param terms the nodes to add, of one shape
     * @return the new node
     */
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
      return add(layer, Pointwise.weightedSum(factors), terms);
    }

    /**
     * Adds {@code x * factors}.
     *
     * @param layer name of the node, unique in the network
     * @param x the node whose channels are multiplied
     * @param factors of the same shape, or of one pixel: one factor for each channel
     * @return the new node
     */
    public Node multiply(String layer, Node x, Node factors) {
      return add(layer, Pointwise.product(), List.of(x, factors));
    }

    /**
     * Adds the maximum over a window. The groups of the spec are ignored.
     *
     * @param layer name of the node, unique in the network
     * @param input the node whose result goes in
     * @param spec the geometry
     * @return the new node
     */
    public Node maxPool(String layer, Node input, ConvSpec spec) {
      return add(layer, new Pool(spec), List.of(input));
    }

    /**
     * Adds nearest-neighbour resizing, see {@link Gather#nearest}.
     *
     * @param layer name of the node, unique in the network
     * @param input the node whose result goes in
     * @param height rows of the result
     * @param width columns of the result
     * @return the new node
     */
    public Node nearest(String layer, Node input, int height, int width) {
      return add(layer, Gather.nearest(height, width), List.of(input));
    }

    /**
     * Adds bilinear resizing, see {@link Interpolate}.
     *
     * @param layer name of the node, unique in the network
     * @param input the node whose result goes in
     * @param height rows of the result
     * @param width columns of the result
     * @return the new node
     */
    public Node bilinear(String layer, Node input, int height, int width) {
      return add(layer, new Interpolate(height, width), List.of(input));
    }

    /**
     * Adds the channels of all parts, one after the other.
     *
     * @param layer name of the node, unique in the network
     * @param parts nodes of one height and width
     * @return the new node
     */
    public Node concat(String layer, Node... parts) {
      return add(layer, Gather.concat(parts.length), Arrays.asList(parts));
    }

    /**
     * Adds the mean of each channel over the picture, see {@link Reduce}.
     *
     * @param layer name of the node, unique in the network
     * @param input the node whose result goes in
     * @return the new node
     */
    public Node mean(String layer, Node input) {
      return add(layer, new Reduce(), List.of(input));
    }

    /**
     * Adds a squeeze-excite (Hu et al., Squeeze-and-Excitation Networks, CVPR 2018), {@code y = x *
     * sigmoid(expand(inner(reduce(mean of x))))}: a mean over the picture, two convolutions on a
     * map of one pixel, and a product. With c channels, squeezed to r:
     *
     * @param layer name of the product; the mean and the convolutions are called {@code
     *     layer.mean}, {@code layer.reduce} and {@code layer.expand}
     * @param input the node whose result goes in
     * @param reduceWeight [r, c, 1, 1]
     * @param reduceBias [r]
     * @param expandWeight [c, r, 1, 1]
     * @param expandBias [c]
     * @param inner function between the two convolutions
     * @return the new node
     */
    public Node squeezeExcite(
        String layer,
        Node input,
        Tensor reduceWeight,
        Tensor reduceBias,
        Tensor expandWeight,
        Tensor expandBias,
        Activation inner) {
      if (inner == null) {
        throw new IllegalArgumentException(layer + ": the inner activation must not be null");
      }
      if (expandWeight.rank() != 4 || reduceWeight.rank() != 4) {
        throw new IllegalArgumentException(
            layer
                + ": the weights must be [r, c, 1, 1] and [c, r, 1, 1], but are "
                + reduceWeight
                + " and "
                + expandWeight);
      }
      int channels = expandWeight.size(0);
      int squeezed = reduceWeight.size(0);
      requireShape(layer + ": reduceWeight", reduceWeight, squeezed, channels, 1, 1);
      requireShape(layer + ": reduceBias", reduceBias, squeezed);
      requireShape(layer + ": expandWeight", expandWeight, channels, squeezed, 1, 1);
      requireShape(layer + ": expandBias", expandBias, channels);
      if (channels != input.shape().channels()) {
        throw new IllegalArgumentException(
            layer
                + ": a squeeze-excite of "
                + channels
                + " channels after "
                + input.shape().channels());
      }
      ConvSpec point = ConvSpec.of(1);
      Node mean = mean(layer + ".mean", input);
      Node reduced = conv(layer + ".reduce", mean, point, reduceWeight, reduceBias);
      Node expanded =
          conv(layer + ".expand", activation(inner, reduced), point, expandWeight, expandBias);
      return multiply(layer, input, activation(Activation.SIGMOID, expanded));
    }

    private static void requireShape(String what, Tensor tensor, int... shape) {
      if (!Arrays.equals(tensor.shape(), shape)) {
        throw new IllegalArgumentException(
            what + " must be " + Arrays.toString(shape) + ", but is " + tensor);
      }
    }

    /**
     * Declares a result.
     *
     * @param resultName name of the result, unique in the network
     * @param node the node whose value it is
     * @return this builder
     */
    public Builder output(String resultName, Node node) {
      requireOwn(node);
      if (outputs.putIfAbsent(resultName, node) != null) {
        throw new IllegalArgumentException("there is already an output named " + resultName);
      }
      return this;
    }

    /**
     * {@return the finished network}
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

    private void requireOwn(Node node) {
      if (node.index() >= nodes.size() || !nodes.get(node.index()).equals(node)) {
        throw new IllegalArgumentException(node + " belongs to another network");
      }
    }
  }
}

package org.skipconv.core.testing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;

/** Small networks of random shape: what nobody thought of putting together. */
public final class RandomNetworks {
  private static final int MOST_PIXELS = 400;

  private final Random random;
  private final TestLayers layers;
  private final List<Node> nodes = new ArrayList<>();
  private int names;

  private RandomNetworks(long seed) {
    random = new Random(seed);
    layers = TestLayers.of("random" + seed, seed);
  }

  /** The same network for the same seed; its name tells it. */
  public static SkipNetwork of(long seed) {
    return new RandomNetworks(seed).network();
  }

  private SkipNetwork network() {
    int channels = pick(1, 3, 4, 16);
    nodes.add(layers.builder.input(channels, 5 + random.nextInt(13), 4 + random.nextInt(13)));
    int steps = 6 + random.nextInt(8);
    while (nodes.size() <= steps) {
      nodes.add(next());
    }
    Set<Node> used = new HashSet<>();
    nodes.forEach(node -> used.addAll(allInputs(node)));
    SkipNetwork.Builder builder = layers.builder;
    for (Node node : nodes) {
      // What nothing reads is a result, and now and then something in the middle.
      if (!used.contains(node) || random.nextInt(8) == 0) {
        builder.output("out" + node.index(), node);
      }
    }
    return builder.build();
  }

  private static Set<Node> allInputs(Node node) {
    Set<Node> all = new HashSet<>();
    for (Node input : node.inputs()) {
      all.add(input);
      all.addAll(allInputs(input));
    }
    return all;
  }

  private int pick(int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String name() {
    return "n" + names++;
  }

  /** The newest nodes are read most often. */
  private Node any() {
    int back = Math.min(random.nextInt(nodes.size()), random.nextInt(nodes.size()));
    return nodes.get(nodes.size() - 1 - back);
  }

  private Node next() {
    Node in = any();
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> conv(in, pick(1, 3, 5, 8, 16, 17, 24, 33));
      case 3 -> layers.depthwise(name(), in, window(in));
      case 4 -> activation(in);
      case 5, 6 -> shortcut(in);
      case 7 -> fused(in);
      case 8 -> layers.builder.maxPool(name(), in, pool(in));
      case 9 -> resized(in);
      case 10 -> layers.builder.concat(name(), in, sameSize(in), in);
      default -> shared(in);
    };
  }

  private Node activation(Node in) {
    Activation[] some = {Activation.RELU, Activation.RELU6, Activation.SILU, Activation.SIGMOID};
    // A node has at most one of each: the name says which.
    Node fresh = random.nextBoolean() ? sameSize(in) : layers.builder.add(name(), in, sameSize(in));
    return layers.builder.activation(some[random.nextInt(some.length)], fresh);
  }

  private Node conv(Node in, int out) {
    int groups = in.shape().channels() % 4 == 0 && out % 4 == 0 ? pick(1, 1, 2, 4) : 1;
    return layers.conv(name(), in, out, window(in).withGroups(groups));
  }

  private Node sameSize(Node in) {
    int kernel = pick(1, 3, 5);
    return layers.conv(name(), in, in.shape().channels(), ConvSpec.keepingSize(kernel));
  }

  private Node shortcut(Node in) {
    Node conv = sameSize(in);
    Node other = random.nextInt(3) == 0 ? sameSize(in) : in;
    return random.nextBoolean()
        ? layers.builder.add(name(), conv, other)
        : layers.builder.add(name(), other, conv);
  }

  /** A weighted sum with something of another size, brought to this one. */
  private Node fused(Node in) {
    Node other = layers.conv(name(), any(), in.shape().channels(), ConvSpec.of(1));
    Shape shape = in.shape();
    Node near = layers.builder.nearest(name(), other, shape.height(), shape.width());
    return layers.builder.weightedSum(name(), List.of(0.4f, -0.7f), List.of(in, near));
  }

  private Node resized(Node in) {
    boolean bilinear = random.nextBoolean();
    int height = 2 + random.nextInt(15);
    int width = 2 + random.nextInt(15);
    return bilinear
        ? layers.builder.bilinear(name(), in, height, width)
        : layers.builder.nearest(name(), in, height, width);
  }

  /** Two convolutions of one weight that differ in scale and bias. */
  private Node shared(Node in) {
    ConvSpec spec = ConvSpec.keepingSize(3);
    int channels = in.shape().channels();
    Tensor weight = layers.weight(spec, channels, channels);
    Node first = layers.scaled(name(), in, weight, spec);
    return layers.builder.add(name(), first, layers.scaled(name(), first, weight, spec));
  }

  private ConvSpec window(Node in) {
    int kernelY = pick(1, 2, 3, 3, 5);
    int kernelX = random.nextInt(5) == 0 ? pick(1, 3) : kernelY;
    int dilation = pick(1, 1, 1, 2);
    int stride = in.shape().pixels() > 40 ? pick(1, 1, 2, 3) : 1;
    int vertical = (kernelY - 1) * dilation;
    int horizontal = (kernelX - 1) * dilation;
    Padding asymmetric = new Padding.Explicit(0, horizontal, vertical, random.nextInt(2));
    Padding[] paddings = {
      new Padding.Explicit(vertical / 2, horizontal / 2, vertical / 2, horizontal / 2),
      asymmetric,
      Padding.same(),
      Padding.symmetric(0)
    };
    Padding padding = paddings[random.nextInt(paddings.length)];
    ConvSpec spec = new ConvSpec(kernelY, kernelX, stride, stride, padding, dilation, dilation, 1);
    boolean fits =
        Shapes.fits(spec, in.shape().height(), in.shape().width())
            && in.shape().pixels() <= MOST_PIXELS;
    return fits
        ? spec
        : ConvSpec.keepingSize(3).withStride(in.shape().pixels() > MOST_PIXELS ? 2 : 1);
  }

  private ConvSpec pool(Node in) {
    ConvSpec spec =
        random.nextBoolean() ? ConvSpec.of(3).withPadding(Padding.same()) : ConvSpec.of(2);
    boolean fits = Shapes.fits(spec, in.shape().height(), in.shape().width());
    return fits ? spec.withStride(pick(1, 2)) : ConvSpec.of(1);
  }
}

package org.skipconv.core.testing;

import static org.skipconv.core.Activation.NONE;
import static org.skipconv.core.Activation.RELU;
import static org.skipconv.core.Activation.RELU6;
import static org.skipconv.core.Activation.SIGMOID;
import static org.skipconv.core.Activation.SILU;
import static org.skipconv.core.ConvSpec.keepingSize;

import java.util.List;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.Padding;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.AxisMap;
import org.skipconv.core.graph.Expression;
import org.skipconv.core.graph.Expression.Binary.Kind;
import org.skipconv.core.graph.Foreign;
import org.skipconv.core.graph.Gather;
import org.skipconv.core.graph.Pointwise;

/** Small networks of seeded random weights that together use every operation and every fusion. */
public final class Networks {
  private static final int HEIGHT = 14;
  private static final int WIDTH = 13;
  private static final ConvSpec POINT = ConvSpec.of(1);
  private static final ConvSpec THREE = keepingSize(3);
  private static final ConvSpec HALVING = THREE.strided(2);

  private static final List<SkipNetwork> ALL =
      List.of(
          chain(),
          residual(),
          resolutions(),
          pyramid(),
          mobile(),
          heads(),
          wide(),
          oddities(),
          expressions(),
          functions(),
          foreign());

  private Networks() {}

  public static List<SkipNetwork> all() {
    return ALL;
  }

  /** Functions with parameters: fused with a convolution, with a sum, with nothing. */
  public static SkipNetwork functions() {
    Layers l = Layers.of("functions", 9);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    Node x = l.conv("a", image, 17, THREE, Activation.leakyRelu(0.25f));
    ConvSpec dilated = THREE.padded(new Padding.Explicit(1, 2, 1, 2)).dilated(1, 2);
    Node y = l.conv("b", x, 17, dilated, Activation.TANH);
    Node sum = l.builder.add("sum", x, l.builder.activation(Activation.clip(-0.5f, 0.75f), y));
    Node above = l.builder.activation(Activation.clip(0.25f, 8), sum);
    Node last = l.conv("c", above, 5, HALVING, Activation.leakyRelu(0.125f));
    return l.builder.output("above", above).output("last", last).build();
  }

  /**
   * Convolutions one behind the other: strides, TensorFlow's padding, dilation, all activations.
   */
  public static SkipNetwork chain() {
    Layers l = Layers.of("chain", 1);
    Node x = l.builder.input(3, HEIGHT, WIDTH);
    x = l.conv("a", x, 16, THREE, RELU);
    x = l.conv("b", x, 24, ConvSpec.of(3).strided(2).padded(Padding.same()), RELU6);
    x = l.conv("c", x, 17, POINT, SILU);
    x = l.conv("d", x, 8, ConvSpec.of(3).padded(Padding.symmetric(2)).dilated(2), SIGMOID);
    x = l.conv("e", x, 5, new ConvSpec(1, 5, 1, 1, new Padding.Explicit(0, 3, 0, 1), 1, 1, 1));
    return l.builder.output("out", x).build();
  }

  /** Shortcuts with and without activation, and shortcuts that are convolutions themselves. */
  public static SkipNetwork residual() {
    Layers l = Layers.of("residual", 2);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    Node x = l.conv("stem", image, 16, THREE, RELU);
    Node a = l.conv("a2", l.conv("a1", x, 16, THREE, RELU), 16, THREE);
    x = l.builder.activation(RELU, l.builder.add("a", a, x));
    Node b = l.conv("b1", x, 16, POINT);
    x = l.builder.add("b", x, b);
    // The shortcut sees more of the image than the convolution that takes it along.
    Node shortcut = l.conv("c0", x, 20, HALVING);
    Node c = l.conv("c1", x, 20, POINT.strided(2));
    x = l.builder.activation(SILU, l.builder.add("c", c, shortcut));
    Node d = l.conv("d1", x, 20, THREE);
    Node e = l.conv("d2", x, 20, POINT);
    return l.builder.output("b", l.builder.add("d", e, d)).output("c", x).build();
  }

  /** High and low resolution side by side, exchanging sums through nearest-neighbour resizing. */
  public static SkipNetwork resolutions() {
    Layers l = Layers.of("resolutions", 3);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    Node high = l.conv("high0", image, 16, THREE, RELU);
    Node low = l.conv("low0", high, 32, HALVING, RELU);
    for (int i = 1; i <= 2; i++) {
      Node up = l.conv("up" + i, low, 16, POINT);
      Node resized = l.builder.nearest("resize" + i, up, HEIGHT, WIDTH);
      Node down = l.conv("down" + i, high, 32, HALVING);
      Node sameHigh = l.conv("high" + i, high, 16, THREE, RELU);
      high = l.builder.activation(RELU, l.builder.add("fuseHigh" + i, sameHigh, resized));
      low = l.builder.activation(RELU, l.builder.add("fuseLow" + i, low, down));
    }
    Node three = l.builder.add("three", high, l.conv("image16", image, 16, POINT), high);
    return l.builder.output("high", three).output("low", low).build();
  }

  /** Weighted sums over levels, max-pooling, bilinear resizing, concatenation. */
  public static SkipNetwork pyramid() {
    Layers l = Layers.of("pyramid", 4);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    Node p1 = l.conv("p1", image, 12, THREE, SILU);
    ConvSpec pool = ConvSpec.of(3).strided(2).padded(Padding.same());
    Node p2 = l.builder.maxPool("p2", p1, pool);
    Node p3 = l.builder.maxPool("p3", p2, HALVING);
    Node up = l.builder.nearest("up", p3, p2.shape().height(), p2.shape().width());
    Node sum = l.builder.weightedSum("sum", List.of(0.3f, 0.7f), List.of(p2, up));
    Node mixed = l.depthwise("dw", l.builder.activation(SILU, sum), THREE);
    mixed = l.conv("pw", mixed, 12, POINT);
    Node smooth = l.builder.bilinear("smooth", mixed, HEIGHT, WIDTH);
    Node all = l.builder.concat("all", smooth, p1, image);
    return l.builder.output("all", all).output("small", l.conv("last", p3, 4, POINT)).build();
  }

  /** Inverted bottlenecks with squeeze-excite; the squeezed maps are outputs, too. */
  public static SkipNetwork mobile() {
    Layers l = Layers.of("mobile", 5);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    Node x = l.conv("stem", image, 16, THREE, SILU);
    Node wide = l.conv("a1", x, 40, POINT, SILU);
    Node before = l.builder.activation(SILU, l.depthwise("a2", wide, keepingSize(5)));
    Node squeezed = l.squeeze("a3", before, 4, SILU);
    x = l.builder.add("a", l.conv("a4", squeezed, 16, POINT), x);
    ConvSpec same5 = ConvSpec.of(5).strided(2).padded(Padding.same());
    Node small = l.builder.activation(RELU6, l.depthwise("b1", x, same5));
    Node again = l.squeeze("b2", small, 3, RELU);
    Node grouped = l.conv("b3", again, 24, THREE.grouped(4), RELU);
    return l.builder.output("a3.in", before).output("b2.in", small).output("out", grouped).build();
  }

  /** Levels that share one weight, and results in the middle of a chain. */
  public static SkipNetwork heads() {
    Layers l = Layers.of("heads", 6);
    Node image = l.builder.input(4, HEIGHT, WIDTH);
    Node a = l.conv("a", image, 20, THREE);
    Node b = l.conv("b", l.builder.activation(RELU, a), 20, HALVING, SILU);
    Tensor shared = l.weight(THREE, 20, 33);
    Node headA = l.builder.activation(RELU, l.scaled("headA", a, shared, THREE));
    Node headB = l.builder.activation(SIGMOID, l.scaled("headB", b, shared, THREE));
    Node twice = l.conv("twice", b, 20, THREE);
    Node sum = l.builder.add("sum", twice, b);
    return l.builder
        .output("a", a)
        .output("headA", headA)
        .output("headB", headB)
        .output("twice", twice)
        .output("sum", sum)
        .build();
  }

  /** Few pixels of many channels, which threads share by channels. */
  public static SkipNetwork wide() {
    Layers l = Layers.of("wide", 7);
    Node x = l.builder.input(17, 5, 6);
    x = l.conv("a", x, 130, THREE, RELU);
    Node b = l.conv("b", x, 130, POINT);
    x = l.builder.activation(RELU, l.builder.add("c", b, x));
    return l.builder.output("out", l.conv("d", x, 65, HALVING, SILU)).build();
  }

  /** What is legal and rare. */
  public static SkipNetwork oddities() {
    Layers l = Layers.of("oddities", 8);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    Node tiny = l.builder.nearest("tiny", image, 5, 4);
    Node big = l.builder.nearest("big", tiny, HEIGHT, WIDTH);
    Node plain = l.builder.activation(SIGMOID, l.builder.add("plain", image, big));
    Node conv = l.conv("conv", plain, 3, THREE);
    Node doubled = l.builder.add("doubled", conv, conv);
    Node shortcut = l.conv("onImage", doubled, 3, THREE);
    Node withImage = l.builder.add("withImage", shortcut, image);
    Node silu = l.builder.activation(SILU, l.builder.activation(RELU, withImage));
    Node down = l.builder.bilinear("down", silu, 6, 9);
    Node none = l.conv("none", down, 7, ConvSpec.of(2), NONE);
    return l.builder.output("image", image).output("tiny", tiny).output("none", none).build();
  }

  /** Formulas over maps of all sizes that are broadcast, and chosen channels. */
  public static SkipNetwork expressions() {
    Layers l = Layers.of("expressions", 11);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    Node a = l.conv("a", image, 18, THREE);
    Node b = l.conv("b", image, 18, POINT);
    Expression x = new Expression.Operand(0);
    Expression y = new Expression.Operand(1);
    Expression scaled =
        new Expression.Binary(Kind.MULTIPLY, x, new Expression.Constant(l.bias(18)));
    Expression shifted =
        new Expression.Binary(Kind.ADD, scaled, new Expression.Constant(l.bias(1)));
    Expression larger = new Expression.Binary(Kind.MAXIMUM, new Expression.Apply(SILU, shifted), y);
    Node mixed = l.builder.add("mixed", new Pointwise(larger), List.of(a, b));
    Node attention = l.conv("attention", mixed, 1, THREE, SIGMOID);
    Node attended = l.builder.multiply("attended", mixed, attention);
    Node mean = l.builder.mean("mean", attended);
    Expression centred = new Expression.Binary(Kind.SUBTRACT, x, y);
    Node centre = l.builder.add("centre", new Pointwise(centred), List.of(attended, mean));
    List<Gather.Channels> chosen =
        List.of(new Gather.Channels(0, 5, 7), new Gather.Channels(1, 1, 2), Gather.Channels.all(2));
    AxisMap same = AxisMap.identity();
    Node some =
        l.builder.add("some", new Gather(same, same, chosen), List.of(centre, image, attention));
    Gather small = new Gather(AxisMap.nearest(7), AxisMap.nearest(9), List.of(chosen.get(0)));
    Node smaller = l.builder.add("smaller", small, List.of(centre));
    return l.builder
        .output("some", l.conv("last", some, 6, THREE, Activation.HARD_SWISH))
        .output("smaller", smaller)
        .build();
  }

  /**
   * Foreign parts: in mid-network, with a result over the picture and one of a pixel; one
   * computation for other operands, of two sizes; means over the picture that are spread again.
   */
  public static SkipNetwork foreign() {
    Layers l = Layers.of("foreign", 12);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    Node a = l.conv("a", image, 9, THREE, RELU);
    SoftmaxOverPicture softmax = new SoftmaxOverPicture();
    Node share = l.builder.add("share", new Foreign(softmax, 0), List.of(a));
    Node peak = l.builder.add("peak", new Foreign(softmax, 1), List.of(a));
    Node factors = l.conv("factors", peak, 9, POINT, SIGMOID);
    Node attended = l.builder.multiply("attended", l.builder.add("shared", a, share), factors);
    Node neck = l.conv("neck", attended, 12, HALVING, SILU);
    Node again = l.builder.add("again", new Foreign(softmax, 0), List.of(neck, share));
    Node mean = l.builder.mean("mean", again);
    Node spread = l.builder.nearest("spread", mean, neck.shape().height(), neck.shape().width());
    Node smooth = l.builder.bilinear("smooth", mean, neck.shape().height(), neck.shape().width());
    Node all = l.builder.concat("all", neck, smooth, spread);
    Node last = l.conv("last", all, 5, THREE);
    Node end = l.builder.add("end", new Foreign(softmax, 0), List.of(last));
    return l.builder
        .output("share", share)
        .output("sum", l.builder.add("sum", spread, again))
        .output("last", last)
        .output("end", end)
        .build();
  }

  /** A shortcut that sees more of the image than the convolution that takes it along. */
  public static SkipNetwork shortcutOfImage() {
    Layers l = Layers.of("shortcutOfImage", 10);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    Node shortcut = l.conv("wide", image, 8, keepingSize(5));
    Node sum = l.builder.add("sum", l.conv("narrow", image, 8, POINT), shortcut);
    return l.builder.output("out", l.builder.activation(RELU, sum)).build();
  }

  /**
   * A network on which the effect of held-back changes can be bounded: no negative weight, and
   * shortcuts come from the input of the convolution that takes them along.
   */
  public static SkipNetwork monotone() {
    Layers l = Layers.positive("monotone", 9);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    Node x = l.conv("a", image, 12, THREE, RELU);
    Node b = l.conv("b", x, 12, THREE);
    x = l.builder.activation(RELU, l.builder.add("bx", b, x));
    Node small = l.builder.maxPool("pool", x, HALVING);
    Node up = l.builder.nearest("up", small, HEIGHT, WIDTH);
    x = l.builder.weightedSum("mix", List.of(0.5f, 0.5f), List.of(x, up));
    return l.builder.output("out", l.conv("c", x, 4, POINT)).build();
  }
}

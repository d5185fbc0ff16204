package org.skipconv.core.testing;

import static org.skipconv.core.Activation.NONE;
import static org.skipconv.core.Activation.RELU;
import static org.skipconv.core.Activation.RELU6;
import static org.skipconv.core.Activation.SIGMOID;
import static org.skipconv.core.Activation.SILU;
import static org.skipconv.core.ConvSpec.keepingSize;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.Padding;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.AxisMap;
import org.skipconv.core.graph.Expression;
import org.skipconv.core.graph.Expression.Binary.Operator;
import org.skipconv.core.graph.Foreign;
import org.skipconv.core.graph.Gather;
import org.skipconv.core.graph.Interpolate;
import org.skipconv.core.graph.Pointwise;
import org.skipconv.core.graph.Pool;
import org.skipconv.core.graph.Reduce;

/** Small networks of seeded random weights that together use every operation and every fusion. */
public final class Networks {
  private static final int HEIGHT = 14;
  private static final int WIDTH = 13;
  private static final ConvSpec POINT = ConvSpec.of(1);
  private static final ConvSpec THREE = keepingSize(3);
  private static final ConvSpec HALVING = THREE.withStride(2);

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
          curves(),
          shuffles(),
          pools(),
          foreign());

  private Networks() {}

  public static List<SkipNetwork> all() {
    return ALL;
  }

  /** Functions with parameters: fused with a convolution, with a sum, with nothing. */
  public static SkipNetwork functions() {
    TestLayers l = TestLayers.of("functions", 9);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    Node x = l.conv("a", image, 17, THREE, Activation.leakyRelu(0.25f));
    ConvSpec dilated = THREE.withPadding(new Padding.Explicit(1, 2, 1, 2)).withDilation(1, 2);
    Node y = l.conv("b", x, 17, dilated, Activation.TANH);
    Node sum = l.builder.add("sum", x, l.builder.activation(Activation.clip(-0.5f, 0.75f), y));
    Node above = l.builder.activation(Activation.clip(0.25f, 8), sum);
    Node last = l.conv("c", above, 5, HALVING, Activation.leakyRelu(0.125f));
    return l.builder.output("above", above).output("last", last).build();
  }

  /**
   * A long chain of maps of 32 channels and one size, each second one of which a later layer adds.
   */
  public static SkipNetwork deep(int layers, int side) {
    TestLayers l = TestLayers.of("deep", 15);
    Node x = l.conv("stem", l.builder.input(3, side, side), 32, THREE);
    for (int i = 0; i < layers; i += 2) {
      Node y = l.conv("a" + i, x, 32, keepingSize(5), RELU);
      x = l.builder.add("sum" + i, l.conv("b" + i, y, 32, POINT), x);
    }
    return l.builder.output("last", x).build();
  }

  /** Convolutions one after the other: strides, TensorFlow's padding, dilation, all activations. */
  public static SkipNetwork chain() {
    TestLayers l = TestLayers.of("chain", 1);
    Node x = l.builder.input(3, HEIGHT, WIDTH);
    x = l.conv("a", x, 16, THREE, RELU);
    x = l.conv("b", x, 24, ConvSpec.of(3).withStride(2).withPadding(Padding.same()), RELU6);
    x = l.conv("c", x, 17, POINT, SILU);
    x =
        l.conv(
            "d", x, 8, ConvSpec.of(3).withPadding(Padding.symmetric(2)).withDilation(2), SIGMOID);
    x = l.conv("e", x, 5, new ConvSpec(1, 5, 1, 1, new Padding.Explicit(0, 3, 0, 1), 1, 1, 1));
    return l.builder.output("out", x).build();
  }

  /** Shortcuts with and without activation, and shortcuts that are convolutions themselves. */
  public static SkipNetwork residual() {
    TestLayers l = TestLayers.of("residual", 2);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    Node x = l.conv("stem", image, 16, THREE, RELU);
    Node a = l.conv("a2", l.conv("a1", x, 16, THREE, RELU), 16, THREE);
    x = l.builder.activation(RELU, l.builder.add("a", a, x));
    Node b = l.conv("b1", x, 16, POINT);
    x = l.builder.add("b", x, b);
    // The shortcut sees more of the image than the convolution that takes it along.
    Node shortcut = l.conv("c0", x, 20, HALVING);
    Node c = l.conv("c1", x, 20, POINT.withStride(2));
    x = l.builder.activation(SILU, l.builder.add("c", c, shortcut));
    Node d = l.conv("d1", x, 20, THREE);
    Node e = l.conv("d2", x, 20, POINT);
    return l.builder.output("b", l.builder.add("d", e, d)).output("c", x).build();
  }

  /** High and low resolution side by side, exchanging sums through nearest-neighbour resizing. */
  public static SkipNetwork resolutions() {
    TestLayers l = TestLayers.of("resolutions", 3);
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
    TestLayers l = TestLayers.of("pyramid", 4);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    Node p1 = l.conv("p1", image, 12, THREE, SILU);
    ConvSpec pool = ConvSpec.of(3).withStride(2).withPadding(Padding.same());
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
    TestLayers l = TestLayers.of("mobile", 5);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    Node x = l.conv("stem", image, 16, THREE, SILU);
    Node wide = l.conv("a1", x, 40, POINT, SILU);
    Node before = l.builder.activation(SILU, l.depthwise("a2", wide, keepingSize(5)));
    Node squeezed = l.squeeze("a3", before, 4, SILU);
    x = l.builder.add("a", l.conv("a4", squeezed, 16, POINT), x);
    ConvSpec same5 = ConvSpec.of(5).withStride(2).withPadding(Padding.same());
    Node small = l.builder.activation(RELU6, l.depthwise("b1", x, same5));
    Node again = l.squeeze("b2", small, 3, RELU);
    Node grouped = l.conv("b3", again, 24, THREE.withGroups(4), RELU);
    return l.builder.output("a3.in", before).output("b2.in", small).output("out", grouped).build();
  }

  /** Levels that share one weight, and results in the middle of a chain. */
  public static SkipNetwork heads() {
    TestLayers l = TestLayers.of("heads", 6);
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
    TestLayers l = TestLayers.of("wide", 7);
    Node x = l.builder.input(17, 5, 6);
    x = l.conv("a", x, 130, THREE, RELU);
    Node b = l.conv("b", x, 130, POINT);
    x = l.builder.activation(RELU, l.builder.add("c", b, x));
    return l.builder.output("out", l.conv("d", x, 65, HALVING, SILU)).build();
  }

  /** What is legal and rare. */
  public static SkipNetwork oddities() {
    TestLayers l = TestLayers.of("oddities", 8);
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
    TestLayers l = TestLayers.of("expressions", 11);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    Node a = l.conv("a", image, 18, THREE);
    Node b = l.conv("b", image, 18, POINT);
    Expression x = new Expression.Operand(0);
    Expression y = new Expression.Operand(1);
    Expression scaled =
        new Expression.Binary(Operator.MULTIPLY, x, new Expression.Constant(l.bias(18)));
    Expression shifted =
        new Expression.Binary(Operator.ADD, scaled, new Expression.Constant(l.bias(1)));
    Expression larger =
        new Expression.Binary(Operator.MAXIMUM, new Expression.Apply(SILU, shifted), y);
    Node mixed = l.builder.add("mixed", new Pointwise(larger), List.of(a, b));
    Node attention = l.conv("attention", mixed, 1, THREE, SIGMOID);
    Node attended = l.builder.multiply("attended", mixed, attention);
    Node mean = l.builder.mean("mean", attended);
    Expression centred = new Expression.Binary(Operator.SUBTRACT, x, y);
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
   * Functions of other frameworks. Those that jump, or are steep somewhere, take values that are
   * the same bits whatever computes them, or that keep away from there.
   */
  public static SkipNetwork curves() {
    TestLayers l = TestLayers.of("curves", 12);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    Node a = l.conv("a", image, 18, THREE, Activation.GELU);
    Node b = l.conv("b", a, 18, POINT, Activation.MISH);
    Node sum = l.builder.activation(Activation.elu(0.75f), l.builder.add("sum", a, b));
    Node soft = l.conv("soft", sum, 17, HALVING, Activation.SOFTPLUS);
    Node hard = l.conv("hard", soft, 5, THREE, Activation.hardSigmoid(0.2f, 0.5f));
    Node positive = l.builder.activation(Activation.clip(0.25f, 4), sum);
    Node log = l.builder.activation(Activation.LOG, positive);
    Node root = l.builder.activation(Activation.SQRT, positive);
    Node exp = l.builder.activation(Activation.EXP, l.builder.activation(Activation.TANH, sum));
    Node erf = l.builder.activation(Activation.ERF, l.builder.add("logRoot", log, root));
    Expression base = new Expression.Apply(Activation.clip(0.5f, 2), new Expression.Operand(0));
    Expression exponent = new Expression.Apply(Activation.clip(-2, 2), new Expression.Operand(1));
    Expression power = new Expression.Binary(Operator.POWER, base, exponent);
    Node raised = l.builder.add("raised", new Pointwise(power), List.of(exp, erf));
    Node whole = l.builder.activation(Activation.FLOOR, image);
    Node near = l.builder.activation(Activation.ROUND, image);
    Node size = l.builder.activation(Activation.ABS, l.builder.add("steps", whole, near));
    Node all = l.builder.concat("all", raised, size);
    return l.builder
        .output("hard", hard)
        .output("raised", raised)
        .output("last", l.conv("last", all, 6, THREE))
        .build();
  }

  /** Pixels and channels that move: slices, flips, padding, tables, blocks, phases. */
  public static SkipNetwork shuffles() {
    TestLayers l = TestLayers.of("shuffles", 13);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    AxisMap same = AxisMap.identity();
    List<Gather.Channels> all = List.of(Gather.Channels.all(0));
    AxisMap even = AxisMap.stepped(0, 2, 7);
    AxisMap odd = AxisMap.stepped(1, 2, 7);
    Node upper = l.builder.add("even", new Gather(even, even, all), List.of(image));
    Node lower = l.builder.add("odd", new Gather(odd, even, all), List.of(image));
    Node focus = l.conv("focus", l.builder.concat("focus.in", upper, lower), 20, THREE, RELU);
    Node dcr = l.builder.add("dcr", Gather.depthToSpace(20, 2, false), List.of(focus));
    Node crd = l.builder.add("crd", Gather.depthToSpace(20, 2, true), List.of(focus));
    Gather cut =
        new Gather(
            same, AxisMap.padded(0, -1), List.of(Gather.Channels.all(0), Gather.Channels.all(1)));
    Node both = l.conv("both", l.builder.add("cut", cut, List.of(dcr, crd)), 17, THREE, RELU);
    // A transposed convolution: one map for each phase.
    List<Node> maps =
        List.of(
            l.conv("t0", focus, 18, POINT),
            l.conv("t1", focus, 18, POINT),
            l.conv("t2", focus, 18, THREE),
            l.conv("t3", focus, 18, POINT));
    Gather turns =
        new Gather(
            AxisMap.spread(2, 1, 13),
            AxisMap.spread(2, 0, 13),
            2,
            2,
            IntStream.range(0, 4).mapToObj(i -> List.of(Gather.Channels.all(i))).toList());
    Node transposed = l.builder.add("transposed", turns, maps);
    // Zeros around, in between and for every other pixel.
    AxisMap moved = AxisMap.padded(1, 0);
    List<Gather.Channels> some =
        List.of(Gather.Channels.zeros(2), new Gather.Channels(0, 3, 9), Gather.Channels.all(1));
    Node padded =
        l.builder.add("padded", new Gather(moved, same, some), List.of(transposed, transposed));
    List<Gather.Channels> first = List.of(new Gather.Channels(0, 0, 4), Gather.Channels.zeros(1));
    List<Gather.Channels> second = List.of(new Gather.Channels(1, 7, 5));
    List<Gather.Channels> none = List.of(Gather.Channels.zeros(5));
    Gather board = new Gather(same, same, 2, 2, List.of(second, none, none, first));
    Node checked = l.builder.add("checked", board, List.of(padded, both));
    AxisMap flipped = AxisMap.stepped(12, -1, 13);
    Node flip = l.builder.add("flip", new Gather(same, flipped, all), List.of(checked));
    Node last = l.conv("last", flip, 6, THREE, SILU);
    AxisMap table = AxisMap.table(3, 3, AxisMap.NOTHING, 13, 0, 7);
    Node chosen =
        l.builder.add("chosen", new Gather(table, AxisMap.padded(-2, 3), all), List.of(last));
    return l.builder
        .output("transposed", transposed)
        .output("checked", checked)
        .output("chosen", l.conv("end", chosen, 4, THREE))
        .build();
  }

  /** Means and maxima of windows and of the picture, and resizing by all rules. */
  public static SkipNetwork pools() {
    TestLayers l = TestLayers.of("pools", 14);
    Node image = l.builder.input(3, HEIGHT, WIDTH);
    Node x = l.conv("a", image, 19, THREE, SILU);
    Node mean = l.builder.add("mean", new Pool(HALVING, Pool.Pooling.MEAN), List.of(x));
    // Ceiling by a larger border at the bottom and the right.
    ConvSpec uneven = new ConvSpec(3, 2, 2, 2, new Padding.Explicit(1, 0, 2, 1), 1, 1, 1);
    Node padded =
        l.builder.add("padded", new Pool(uneven, Pool.Pooling.MEAN_OF_PADDED), List.of(x));
    ConvSpec wide = ConvSpec.of(2).withPadding(Padding.symmetric(1)).withDilation(2);
    Node dilated = l.builder.add("dilated", new Pool(wide, Pool.Pooling.MEAN), List.of(mean));
    Node most = l.builder.add("most", new Reduce(Reduce.Reduction.MAX), List.of(x));
    Node weighted = l.builder.multiply("weighted", x, l.builder.activation(SIGMOID, most));
    Node b = l.conv("b", weighted, 18, HALVING, RELU);
    List<Node> sizes = new ArrayList<>(List.of(image));
    for (Interpolate.Coordinates rule : Interpolate.Coordinates.values()) {
      Interpolate up = new Interpolate(HEIGHT, WIDTH, rule);
      sizes.add(l.builder.add("up" + rule, up, List.of(b)));
      Interpolate scaled = new Interpolate(HEIGHT, WIDTH, rule, 2, 1.9);
      sizes.add(l.builder.add("scaled" + rule, scaled, List.of(b)));
    }
    Node all = l.conv("all", l.builder.concat("all.in", sizes.toArray(Node[]::new)), 9, THREE);
    Interpolate half = new Interpolate(7, 6, Interpolate.Coordinates.ASYMMETRIC, 0.5, 0.5);
    Node down = l.builder.add("down", half, List.of(all));
    return l.builder
        .output("padded", l.conv("c", padded, 5, THREE))
        .output("dilated", dilated)
        .output("most", most)
        .output("down", l.conv("d", down, 5, POINT))
        .build();
  }

  /**
   * Foreign parts: in mid-network, with a result over the picture and one of a pixel; one
   * computation for other operands, of two sizes; means over the picture that are spread again.
   */
  public static SkipNetwork foreign() {
    TestLayers l = TestLayers.of("foreign", 12);
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
    TestLayers l = TestLayers.of("shortcutOfImage", 10);
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
    TestLayers l = TestLayers.positive("monotone", 9);
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

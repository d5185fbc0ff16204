package org.skipconv.core.internal.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Gate;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.Node;
import org.skipconv.core.Padding;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.graph.Input;
import org.skipconv.core.graph.Schedule;
import org.skipconv.core.graph.Stage;
import org.skipconv.core.graph.Strides;
import org.skipconv.core.internal.kernel.Memory;
import org.skipconv.core.internal.kernel.NativeMemoryError;
import org.skipconv.core.internal.kernel.PackedConv;
import org.skipconv.core.internal.kernel.Plane;
import org.skipconv.core.internal.kernel.Planes;
import org.skipconv.core.internal.kernel.WindowGeometry;

/** Lays a network out in memory: one map a stage, with the border that its consumers need. */
final class EngineBuilder {
  private final SkipNetwork network;
  private final SessionOptions options;
  private final int threads;
  private final PackedNetwork packed;
  private final List<Stage> stages;
  private final boolean measure;
  private final Strides strides;
  private final Planes planes = new Planes();
  private final Map<Node, Value> values = new HashMap<>();
  private final FoldedProducts folded;
  private final List<Stripes> order;
  private final @Nullable SharedMaps shared;
  private final ForeignParts foreign;
  private @Nullable Memory sharedMemory;

  EngineBuilder(SkipNetwork network, SessionOptions options, int threads, PackedNetwork packed) {
    this.network = network;
    this.options = options;
    this.threads = threads;
    this.packed = packed;
    this.stages = Schedule.of(network, options.policy()).stages();
    this.folded = new FoldedProducts(network, stages, options.policy(), packed);
    this.strides = Strides.of(network);
    this.foreign = new ForeignParts(options.foreignThreshold(), threads);
    // With every frame whole no gate is ever asked.
    this.measure = options.keyframes().interval() != 1;
    this.order = Stripes.of(stages);
    this.shared =
        measure
            ? null
            : new SharedMaps(
                network, stages, order, folded, node -> layout(node).extent(elementOf(node)));
  }

  Engine build() {
    Workspace space = null;
    Engine engine = null;
    try {
      space = new Workspace(packed.kernels(), planes, options.policy(), threads, sizes());
      engine = engine(space);
      return engine;
    } catch (NativeMemoryError e) {
      throw e.inTermsOf("a stream of " + network.name() + " needs at least", leastBytes());
    } finally {
      if (engine == null) {
        free(space);
      }
    }
  }

  private void free(Workspace space) {
    try {
      foreign.close();
    } finally {
      planes.close();
      if (space != null) {
        space.close();
      }
    }
  }

  /** Bytes of the values alone, without borders. */
  private long leastBytes() {
    long bytes = 0;
    for (Stage stage : stages) {
      Node out = stage.out();
      Shape shape = out.shape();
      long entries = (long) shape.pixels() * Plane.alignedChannels(shape.channels());
      bytes += folded.contains(out) || isShared(out) ? 0 : entries * elementOf(out).bytes();
    }
    return shared == null ? bytes : bytes + shared.bytes();
  }

  private Engine engine(Workspace space) {
    sharedMemory = shared == null ? null : planes.bytes(shared.bytes());
    Node inputNode = network.nodes().get(0);
    values.put(inputNode, value(inputNode));
    InputStep input =
        new InputStep(space, values.get(inputNode), options.inputThreshold(), measure);
    List<Step> steps = new ArrayList<>();
    PixelSteps pixelSteps = new PixelSteps(space, values, foreign, options.holdThreshold());
    for (Stage stage : stages) {
      Node out = stage.out();
      Node product = folded.of(out);
      if (!folded.contains(out)) {
        values.put(out, value(out));
      }
      if (product != null) {
        values.put(product, productOf(values.get(out), product));
      }
      steps.add(
          stage instanceof Stage.Convolution conv
              ? convStep(space, conv, input.pictureChange())
              : pixelSteps.make(stage));
    }
    return new Engine(space, values, input, steps, order, foreign, measure, options.wholeFrames());
  }

  private ConvStep convStep(Workspace space, Stage.Convolution stage, PictureChange pictureChange) {
    Node conv = stage.conv();
    GatedLayer layer =
        new GatedLayer(
            conv.name(),
            stage.op().spec(),
            conv.input().shape(),
            conv.shape(),
            meanAbsWeight(stage.op()),
            options.policy());
    return new ConvStep(
        space,
        stage,
        packed.get(conv),
        layer,
        stage.isGated() ? options.gateFor(layer) : Gate.ALL_OPEN,
        values.get(conv.input()),
        stage.add() == null ? null : values.get(stage.add()),
        values.get(stage.out()),
        values.get(folded.of(stage.out())),
        pictureChange);
  }

  private static double meanAbsWeight(Conv conv) {
    Tensor weight = conv.weight();
    int perChannel = weight.elements() / conv.outChannels();
    double sum = 0;
    for (int i = 0; i < weight.elements(); i++) {
      double scale = conv.scale() == null ? 1 : conv.scale().get(i / perChannel);
      sum += Math.abs(weight.get(i) * scale);
    }
    return sum / weight.elements();
  }

  private Workspace.Sizes sizes() {
    Workspace.Sizes sizes = new Workspace.Sizes(network.inputShape().pixels(), 0, 0, 0);
    for (Stage stage : stages) {
      int pixels = stage.out().shape().pixels();
      int scratch = 0;
      long parts = 1;
      if (stage instanceof Stage.Convolution conv) {
        PackedConv weights = packed.get(conv.conv());
        parts = weights.parts();
        scratch = window(conv.conv()).scratchFloats();
      }
      long norms = parts * pixels;
      long scaledNorms = folded.of(stage.out()) == null ? 0 : norms;
      sizes = sizes.max(new Workspace.Sizes(pixels, norms, scaledNorms, scratch));
    }
    return sizes;
  }

  private static WindowGeometry window(Node conv) {
    return WindowGeometry.of(conv.conv().spec(), conv.input().shape(), conv.shape());
  }

  /**
   * A node's map in memory, and who reads it.
   *
   * @param shape of the map
   * @param border as far as its readers' windows reach
   * @param stride entries of a pixel
   * @param feedsGate whether a gated convolution reads it
   * @param shortcut whether a convolution adds it
   */
  private record Layout(
      Shape shape, Padding.Explicit border, int stride, boolean feedsGate, boolean shortcut) {

    SharedMaps.RowExtent extent(Plane.Element element) {
      long columns = (long) border.left() + shape.width() + border.right();
      return new SharedMaps.RowExtent(
          columns * stride * element.bytes(), border.top(), border.bottom());
    }
  }

  private Layout layout(Node node) {
    Shape shape = node.shape();
    if (shape.height() > Plane.MAX_SIDE || shape.width() > Plane.MAX_SIDE) {
      throw new IllegalArgumentException(
          node + " is larger than " + Plane.MAX_SIDE + " pixels a side");
    }
    Padding.Explicit border = new Padding.Explicit(0, 0, 0, 0);
    boolean feedsConv = false;
    boolean feedsGate = false;
    boolean shortcut = false;
    boolean onlyConv = true;
    for (Stage stage : stages) {
      if (stage instanceof Stage.Convolution conv && conv.conv().input().equals(node)) {
        border = larger(border, window(conv.conv()).border());
        feedsConv = true;
        feedsGate |= conv.isGated();
        onlyConv &= !packed.get(conv.conv()).depthwise();
      }
      shortcut |= stage instanceof Stage.Convolution conv && node.equals(conv.add());
      onlyConv &= !(stage.inputs().contains(node) && !isInputOfConv(stage, node));
    }
    boolean narrow = node.op() instanceof Input && feedsConv && onlyConv;
    int stride = narrow ? (shape.channels() + 3) / 4 * 4 : Plane.alignedChannels(shape.channels());
    return new Layout(shape, border, stride, feedsGate, shortcut);
  }

  private Value value(Node node) {
    Layout layout = layout(node);
    boolean needsResidual =
        options.policy() == org.skipconv.core.ResidualPolicy.REBASE && layout.feedsGate();
    Plane map = isShared(node) ? lend(node, layout) : allocate(node, layout);
    return new Value(
        node,
        map,
        null,
        layout.feedsGate() || layout.shortcut(),
        stages.stream().anyMatch(stage -> stage.inputs().contains(node)),
        needsResidual ? allocate(node, layout) : null,
        changeOf(map));
  }

  private ChangeMap changeOf(Plane map) {
    Plane change = planes.cellsOf(map, Plane.Element.FLOAT32);
    return new ChangeMap(change.memory(), map.shape().height(), map.shape().width());
  }

  /** A map times its factors, which are held beside it. */
  private Value productOf(Value value, Node product) {
    Plane factors = planes.vector(product.shape().channels());
    return new Value(product, value.map(), factors, true, true, null, changeOf(value.map()));
  }

  /**
   * Only convolutions read single values; everything else reads whole registers, which padded
   * channels must fill.
   */
  private static boolean isInputOfConv(Stage stage, Node node) {
    return stage instanceof Stage.Convolution conv
        && conv.conv().input().equals(node)
        && !node.equals(conv.add());
  }

  private Plane allocate(Node node, Layout layout) {
    return planes.map(
        elementOf(node),
        node.shape(),
        layout.border(),
        layout.stride(),
        strides.rows(node),
        strides.columns(node));
  }

  private boolean isShared(Node node) {
    return shared != null && shared.contains(node);
  }

  private Plane lend(Node node, Layout layout) {
    return planes.lentMap(
        sharedMemory,
        shared.place(node),
        elementOf(node),
        node.shape(),
        layout.border(),
        layout.stride(),
        strides.rows(node),
        strides.columns(node));
  }

  private Plane.Element elementOf(Node node) {
    return packed.elements().of(node);
  }

  private static Padding.Explicit larger(Padding.Explicit a, Padding.Explicit b) {
    return new Padding.Explicit(
        Math.max(a.top(), b.top()),
        Math.max(a.left(), b.left()),
        Math.max(a.bottom(), b.bottom()),
        Math.max(a.right(), b.right()));
  }
}

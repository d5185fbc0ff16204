package org.skipconv.core.internal.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.GateMask;
import org.skipconv.core.MacCount;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.internal.kernel.Magnitude;
import org.skipconv.core.internal.kernel.Plane;
import org.skipconv.core.internal.kernel.RawFrame;

/** Runs the steps of one session over frames. Holds all of its memory. */
public final class Engine implements AutoCloseable {
  private final Workspace space;
  private final Map<Node, Value> values;
  private final InputStep input;
  private final List<Step> steps;
  private final List<Stripes> stripes;
  private final ForeignParts foreign;
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, ConvStep> byName = new HashMap<>();
  private final List<ConvStep> gated = new ArrayList<>();
  private final boolean measure;
  private final boolean wholeFrames;
  private final DenseChoice denseChoice = new DenseChoice();
  private final FrameCost cost;
  private boolean chosenWhole;

  Engine(
      Workspace space,
      Map<Node, Value> values,
      InputStep input,
      List<Step> steps,
      List<Stripes> stripes,
      ForeignParts foreign,
      boolean measure,
      boolean wholeFrames) {
    this.space = space;
    this.values = values;
    this.input = input;
    this.steps = steps;
    this.stripes = stripes;
    this.foreign = foreign;
    this.measure = measure;
    this.wholeFrames = wholeFrames;
    for (Step step : steps) {
      if (step instanceof Layer layer) {
        layers.add(layer);
      }
      if (step instanceof ConvStep conv) {
        byName.put(conv.name(), conv);
        if (conv.isGated()) {
          gated.add(conv);
        }
      }
    }
    cost = new FrameCost(layers);
    // Of all layers or of none: a layer without a size of its own takes the smallest of the others.
    boolean sizes = gated.stream().anyMatch(ConvStep::wantsOutputScale);
    gated.forEach(conv -> conv.measuresOutput(sizes));
  }

  /**
   * Allocates a session's memory and binds the kernels to it.
   *
   * @param threads how many share the work of a frame, the caller's included
   */
  public static Engine open(
      SkipNetwork network, SessionOptions options, int threads, PackedNetwork packed) {
    return new EngineBuilder(network, options, threads, packed).build();
  }

  /** Number of the threads asked for that can run at the same time. */
  public static int usefulThreads(int asked) {
    return WorkPool.useful(asked);
  }

  /** Computes every pixel of every layer of a frame of that magnitude. */
  public void keyframe(RawFrame frame, Magnitude magnitude) {
    chosenWhole = false;
    input.keyframe(frame, magnitude, measure);
    stripes.forEach(together -> together.keyframe(steps, measure));
    if (measure) {
      double smallestInput = smallest(ConvStep::meanInput);
      double smallestOutput = smallest(ConvStep::meanOutput);
      gated.forEach(conv -> conv.keyframeDone(smallestInput, smallestOutput));
    }
  }

  private double smallest(ToDoubleFunction<ConvStep> scale) {
    return gated.stream()
        .mapToDouble(scale)
        .filter(s -> s > 0 && Double.isFinite(s))
        .min()
        .orElse(0);
  }

  /**
   * Computes what the gates open.
   *
   * @param cells a byte for each cell of the input, 0 where it is as in the frame before; null for
   *     none
   * @param magnitude of the frame
   * @param stopAtCut leave the frame to a keyframe when most of the picture was replaced, or its
   *     magnitude has moved since the last keyframe; and compute it, or its last layers, whole when
   *     that is cheaper
   * @return false when it did stop
   */
  public boolean update(
      RawFrame frame, byte @Nullable [] cells, Magnitude magnitude, boolean stopAtCut) {
    chosenWhole = false;
    if (stopAtCut && input.hasMoved(magnitude)) {
      return false;
    }
    if (!input.update(frame, cells, stopAtCut)) {
      return false;
    }
    double changed = input.changedShare();
    boolean mayBeWhole = stopAtCut && wholeFrames;
    if (mayBeWhole && denseChoice.chooses(changed)) {
      chosenWhole = true;
      input.takeRest(frame);
      computeWhole(0);
      return true;
    }
    updateSteps(mayBeWhole);
    denseChoice.computed(changed, cost.total());
    return true;
  }

  /**
   * Computes what the gates open, layer by layer.
   *
   * @param mayBeWhole whether the layers from one on are computed whole when what was opened costs
   *     more. A layer that makes it so is not begun, but for the first, without which there would
   *     be nothing to tell by
   */
  private void updateSteps(boolean mayBeWhole) {
    cost.begin();
    boolean begun = false;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step instanceof ConvStep conv) {
        conv.decide();
        cost.add(conv);
        if (mayBeWhole && begun && cost.isOver()) {
          computeWhole(i);
          return;
        }
        conv.compute();
        begun = true;
      } else {
        step.update();
        if (step instanceof Layer layer) {
          cost.add(layer);
        }
      }
      if (mayBeWhole && cost.isOver()) {
        computeWhole(i + 1);
        return;
      }
    }
  }

  /**
   * Computes every pixel of the steps from one on, and leaves the sizes that thresholds are
   * measured by as they are.
   */
  private void computeWhole(int first) {
    List<Value> all = List.copyOf(values.values());
    double[] sizes = all.stream().mapToDouble(Value::meanSize).toArray();
    int begin = 0;
    for (Stripes together : stripes) {
      int done = Math.max(0, first - begin);
      if (done < together.size()) {
        together.from(done).keyframe(steps, false);
      }
      begin += together.size();
    }
    for (int i = 0; i < sizes.length; i++) {
      all.get(i).meanSize(sizes[i]);
    }
  }

  /** Whether the last update computed the frame whole, since that was cheaper. */
  public boolean choseWhole() {
    return chosenWhole;
  }

  /** Standard deviation of the noise, in grey levels; NaN when it is not measured. */
  public double noise() {
    return input.noise();
  }

  /** Forgets what was learned from the frames so far; the next one is to be a keyframe. */
  public void reset() {
    denseChoice.reset();
    input.reset();
  }

  /**
   * Moves the state of the session, and notes what came into view.
   *
   * @param rows of the input by which the content moves down, a multiple of the network's stride
   * @param columns by which it moves right, likewise
   */
  public void shift(int rows, int columns) {
    values.values().forEach(value -> value.change().clear(space.kernels()));
    for (Plane plane : space.planes().all()) {
      if (plane.movesWhole(rows, columns)) {
        plane.shift(rows / plane.strideY(), columns / plane.strideX());
      }
    }
    input.shifted(rows, columns);
    steps.forEach(step -> step.shifted(rows, columns));
  }

  /**
   * Magnitude of a frame.
   *
   * @param changed a byte for each cell of the input, 0 where it is as in the frame before; null
   *     where that is not known
   */
  public Magnitude magnitude(RawFrame frame, byte @Nullable [] changed) {
    return input.magnitude(frame, changed);
  }

  /** The map of a node that is an output of the network. */
  public Plane map(Node node) {
    return values.get(node).map();
  }

  /**
   * Mask of the pixels of a convolution that the last frame computed, or null when there is no such
   * layer.
   */
  public GateMask mask(String layer) {
    ConvStep conv = byName.get(layer);
    return conv == null ? null : conv.mask();
  }

  /** Number of convolutions and results of foreign parts. */
  public int layers() {
    return layers.size();
  }

  public String layerName(int layer) {
    return layers.get(layer).name();
  }

  public int layerPixels(int layer) {
    return layers.get(layer).pixels();
  }

  /** Pixels of a layer that the last frame computed. */
  public int layerOpen(int layer) {
    return layers.get(layer).open();
  }

  /** Time in a layer's kernel in the last frame. */
  public long layerNanos(int layer) {
    return layers.get(layer).nanos();
  }

  /** Cost of a layer in the last frame. */
  public MacCount layerMacs(int layer) {
    return layers.get(layer).macs();
  }

  /** Bytes outside the Java heap, weights not counted. */
  public long memoryBytes() {
    return space.planes().size();
  }

  @Override
  public void close() {
    try {
      foreign.close();
    } finally {
      space.close();
    }
  }
}

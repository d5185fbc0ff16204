package org.skipconv.core.internal.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.GateMask;
import org.skipconv.core.MacCount;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.internal.kernel.FrameSource;

/** Runs the steps of one session over frames. Holds all of its memory. */
public final class Engine implements AutoCloseable {
  private final Workspace space;
  private final Map<Node, Value> values;
  private final InputStep input;
  private final List<Step> steps;
  private final List<ConvStep> convolutions = new ArrayList<>();
  private final Map<String, ConvStep> byName = new HashMap<>();
  private final long[] denseMacs;
  private final boolean measure;

  Engine(
      Workspace space,
      Map<Node, Value> values,
      InputStep input,
      List<Step> steps,
      boolean measure) {
    this.space = space;
    this.values = values;
    this.input = input;
    this.steps = steps;
    this.measure = measure;
    for (Step step : steps) {
      if (step instanceof ConvStep conv) {
        convolutions.add(conv);
        byName.put(conv.layer().name(), conv);
      }
    }
    denseMacs = convolutions.stream().mapToLong(Engine::denseMacs).toArray();
  }

  /** Allocates a session's memory and binds the kernels to it. */
  public static Engine open(SkipNetwork network, SessionOptions options, PackedNetwork packed) {
    return new EngineBuilder(network, options, packed).build();
  }

  private static long denseMacs(ConvStep conv) {
    return macsPerPixel(conv) * conv.layer().output().pixels();
  }

  private static long macsPerPixel(ConvStep conv) {
    return conv.layer()
        .spec()
        .macsPerPixel(conv.layer().input().channels(), conv.layer().output().channels());
  }

  /** Computes every pixel of every layer. */
  public void keyframe(FrameSource frame) {
    input.keyframe(frame, measure);
    steps.forEach(step -> step.keyframe(measure));
    if (measure) {
      double smallestInput =
          convolutions.stream().mapToDouble(ConvStep::meanInput).filter(s -> s > 0).min().orElse(0);
      double smallestOutput =
          convolutions.stream()
              .mapToDouble(ConvStep::meanOutput)
              .filter(s -> s > 0)
              .min()
              .orElse(0);
      convolutions.forEach(conv -> conv.keyframeDone(smallestInput, smallestOutput));
    }
  }

  /** Computes what the gates open. */
  public void update(FrameSource frame) {
    input.update(frame);
    for (Step step : steps) {
      step.update();
    }
  }

  /** Whether the address range holds only finite values. */
  public boolean allFinite(long address, long count) {
    return space.kernels().allFinite(address, count);
  }

  /** The map of a node that is an output of the network. */
  public FeatureMap map(Node node) {
    return values.get(node).map();
  }

  /** Which pixels of a convolution the last frame computed, or null when there is no such layer. */
  public GateMask mask(String layer) {
    ConvStep conv = byName.get(layer);
    return conv == null ? null : conv.mask();
  }

  /** Number of convolutions. */
  public int layers() {
    return convolutions.size();
  }

  public String layerName(int layer) {
    return convolutions.get(layer).layer().name();
  }

  public int layerPixels(int layer) {
    return convolutions.get(layer).layer().output().pixels();
  }

  /** Pixels of a convolution that the last frame computed. */
  public int layerOpen(int layer) {
    return convolutions.get(layer).open();
  }

  /** What a convolution spent in the last frame. */
  public MacCount layerMacs(int layer) {
    ConvStep conv = convolutions.get(layer);
    return new MacCount(denseMacs[layer], macsPerPixel(conv) * conv.open(), conv.gatingMacs());
  }

  /** Bytes outside the Java heap, weights not counted. */
  public long memoryBytes() {
    return space.arena().size();
  }

  @Override
  public void close() {
    space.close();
  }
}

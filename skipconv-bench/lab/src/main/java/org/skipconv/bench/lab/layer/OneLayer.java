package org.skipconv.bench.lab.layer;

import java.util.Locale;
import java.util.Random;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.measure.SessionPeer;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.FrameReport;
import org.skipconv.core.LayerReport;
import org.skipconv.core.Node;
import org.skipconv.core.Precision;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.graph.Conv;

/**
 * One convolution of a network, on its own, on two frames of noise in turns: every pixel of its
 * input changes on every frame, so that its gate alone says what is computed. In bfloat16 it stands
 * between two copies: what enters and leaves a network is float32.
 */
public final class OneLayer implements AutoCloseable {
  /** Largest difference allowed, in units of the largest magnitude of the output. */
  public static final double TOLERANCE = 1e-4;

  /** The same in bfloat16, where values and weights are off by up to 1/512 of themselves. */
  private static final double TOLERANCE_OF_BFLOAT16 = 0x1p-6;

  /** The layer's output. */
  static final String OUTPUT = "out";

  private static final int CHECKED_PIXELS = 32;

  private final Conv conv;
  private final SkipNetwork network;
  private final InputTensor[] frames;
  private final SessionPeer peer;
  private final boolean wide;
  private int next;

  /**
   * A layer at work; its keyframe is computed.
   *
   * @param node a convolution
   * @param options with the gate to be measured; noise at the input is never held back
   */
  public OneLayer(Node node, SessionOptions options) {
    this.conv = node.conv();
    this.wide = options.precision() == Precision.FLOAT32;
    this.network = wide ? network(node) : between(node);
    this.frames = new InputTensor[] {noise(1), noise(2)};
    this.peer = new SessionPeer(node.name(), network, quiet(options));
    next();
  }

  private static SkipNetwork network(Node node) {
    Conv conv = node.conv();
    Shape in = node.input().shape();
    SkipNetwork.Builder builder = SkipNetwork.builder(node.name());
    Node input = builder.input(in.channels(), in.height(), in.width());
    Node out =
        builder.scaledConv(
            node.name(), input, conv.spec(), conv.weight(), conv.scale(), conv.bias());
    return builder.output(OUTPUT, out).build();
  }

  private static SkipNetwork between(Node node) {
    Conv conv = node.conv();
    Shape in = node.input().shape();
    ConvSpec copy = ConvSpec.of(1);
    SkipNetwork.Builder builder = SkipNetwork.builder(node.name());
    Node input = builder.input(in.channels(), in.height(), in.width());
    Node out =
        builder.scaledConv(
            node.name(),
            builder.maxPool("entry", input, copy),
            conv.spec(),
            conv.weight(),
            conv.scale(),
            conv.bias());
    return builder.output(OUTPUT, out).output("exit", builder.maxPool("exit", out, copy)).build();
  }

  private static SessionOptions quiet(SessionOptions options) {
    SessionOptions steady = options.withKeyframes(options.keyframes().withoutCuts());
    return steady.withInputThreshold(0);
  }

  private InputTensor noise(long seed) {
    InputTensor tensor = new InputTensor(network.inputShape());
    Random random = new Random(seed);
    float[] values = new float[Math.toIntExact(network.inputShape().elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    tensor.set(values);
    return tensor;
  }

  /** Computes the other frame; returns the nanoseconds from raw input to raw output. */
  public long next() {
    return peer.next(frames[next++ % 2]);
  }

  /** Milliseconds of the last frame. */
  public FrameReport report() {
    return peer.result().report();
  }

  /** Report of the layer on the last frame, its kernel's time included. */
  public LayerReport layer() {
    return report().layers().get(0);
  }

  /** The last frame's input, NCHW. */
  public float[] input() {
    return frames[(next + 1) % 2].toArray();
  }

  /** The last frame's output, NCHW. */
  public float[] output() {
    return peer.result().map(OUTPUT).toArray();
  }

  /** Geometry and weights. */
  public Conv conv() {
    return conv;
  }

  public Shape inputShape() {
    return network.inputShape();
  }

  public Shape outputShape() {
    return network.outputs().get(OUTPUT).shape();
  }

  /**
   * Makes sure that what the last frame computed is right: at open pixels what the dense path
   * computes, there and at some pixels what the equation says.
   *
   * @throws IllegalStateException when it is not, so that no time is taken
   */
  public void requireRight() {
    Shape shape = outputShape();
    float[] ours = output();
    float[] input = input();
    try (SessionPeer dense = new SessionPeer("dense", network, SessionOptions.dense())) {
      dense.next(frames[(next + 1) % 2]);
      float[] whole = dense.result().map(OUTPUT).toArray();
      double allowed = (wide ? TOLERANCE : TOLERANCE_OF_BFLOAT16) * largest(whole);
      int open = 0;
      int every = Math.max(1, layer().openPixels() / CHECKED_PIXELS);
      for (int i = 0; i < shape.pixels(); i++) {
        if (!peer.result().mask(network.name()).isOpen(i / shape.width(), i % shape.width())) {
          continue;
        }
        for (int c = 0; c < shape.channels(); c++) {
          int at = c * shape.pixels() + i;
          require(ours[at], whole[at], allowed, i);
        }
        if (open++ % every == 0) {
          int c = open % shape.channels();
          double truth =
              DirectConv.at(conv, inputShape(), input, c, i / shape.width(), i % shape.width());
          require(ours[c * shape.pixels() + i], truth, allowed, i);
        }
      }
    }
  }

  private void require(double value, double truth, double allowed, int pixel) {
    if (!(Math.abs(value - truth) <= allowed)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "layer %s is wrong at pixel %d: %g instead of %g; no times are given",
              network.name(),
              pixel,
              value,
              truth));
    }
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** Largest |a - b| in units of the largest |b|. */
  public static double difference(float[] a, float[] b) {
    double worst = 0;
    for (int i = 0; i < b.length; i++) {
      worst = Math.max(worst, Math.abs((double) a[i] - b[i]));
    }
    return worst / largest(b);
  }

  @Override
  public void close() {
    peer.close();
    for (InputTensor frame : frames) {
      frame.close();
    }
  }
}

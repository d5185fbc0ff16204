package org.skipconv.core;

import java.lang.ref.Reference;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.skipconv.core.internal.engine.Engine;
import org.skipconv.core.internal.engine.PackedNetwork;
import org.skipconv.core.internal.kernel.FrameSource;
import org.skipconv.core.internal.kernel.Magnitude;
import org.skipconv.core.internal.kernel.Plane;
import org.skipconv.core.internal.nd.NdArrays;

/**
 * One stream: everything that remembers a frame. Each {@link #next} brings every layer's map up to
 * date by computing only the output pixels that the layer's gate opens.
 *
 * <p>Not thread-safe; any number of sessions share one {@link SkipNetwork}. A frame that is refused
 * leaves the session as it was. When computing fails half-way, as by an exception in an
 * application's gate, the next frame is a keyframe.
 */
public final class VideoSession implements AutoCloseable {
  private final SkipNetwork network;
  private final SessionOptions options;
  private final Engine engine;
  private final Map<String, INDArray> views = new HashMap<>();
  private long frame;
  private long sinceKeyframe;
  private boolean needsKeyframe = true;
  private boolean closed;
  private Object current = new Object();

  VideoSession(SkipNetwork network, SessionOptions options, PackedNetwork packed) {
    this.network = network;
    this.options = options;
    this.engine = Engine.open(network, options, packed);
  }

  public SkipNetwork network() {
    return network;
  }

  public SessionOptions options() {
    return options;
  }

  /**
   * Computes the next frame.
   *
   * @param image [1, C, H, W] or [C, H, W], float32, finite
   * @return valid until the next frame, {@link #reset} or {@link #close}
   * @throws IllegalArgumentException when the frame is of another shape or type, or holds NaN or
   *     infinity
   */
  public FrameResult next(INDArray image) {
    return next(image, false);
  }

  /**
   * Computes the next frame.
   *
   * @param image [1, H, W, C] or [H, W, C], float32, finite
   * @return valid until the next frame, {@link #reset} or {@link #close}
   * @throws IllegalArgumentException when the frame is of another shape or type, or holds NaN or
   *     infinity
   */
  public FrameResult nextNhwc(INDArray image) {
    return next(image, true);
  }

  private FrameResult next(INDArray image, boolean channelsLast) {
    requireOpen();
    long start = System.nanoTime();
    INDArray together = NdArrays.together(image);
    try {
      FrameSource source = NdArrays.source(together, network.inputShape(), channelsLast);
      boolean keyframe = compute(source);
      return new Result(report(keyframe, System.nanoTime() - start), current);
    } finally {
      // The kernels work on bare addresses: neither the frame nor the session may be collected
      // under them.
      Reference.reachabilityFence(together);
      Reference.reachabilityFence(this);
    }
  }

  /** Computes a frame; says whether it was a keyframe. */
  private boolean compute(FrameSource source) {
    Magnitude magnitude = engine.magnitude(source);
    if (!magnitude.finite()) {
      throw new IllegalArgumentException("the frame holds NaN or infinity");
    }
    boolean keyframe = needsKeyframe || options.keyframes().isKeyframe(sinceKeyframe);
    needsKeyframe = true;
    current = new Object();
    keyframe = keyframe || !engine.update(source, magnitude, options.keyframes().onCut());
    if (keyframe) {
      engine.keyframe(source, magnitude);
      sinceKeyframe = 0;
    }
    needsKeyframe = false;
    sinceKeyframe++;
    return keyframe;
  }

  private FrameReport report(boolean keyframe, long nanos) {
    int layers = engine.layers();
    int[] open = new int[layers];
    MacCount[] macs = new MacCount[layers];
    long[] kernelNanos = new long[layers];
    MacCount total = new MacCount(0, 0, 0);
    for (int i = 0; i < layers; i++) {
      open[i] = engine.layerOpen(i);
      macs[i] = engine.layerMacs(i);
      kernelNanos[i] = engine.layerNanos(i);
      total = total.plus(macs[i]);
    }
    List<LayerReport> details =
        new AbstractList<>() {
          @Override
          public LayerReport get(int i) {
            return new LayerReport(
                engine.layerName(i), open[i], engine.layerPixels(i), macs[i], kernelNanos[i]);
          }

          @Override
          public int size() {
            return layers;
          }
        };
    return new FrameReport(frame++, keyframe, total, nanos, details);
  }

  /** Forgets all frames: the next one is a keyframe, numbered 0. */
  public void reset() {
    requireOpen();
    needsKeyframe = true;
    frame = 0;
    current = new Object();
  }

  /** Makes the next frame a keyframe; the count of frames goes on. */
  public void requestKeyframe() {
    requireOpen();
    needsKeyframe = true;
  }

  /**
   * Bytes of memory outside the Java heap that this session holds; the weights belong to the
   * network.
   */
  public long memoryBytes() {
    return engine.memoryBytes();
  }

  /** Frees the session's memory and ends its threads. Results must not be read afterwards. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      current = new Object();
      engine.close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this session is closed");
    }
  }

  private final class Result implements FrameResult {
    private final FrameReport report;
    private final Object token;

    Result(FrameReport report, Object token) {
      this.report = report;
      this.token = token;
    }

    @Override
    public INDArray output(String name) {
      Plane plane = plane(name);
      return views.computeIfAbsent(name, key -> NdArrays.view(plane));
    }

    @Override
    public FeatureMap map(String name) {
      return plane(name).view();
    }

    private Plane plane(String name) {
      requireCurrent();
      Node node = network.outputs().get(name);
      if (node == null) {
        throw new IllegalArgumentException(
            "no output named " + name + "; there are " + network.outputs().keySet());
      }
      return engine.map(node);
    }

    @Override
    public GateMask mask(String layer) {
      requireCurrent();
      GateMask mask = engine.mask(layer);
      if (mask == null) {
        throw new IllegalArgumentException(
            "no convolution named "
                + layer
                + "; there are "
                + network.convolutions().stream().map(Node::name).toList());
      }
      return mask;
    }

    @Override
    public FrameReport report() {
      return report;
    }

    private void requireCurrent() {
      if (token != current) {
        throw new IllegalStateException(
            "this result is outdated: its session has computed another frame, or was reset or closed");
      }
    }
  }
}

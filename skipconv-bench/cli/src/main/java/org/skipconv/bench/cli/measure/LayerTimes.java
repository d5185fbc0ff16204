package org.skipconv.bench.cli.measure;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.skipconv.core.FrameReport;
import org.skipconv.core.LayerReport;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.graph.Foreign;

/** Adds up, over frames, what each kind of layer computed and how long its kernel took. */
public final class LayerTimes {
  private final Map<String, String> kinds = new LinkedHashMap<>();
  private final Map<String, Work> entries = new TreeMap<>();
  private long frameNanos;
  private int frames;

  /** MACs computed and time taken. */
  public record Work(long macs, long nanos) {
    /** Floating-point operations a second; 0 when no time was taken. */
    public double flops() {
      return nanos == 0 ? 0 : 2e9 * macs / nanos;
    }

    private Work plus(long otherMacs, long otherNanos) {
      return new Work(macs + otherMacs, nanos + otherNanos);
    }
  }

  /** Sorts a network's layers by kind: kernel, stride and channels; a foreign part is its own. */
  public LayerTimes(SkipNetwork network) {
    for (Node node : network.nodes()) {
      if (node.isConvolution()) {
        kinds.put(node.name(), kind(node));
      } else if (node.op() instanceof Foreign foreign) {
        kinds.put(node.name(), "foreign " + foreign.computation().name());
      }
    }
  }

  /** Geometry of a convolution, in words. */
  public static String kind(Node node) {
    Conv conv = node.conv();
    int channels = node.input().shape().channels();
    boolean depthwise = conv.spec().groups() == channels && channels > 1;
    return String.format(
        Locale.ROOT,
        "%s%dx%d/%d  %4d to %4d at %dx%d",
        depthwise ? "depthwise " : "",
        conv.spec().kernelHeight(),
        conv.spec().kernelWidth(),
        conv.spec().strideY(),
        channels,
        node.shape().channels(),
        node.shape().height(),
        node.shape().width());
  }

  /** Adds a frame. */
  public void add(FrameReport report) {
    for (LayerReport layer : report.layers()) {
      String kind = kinds.get(layer.name());
      Work before = entries.getOrDefault(kind, new Work(0, 0));
      entries.put(kind, before.plus(layer.macs().computed(), layer.time().toNanos()));
    }
    frameNanos += report.time().toNanos();
    frames++;
  }

  /** By kind of layer, in alphabetical order. */
  public Map<String, Work> entries() {
    return entries;
  }

  /** All layers together. */
  public Work layers() {
    Work sum = new Work(0, 0);
    for (Work entry : entries.values()) {
      sum = sum.plus(entry.macs(), entry.nanos());
    }
    return sum;
  }

  /** Mean time of a frame from raw input to raw outputs. */
  public double nanosPerFrame() {
    return (double) frameNanos / frames;
  }

  /** Number of frames that were added. */
  public int frames() {
    return frames;
  }
}

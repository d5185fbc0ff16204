package org.skipconv.bench.lab.rival;

import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.measure.OnnxRuntimePeer;
import org.skipconv.core.SkipNetwork;

/** ONNX Runtime, run on the whole frame when something moves; otherwise its last answer stands. */
public final class MotionTriggered extends WatchedRival {
  public static final String NAME = "onnxruntime-when-moving";

  private final SkipNetwork network;
  private final OnnxRuntimePeer engine;

  /**
   * A stream.
   *
   * @param engine of the network; stays the caller's
   */
  public MotionTriggered(SkipNetwork network, OnnxRuntimePeer engine, float threshold) {
    super(network, threshold);
    this.network = network;
    this.engine = engine;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long next(InputTensor frame) {
    long start = System.nanoTime();
    if (watch.moving(frame) == null) {
      macs = 0;
      return System.nanoTime() - start;
    }
    watch.hold(watch.whole());
    long detection = System.nanoTime() - start;
    OnnxRuntimePeer.Run run = engine.run(frame);
    result.paste(watch.whole(), run.outputs(), 0);
    macs = network.denseMacs();
    return detection + run.nanos();
  }
}

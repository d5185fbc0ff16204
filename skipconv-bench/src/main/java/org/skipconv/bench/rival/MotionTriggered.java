package org.skipconv.bench.rival;

import org.skipconv.bench.measure.InputTensor;
import org.skipconv.bench.measure.OnnxRuntimePeer;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;

/** ONNX Runtime, run on the whole frame when something moves; otherwise its last answer stands. */
public final class MotionTriggered implements Rival {
  public static final String NAME = "onnxruntime-when-moving";

  private final SkipNetwork network;
  private final OnnxRuntimePeer engine;
  private final float threshold;
  private final Window whole;
  private final StoredResult result;
  private final float[] values;
  private Motion motion;
  private long macs;

  /**
   * A stream.
   *
   * @param engine of the network; stays the caller's
   */
  public MotionTriggered(SkipNetwork network, OnnxRuntimePeer engine, float threshold) {
    this.network = network;
    this.engine = engine;
    this.threshold = threshold;
    Shape shape = network.inputShape();
    this.whole = new Window(0, 0, shape.height(), shape.width());
    this.result = new StoredResult(network);
    this.values = new float[Math.toIntExact(shape.elements())];
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public float threshold() {
    return threshold;
  }

  @Override
  public long next(InputTensor frame) {
    long start = System.nanoTime();
    frame.copyTo(values);
    boolean first = motion == null;
    if (first) {
      motion = new Motion(network.inputShape(), threshold);
    }
    if (!first && motion.moving(values) == null) {
      macs = 0;
      return System.nanoTime() - start;
    }
    motion.hold(values, whole);
    long detection = System.nanoTime() - start;
    OnnxRuntimePeer.Run run = engine.run(frame);
    result.paste(whole, run.outputs(), 0);
    macs = network.denseMacs();
    return detection + run.nanos();
  }

  @Override
  public FrameResult result() {
    return result;
  }

  @Override
  public long macs() {
    return macs;
  }

  @Override
  public void reset() {
    motion = null;
  }
}

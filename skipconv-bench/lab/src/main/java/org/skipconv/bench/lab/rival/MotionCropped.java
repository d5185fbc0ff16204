package org.skipconv.bench.lab.rival;

import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;

/**
 * ONNX Runtime, run only where something moves: on a window around it, whose outputs are pasted
 * into the last ones without what lies at its edges. What the network would see beyond the window
 * is not there for it.
 */
public final class MotionCropped extends WatchedRival {
  public static final String NAME = "onnxruntime-where-moving";

  /** Pixels of context around what moves. */
  private static final int MARGIN = 32;

  /** Number of pixels at the window's edges that give context and are not taken over. */
  private static final int EDGE = 16;

  private final Shape shape;
  private final CropLadder engines;

  /**
   * A stream.
   *
   * @param engines of the network; stay the caller's
   */
  public MotionCropped(SkipNetwork network, CropLadder engines, float threshold) {
    super(network, threshold);
    this.shape = network.inputShape();
    this.engines = engines;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long next(InputTensor frame) {
    long start = System.nanoTime();
    Window moving = watch.moving(frame);
    if (moving == null) {
      macs = 0;
      return System.nanoTime() - start;
    }
    Window window = engines.around(moving.grown(MARGIN, shape.height(), shape.width()));
    watch.hold(window);
    long detection = System.nanoTime() - start;
    CropLadder.WindowRun run = engines.run(watch.values(), window);
    long pasting = System.nanoTime();
    result.paste(window, run.outputs(), EDGE);
    macs = run.macs();
    return detection + run.nanos() + System.nanoTime() - pasting;
  }
}

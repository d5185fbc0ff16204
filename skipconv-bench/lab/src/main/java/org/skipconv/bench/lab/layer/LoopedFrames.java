package org.skipconv.bench.lab.layer;

import java.util.List;
import org.skipconv.bench.cli.measure.InputTensor;

/**
 * Frames without end: forwards, then backwards, and so on, so that none follows on one that is far
 * from it.
 */
public final class LoopedFrames {
  private LoopedFrames() {}

  /** The n-th frame to show, counted from 0. */
  public static InputTensor at(List<InputTensor> frames, long n) {
    int last = frames.size() - 1;
    if (last == 0) {
      return frames.get(0);
    }
    int at = (int) (n % (2L * last));
    return frames.get(at <= last ? at : 2 * last - at);
  }
}

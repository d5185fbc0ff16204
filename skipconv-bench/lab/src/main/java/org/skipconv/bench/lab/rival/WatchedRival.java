package org.skipconv.bench.lab.rival;

import org.skipconv.core.FrameResult;
import org.skipconv.core.SkipNetwork;

/** A rival that keeps its last result while its watch sees nothing move. */
abstract class WatchedRival implements Rival {
  final Watch watch;
  final StoredResult result;
  long macs;

  WatchedRival(SkipNetwork network, float threshold) {
    watch = new Watch(network.inputShape(), threshold);
    result = new StoredResult(network);
  }

  @Override
  public float threshold() {
    return watch.threshold();
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
    watch.reset();
  }
}

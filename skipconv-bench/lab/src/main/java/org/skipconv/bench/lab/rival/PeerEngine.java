package org.skipconv.bench.lab.rival;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.measure.Peer;
import org.skipconv.core.FrameResult;

/**
 * A peer as an engine.
 *
 * @param results gives that of the last frame, or null
 * @param spent gives the multiply-accumulates of the last frame
 */
record PeerEngine(Peer peer, Supplier<FrameResult> results, LongSupplier spent)
    implements FrameEngine {

  @Override
  public long next(InputTensor frame) {
    return peer.next(frame);
  }

  @Override
  public FrameResult result() {
    return results.get();
  }

  @Override
  public long macs() {
    return spent.getAsLong();
  }

  @Override
  public void reset() {
    peer.reset();
  }
}

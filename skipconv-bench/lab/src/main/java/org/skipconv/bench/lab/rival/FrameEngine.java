package org.skipconv.bench.lab.rival;

import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.measure.OnnxRuntimePeer;
import org.skipconv.bench.cli.measure.SessionPeer;
import org.skipconv.core.FrameResult;

/** Engine that a contender runs on; whoever opened it closes it. */
public interface FrameEngine {
  /** Computes a frame; returns nanoseconds. */
  long next(InputTensor frame);

  /** Outputs of the last frame; null where the outputs are known to be the dense path's. */
  FrameResult result();

  /** Multiply-accumulates of the last frame, gating included. */
  long macs();

  /** Forgets all frames. */
  void reset();

  /** Our own. */
  static FrameEngine of(SessionPeer peer) {
    return new PeerEngine(peer, peer::result, () -> peer.result().report().macs().spent());
  }

  /** ONNX Runtime on every frame; parity was checked. */
  static FrameEngine of(OnnxRuntimePeer peer, long denseMacs) {
    return new PeerEngine(peer, () -> null, () -> denseMacs);
  }
}

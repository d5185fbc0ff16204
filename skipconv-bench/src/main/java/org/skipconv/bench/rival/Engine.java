package org.skipconv.bench.rival;

import org.skipconv.bench.measure.InputTensor;
import org.skipconv.bench.measure.OnnxRuntimePeer;
import org.skipconv.bench.measure.SessionPeer;
import org.skipconv.core.FrameResult;

/** What a contender runs on; whoever opened it closes it. */
public interface Engine {
  /** Computes a frame; returns nanoseconds. */
  long next(InputTensor frame);

  /** Of the last frame; null where the outputs are known to be the dense path's. */
  FrameResult result();

  /** Multiply-accumulates of the last frame, gating included. */
  long macs();

  /** Forgets all frames. */
  void reset();

  /** Our own. */
  static Engine of(SessionPeer peer) {
    return new Engine() {
      @Override
      public long next(InputTensor frame) {
        return peer.next(frame);
      }

      @Override
      public FrameResult result() {
        return peer.result();
      }

      @Override
      public long macs() {
        return peer.result().report().macs().spent();
      }

      @Override
      public void reset() {
        peer.reset();
      }
    };
  }

  /** ONNX Runtime on every frame; parity was checked. */
  static Engine of(OnnxRuntimePeer peer, long denseMacs) {
    return new Engine() {
      @Override
      public long next(InputTensor frame) {
        return peer.next(frame);
      }

      @Override
      public FrameResult result() {
        return null;
      }

      @Override
      public long macs() {
        return denseMacs;
      }

      @Override
      public void reset() {}
    };
  }
}

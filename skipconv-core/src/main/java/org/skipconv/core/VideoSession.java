package org.skipconv.core;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Everything that remembers a frame of one stream. Not thread-safe. */
public final class VideoSession implements AutoCloseable {
  private final SkipNetwork network;

  VideoSession(SkipNetwork network, SessionOptions options) {
    this.network = network;
  }

  public SkipNetwork network() {
    return network;
  }

  /** Computes the next frame, [1, C, H, W] or [C, H, W] float32. */
  public FrameResult next(INDArray frame) {
    return null;
  }

  /** Computes the next frame, [1, H, W, C] or [H, W, C] float32. */
  public FrameResult nextNhwc(INDArray frame) {
    return null;
  }

  /** Forgets all frames: the next one is a keyframe. */
  public void reset() {}

  /** Bytes of memory outside the Java heap that this session holds, weights not counted. */
  public long memoryBytes() {
    return 0;
  }

  @Override
  public void close() {}
}

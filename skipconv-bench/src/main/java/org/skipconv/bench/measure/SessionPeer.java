package org.skipconv.bench.measure;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.skipconv.core.FrameResult;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.VideoSession;

/** Our own engine: the skip path, or the dense path when its options say so. */
public final class SessionPeer implements Peer {
  private final String name;
  private final VideoSession session;
  private FrameResult result;

  public SessionPeer(String name, SkipNetwork network, SessionOptions options) {
    this.name = name;
    this.session = network.open(options);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long next(InputTensor frame) {
    INDArray array = frame.array();
    long start = System.nanoTime();
    result = session.next(array);
    return System.nanoTime() - start;
  }

  /** Of the last frame, until the next. */
  public FrameResult result() {
    return result;
  }

  /** Bytes outside the Java heap that the stream holds, weights not counted. */
  public long memoryBytes() {
    return session.memoryBytes();
  }

  @Override
  public void reset() {
    session.reset();
    result = null;
  }

  @Override
  public void close() {
    session.close();
  }
}

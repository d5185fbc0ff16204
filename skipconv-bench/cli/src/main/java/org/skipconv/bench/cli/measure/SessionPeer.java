package org.skipconv.bench.cli.measure;

import java.nio.FloatBuffer;
import java.util.Map;
import org.skipconv.core.FrameResult;
import org.skipconv.core.InputChange;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;
import org.skipconv.models.StreamDecoder;
import org.skipconv.models.vision.Letterbox;
import org.skipconv.models.vision.Placement;
import org.skipconv.models.vision.StreamFrame;

/** Our own engine: the skip path, or the dense path when its options say so. */
public final class SessionPeer implements Peer {
  private final String name;
  private final VideoSession session;
  private final StreamDecoder<Map<String, Tensor>> reader;
  private final Placement view;
  private InputTensor last;
  private FrameResult result;
  private Map<String, Tensor> outputs;

  public SessionPeer(String name, SkipNetwork network, SessionOptions options) {
    this(name, network, options, null);
  }

  /**
   * A peer whose outputs are made from those of the network, which is in its time.
   *
   * @param reader of one stream, null where the network's outputs are all there is
   */
  public SessionPeer(
      String name,
      SkipNetwork network,
      SessionOptions options,
      StreamDecoder<Map<String, Tensor>> reader) {
    this.name = name;
    this.session = network.open(options);
    this.reader = reader;
    Shape input = network.inputShape();
    this.view = new Letterbox(input.height(), input.width(), input.height(), input.width());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long next(InputTensor frame) {
    FloatBuffer values = frame.values();
    StreamFrame seen = frame.seen();
    // As an application's stream tells its session.
    InputChange changed = frame.changedSince(last);
    last = null;
    long start = System.nanoTime();
    if (seen != null && session.options().keyframes().interval() != 1) {
      seen.prepare(session);
    }
    result = session.next(values, changed);
    last = frame;
    if (reader != null) {
      outputs = reader.decode(result, view);
    }
    return System.nanoTime() - start;
  }

  /** Result of the last frame, until the next. */
  public FrameResult result() {
    return result;
  }

  /** An output of the last frame by its name, NCHW. */
  public float[] output(String output) {
    return reader == null ? result.map(output).toArray() : outputs.get(output).values();
  }

  /** Bytes outside the Java heap that the stream holds, weights not counted. */
  public long memoryBytes() {
    return session.memoryBytes();
  }

  @Override
  public void reset() {
    session.reset();
    last = null;
    result = null;
    outputs = null;
  }

  @Override
  public void close() {
    session.close();
  }
}

package org.skipconv.core.graph;

import java.nio.FloatBuffer;
import java.util.List;

/** A {@link ForeignComputation} at work for one session, which uses it one frame at a time. */
public interface ForeignRun extends AutoCloseable {

  /**
   * Computes all results. The buffers are direct, in native byte order, and hold a map each, [C, H,
   * W] row by row. They are the same objects in every call, so that what is bound to them need be
   * bound only once; their position is 0.
   *
   * <p>An exception ends the frame, and the next one is a keyframe.
   *
   * @param inputs the operands, read only; from one call to the next only some values change
   * @param outputs one for each of the {@linkplain ForeignComputation#shapes shapes}, with what the
   *     last call left in them; all of it is to be written
   */
  void run(List<FloatBuffer> inputs, List<FloatBuffer> outputs);

  /**
   * Frees what it holds. Called once: when the session is closed, or by the garbage collector's
   * helper thread when one was dropped.
   */
  @Override
  void close();
}

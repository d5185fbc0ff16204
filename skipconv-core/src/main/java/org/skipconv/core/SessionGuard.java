package org.skipconv.core;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets one caller at a time into a session, and closes the session when nobody is inside. Nobody
 * ever waits here, so that nothing can deadlock: a second caller is refused, and closing is left to
 * the one who is inside.
 */
final class SessionGuard {
  private static final int FREE = 0;
  private static final int TAKEN = 1;
  private static final int CLOSED = 2;

  private final String stream;
  private final Runnable free;
  private final AtomicInteger state = new AtomicInteger(FREE);
  private volatile boolean closing;

  /**
   * A guard of an open session.
   *
   * @param stream name of the stream, for messages
   * @param free called once, when the session has been closed and nobody is inside any more
   */
  SessionGuard(String stream, Runnable free) {
    this.stream = stream;
    this.free = free;
  }

  /**
   * Goes in; {@link #leave} must follow.
   *
   * @throws IllegalStateException when somebody is inside, or the session is closed
   */
  void enter() {
    if (!state.compareAndSet(FREE, TAKEN)) {
      throw closing ? closed() : taken();
    }
    if (closing) {
      leave();
      throw closed();
    }
  }

  void leave() {
    state.set(FREE);
    // Whoever closes writes first and looks at the state afterwards, so that one of the two sees
    // the other.
    if (closing) {
      freeWhenLeft();
    }
  }

  /** Closes the session now, or when the one inside leaves. */
  void close() {
    closing = true;
    freeWhenLeft();
  }

  private void freeWhenLeft() {
    if (state.compareAndSet(FREE, CLOSED)) {
      free.run();
    }
  }

  private IllegalStateException closed() {
    return new IllegalStateException("this session of " + stream + " is closed");
  }

  private IllegalStateException taken() {
    return new IllegalStateException(
        "this session of "
            + stream
            + " is computing a frame: one thread at a time may use it, and a gate may not use the"
            + " session that it decides for");
  }
}

package org.skipconv.core.internal.engine;

import java.lang.ref.Cleaner;

/** Ends what a session has started when it was dropped without being closed. */
final class Dropped {
  private static Cleaner cleaner;

  private Dropped() {}

  /**
   * Runs an action once: when asked to, or when nothing reaches its owner any more.
   *
   * @param action must not refer to the owner
   */
  static Cleaner.Cleanable register(Object owner, Runnable action) {
    return cleaner().register(owner, action);
  }

  /** Made when it is first needed, since it has a thread of its own. */
  private static synchronized Cleaner cleaner() {
    if (cleaner == null) {
      cleaner = Cleaner.create();
    }
    return cleaner;
  }
}

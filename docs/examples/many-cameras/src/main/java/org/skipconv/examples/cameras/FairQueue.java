package org.skipconv.examples.cameras;

import java.util.HashMap;
import java.util.Map;

/**
 * Says who is served next: of all that are ready, the one that has had the least time so far. So
 * each gets the same share of the workers' time, and one that is expensive gets fewer turns rather
 * than slowing down the others. One that was idle has its share from now on, and does not make up
 * for the past. Thread-safe.
 *
 * @param <T> who is served, by one worker at a time
 */
final class FairQueue<T> {
  private static final class Member {
    private boolean ready;
    private boolean served;
    private long nanos;
  }

  private final Map<T, Member> members = new HashMap<>();
  private boolean closed;

  /** Says that one has something to do; may be said again before it is served. */
  synchronized void ready(T one) {
    Member member = members.computeIfAbsent(one, key -> new Member());
    if (!member.ready && !member.served) {
      member.nanos = Math.max(member.nanos, leastTime());
    }
    member.ready = true;
    notifyAll();
  }

  /** Time of the one that has had least, of those that want or have a worker. */
  private long leastTime() {
    return members.values().stream()
        .filter(member -> member.ready || member.served)
        .mapToLong(member -> member.nanos)
        .min()
        .orElse(0);
  }

  /**
   * Waits for the next one to serve, and says {@link #done} afterwards.
   *
   * @return null when the queue is closed
   */
  synchronized T take() throws InterruptedException {
    while (!closed) {
      T next = next();
      if (next != null) {
        Member member = members.get(next);
        member.ready = false;
        member.served = true;
        return next;
      }
      wait();
    }
    return null;
  }

  private T next() {
    T next = null;
    long least = Long.MAX_VALUE;
    for (Map.Entry<T, Member> entry : members.entrySet()) {
      Member member = entry.getValue();
      if (member.ready && !member.served && member.nanos < least) {
        next = entry.getKey();
        least = member.nanos;
      }
    }
    return next;
  }

  /** Says that one has been served, and how long that took. */
  synchronized void done(T one, long nanos) {
    Member member = members.get(one);
    member.served = false;
    member.nanos += nanos;
    notifyAll();
  }

  /** Ends waiting: {@link #take} gives null from now on. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}

package org.skipconv.models.vision;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Source whose frames are made by a thread of its own: every one in order, a few ahead, or the
 * newest alone.
 */
final class ThreadedSource extends FrameSource {

  /** Picture of a frame, and what is known about it. */
  private static final class Made {
    private @Nullable RgbImage picture;
    private @Nullable FrameFacts facts;
  }

  private final FrameSource source;
  private final String name;
  private final int capacity;
  private final boolean newest;
  private final SourceCounters counters;
  private final Thread thread;

  /** Guards what both threads use: the three below. */
  private final Object lock = new Object();

  private final Deque<Made> ready = new ArrayDeque<>();
  private final Deque<Made> spare = new ArrayDeque<>();
  private boolean stopping;
  private boolean ended;
  private @Nullable Throwable failure;

  /** Frame that was reached, null before the first. */
  private @Nullable Made reached;

  /** Size of the frame that was reached, whose picture may have been handed out. */
  private int height;

  private int width;

  /**
   * Starts the thread.
   *
   * @param source that only the thread uses from here on
   * @param capacity frames that wait at most
   * @param newest whether a frame that waits gives way to a newer one
   */
  ThreadedSource(
      FrameSource source, String name, int capacity, boolean newest, SourceCounters counters) {
    this.source = source;
    this.name = name;
    this.capacity = capacity;
    this.newest = newest;
    this.counters = counters;
    this.height = source.height();
    this.width = source.width();
    this.thread = new Thread(this::run, "skipconv-video");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (source.advance()) {
        Made made = room();
        if (made == null) {
          break;
        }
        made.picture = source.exchange(made.picture);
        made.facts = source.facts();
        hand(made);
      }
    } catch (IOException | RuntimeException | Error e) {
      synchronized (lock) {
        failure = e;
      }
    }
    synchronized (lock) {
      ended = true;
      lock.notifyAll();
    }
  }

  /** Memory for the next frame, once there is room for it; null when no more are wanted. */
  private @Nullable Made room() throws InterruptedIOException {
    synchronized (lock) {
      waitUntil(() -> stopping || newest || ready.size() < capacity);
      if (stopping) {
        return null;
      }
      Made made = spare.poll();
      return made == null ? new Made() : made;
    }
  }

  private void hand(Made made) {
    synchronized (lock) {
      while (newest && ready.size() >= capacity) {
        spare.add(ready.remove());
        counters.dropped.incrementAndGet();
      }
      ready.add(made);
      lock.notifyAll();
    }
  }

  /** Gives the lock, which must be held, away while it waits. */
  private void waitUntil(BooleanSupplier condition) throws InterruptedIOException {
    try {
      while (!condition.getAsBoolean()) {
        lock.wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(name + ": the thread that reads it was interrupted");
    }
  }

  @Override
  int height() {
    return height;
  }

  @Override
  int width() {
    return width;
  }

  @Override
  double frameRate() {
    return source.frameRate();
  }

  @Override
  long frameCount() {
    return source.frameCount();
  }

  @Override
  boolean isLive() {
    return source.isLive();
  }

  @Override
  boolean advance() throws IOException {
    synchronized (lock) {
      waitUntil(() -> stopping || ended || !ready.isEmpty());
      if (stopping) {
        throw new IllegalStateException(VideoSource.CLOSED);
      }
      Made made = ready.poll();
      if (made == null) {
        requireSound();
        return false;
      }
      if (reached != null) {
        spare.add(reached);
      }
      reached = made;
      if (made.picture != null) {
        height = made.picture.height();
        width = made.picture.width();
      }
      lock.notifyAll();
      return true;
    }
  }

  private void requireSound() throws IOException {
    if (failure != null) {
      String message = failure.getMessage();
      throw new IOException(message == null ? name + ": " + failure : message, failure);
    }
  }

  private Made reached() {
    Made made = reached;
    if (made == null) {
      throw new IllegalStateException("no frame was reached yet");
    }
    return made;
  }

  @Override
  FrameFacts facts() {
    FrameFacts facts = reached().facts;
    return facts == null ? source.facts() : facts;
  }

  @Override
  void read(RgbImage into) {
    RgbImage picture = reached().picture;
    if (picture != null) {
      System.arraycopy(picture.rgb(), 0, into.rgb(), 0, into.rgb().length);
    }
  }

  /** Hands out the picture itself, and keeps the other's memory in its place. */
  @Override
  RgbImage exchange(@Nullable RgbImage other) {
    Made made = reached();
    RgbImage picture = made.picture;
    if (picture == null) {
      throw new IllegalStateException("the frame was handed out already");
    }
    made.picture = other;
    return picture;
  }

  @Override
  void cancel() {
    synchronized (lock) {
      stopping = true;
      lock.notifyAll();
    }
    source.cancel();
  }

  @Override
  public void close() throws IOException {
    cancel();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    source.close();
  }
}

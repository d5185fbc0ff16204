package org.skipconv.models.vision;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Ends what FFmpeg waits for: when its time is up, when its thread is interrupted, or when the
 * source is closed, which another thread may do. FFmpeg asks several times a second.
 */
final class FfmpegWatch implements AutoCloseable {
  private static final Map<Long, FfmpegWatch> WATCHES = new ConcurrentHashMap<>();
  private static final AtomicLong NUMBERS = new AtomicLong();

  /** One for all: JavaCPP has room for few functions that native code may call. */
  private static final AVIOInterruptCB.Callback_Pointer CALLBACK = Unscoped.of(Question::new);

  /** Called by FFmpeg. */
  private static final class Question extends AVIOInterruptCB.Callback_Pointer {
    @Override
    public int call(Pointer opaque) {
      FfmpegWatch watch = WATCHES.get(opaque == null ? 0 : opaque.address());
      return watch != null && watch.isOver() ? 1 : 0;
    }
  }

  private final long number = NUMBERS.incrementAndGet();
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private volatile @Nullable Duration limit;
  private volatile long deadline;

  FfmpegWatch() {
    WATCHES.put(number, this);
  }

  /** A number in the place of an address, which FFmpeg hands back. */
  private static final class Tag extends Pointer {
    Tag(long number) {
      address = number;
    }
  }

  void attachTo(AVFormatContext container) {
    container.interrupt_callback().callback(CALLBACK);
    container.interrupt_callback().opaque(new Tag(number));
  }

  /**
   * Starts the time for what comes.
   *
   * @param limit null for none
   */
  void start(@Nullable Duration limit) {
    this.deadline = System.nanoTime() + (limit == null ? 0 : limit.toNanos());
    this.limit = limit;
  }

  private boolean isLate() {
    return limit != null && System.nanoTime() - deadline > 0;
  }

  private boolean isOver() {
    return isCancelled() || Thread.currentThread().isInterrupted() || isLate();
  }

  boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  void cancel() {
    cancelled.countDown();
  }

  /** Explains why FFmpeg was to end, when it was. */
  void requireGoingOn(String name) throws IOException {
    if (isCancelled()) {
      throw new IllegalStateException(VideoSource.CLOSED);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException(name + ": the thread that reads it was interrupted");
    }
    Duration allowed = limit;
    if (allowed != null && isLate()) {
      throw new IOException(
          name + ": there was no answer within " + allowed.toMillis() / 1000.0 + " s");
    }
  }

  /** Waits, or until the source is closed. */
  void pause(Duration time, String name) throws IOException {
    try {
      if (cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException(VideoSource.CLOSED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(name + ": the thread that reads it was interrupted");
    }
  }

  @Override
  public void close() {
    WATCHES.remove(number);
  }
}

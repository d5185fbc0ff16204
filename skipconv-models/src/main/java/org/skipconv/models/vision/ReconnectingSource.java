package org.skipconv.models.vision;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Live source that is opened again, with growing pauses, when its connection breaks. */
final class ReconnectingSource extends FrameSource {
  private static final Logger LOG = LoggerFactory.getLogger(VideoSource.class);

  private final MediaAddress address;
  private final SourceOptions options;
  private final SourceCounters counters;
  private final FfmpegWatch watch;
  private volatile FfmpegSource connected;
  private int connection;

  /** Number of the frame before the first of this connection. */
  private long framesBefore;

  private long firstArrival;

  /** Time at which the frames of this connection begin. */
  private Duration begin = Duration.ZERO;

  private @Nullable FrameFacts facts;

  /**
   * Makes a source.
   *
   * @param connected for the first time
   * @param watch that it is under
   */
  ReconnectingSource(
      MediaAddress address,
      SourceOptions options,
      SourceCounters counters,
      FfmpegWatch watch,
      FfmpegSource connected) {
    this.address = address;
    this.options = options;
    this.counters = counters;
    this.watch = watch;
    this.connected = connected;
  }

  @Override
  int height() {
    return connected.height();
  }

  @Override
  int width() {
    return connected.width();
  }

  @Override
  double frameRate() {
    return connected.frameRate();
  }

  @Override
  long frameCount() {
    return -1;
  }

  @Override
  boolean isLive() {
    return true;
  }

  @Override
  boolean advance() throws IOException {
    while (true) {
      IOException failure = null;
      try {
        if (connected.advance()) {
          note(connected.facts());
          return true;
        }
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        failure = e;
      }
      reconnect(failure);
    }
  }

  private void note(FrameFacts of) {
    long now = System.nanoTime();
    if (facts == null) {
      firstArrival = now;
    } else if (facts.connection() != connection) {
      begin = Duration.ofNanos(now - firstArrival);
    }
    Duration since = of.time();
    facts =
        new FrameFacts(
            framesBefore + of.number(),
            since == null ? null : begin.plus(since),
            of.arrival(),
            of.damaged(),
            connection);
  }

  /**
   * Opens the next connection.
   *
   * @param failure of the last one, null when it ended
   */
  private void reconnect(@Nullable IOException failure) throws IOException {
    String cause = failure == null ? "the stream ended" : String.valueOf(failure.getMessage());
    LOG.warn("{}: the connection broke and is opened again: {}", address.name(), cause);
    framesBefore += connected.facts().number() + 1;
    connected.disconnect();
    IOException last = failure;
    for (int attempt = 0; attempt < options.reconnects(); attempt++) {
      watch.pause(options.pause(attempt), address.name());
      try {
        connected = FfmpegSource.open(address, options, counters, watch);
        connection++;
        counters.reconnections.incrementAndGet();
        return;
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        last = e;
      }
    }
    throw new IOException(
        address.name()
            + ": the connection broke and could not be opened again in "
            + options.reconnects()
            + " attempts: "
            + (last == null ? cause : last.getMessage()),
        last);
  }

  @Override
  FrameFacts facts() {
    FrameFacts reached = facts;
    return reached == null ? connected.facts() : reached;
  }

  @Override
  void read(RgbImage into) throws IOException {
    connected.read(into);
  }

  @Override
  void cancel() {
    watch.cancel();
  }

  @Override
  public void close() {
    connected.close();
  }
}

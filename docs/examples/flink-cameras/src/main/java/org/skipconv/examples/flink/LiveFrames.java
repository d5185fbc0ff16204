package org.skipconv.examples.flink;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.SourceOptions;
import org.skipconv.models.vision.VideoSource;

/**
 * Frames of a live camera, read by a thread of its own: a camera that does not answer must hold up
 * neither the subtask's other cameras nor its checkpoints. An order takes the newest frame, if
 * there is one that no order has had.
 */
final class LiveFrames implements Frames {
  private static final long PAUSE_MILLIS = 2000;

  private final URI address;
  private final AtomicReference<Frame> newest = new AtomicReference<>();
  private final AtomicReference<IOException> failure = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean closed;

  LiveFrames(URI address) {
    this.address = address;
    thread = new Thread(this::watch, "camera " + VideoSource.name(address));
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    while (!closed) {
      try (VideoSource video =
          VideoSource.open(address, SourceOptions.live().withDecodingAhead(0))) {
        for (RgbImage picture : video) {
          long arrival = video.frame().arrival().toEpochMilli();
          newest.set(new Frame(video.frame().number(), arrival, picture));
        }
      } catch (IOException | RuntimeException e) {
        failure.set(new IOException(e.getMessage(), e));
      }
      pause();
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void read(Order order, long next, Consumer<Frame> each) throws IOException {
    IOException failed = failure.getAndSet(null);
    if (failed != null) {
      throw failed;
    }
    Frame frame = newest.getAndSet(null);
    if (frame != null) {
      each.accept(new Frame(next, frame.time(), frame.picture()));
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}

package org.skipconv.examples.cameras;

import java.io.IOException;
import java.net.URI;
import java.util.function.Consumer;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.SourceOptions;
import org.skipconv.models.vision.VideoSource;

/**
 * A thread that reads a camera and shows each frame. A camera that does not answer is tried again
 * until this is closed; a file is played at its own speed, once.
 */
final class Feed implements AutoCloseable {
  private static final long PAUSE_MILLIS = 2000;

  /** Frames of a simulated camera until they are repeated. */
  private static final int LOOP = 60;

  /** People need a while to come in. */
  private static final int FIRST = 30;

  private final URI address;
  private final Consumer<RgbImage> show;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param address {@code rtsp:}, {@code http:} and the like, {@code file:}, or {@code scene:} and
   *     a number for a simulated camera
   */
  Feed(URI address, Consumer<RgbImage> show) {
    this.address = address;
    this.show = show;
    thread = new Thread(this::run, "camera " + VideoSource.name(address));
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      if ("scene".equals(address.getScheme())) {
        simulate(Integer.parseInt(address.getSchemeSpecificPart()));
      } else {
        read();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() throws InterruptedException {
    boolean live = true;
    while (live && !closed) {
      try (VideoSource video =
          VideoSource.open(address, SourceOptions.live().withDecodingAhead(0))) {
        live = video.isLive();
        long period = live ? 0 : Math.round(1e9 / Math.max(1, video.frameRate()));
        long next = System.nanoTime();
        for (RgbImage picture : video) {
          show.accept(picture);
          next += period;
          sleepUntil(next);
        }
      } catch (IOException | RuntimeException e) {
        if (!closed) {
          System.err.println(e.getMessage() + "; will be tried again");
        }
      }
      if (live && !closed) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private void simulate(int seed) throws InterruptedException {
    Scene scene =
        Scene.builder()
            .size(192, 256)
            .seed(seed)
            .figures(3)
            .vehicles(1)
            .figureHeight(0.3)
            .noise(0.7)
            .build();
    RgbImage[] pictures = new RgbImage[LOOP];
    for (int i = 0; i < LOOP; i++) {
      pictures[i] = scene.frame(FIRST + i).image();
    }
    long period = Math.round(1e9 / scene.frameRate());
    long next = System.nanoTime();
    for (int i = 0; !closed; i = (i + 1) % LOOP) {
      show.accept(pictures[i]);
      next += period;
      sleepUntil(next);
    }
  }

  private static void sleepUntil(long nanoTime) throws InterruptedException {
    long millis = (nanoTime - System.nanoTime()) / 1_000_000;
    if (millis > 0) {
      Thread.sleep(millis);
    }
  }

  /** Whether frames may still come. */
  boolean isOpen() {
    return thread.isAlive();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}

package org.skipconv.examples.cameras;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.skipconv.models.VideoPredictor;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.vision.RgbImage;

/**
 * One camera: the newest frame that nobody has looked at yet, and the stream that remembers the
 * ones before. A thread of the camera's shows frames, one worker at a time looks.
 */
final class Camera implements AutoCloseable {
  private record Frame(RgbImage picture, Instant arrival) {}

  private final String name;
  private final VideoPredictor<List<Detection>> stream;
  private final BiConsumer<String, List<Detection>> found;
  private final AtomicReference<Frame> newest = new AtomicReference<>();
  private final Timer computing;
  private final Timer lag;
  private final Counter dropped;
  private final Counter failed;

  private int height;
  private int width;
  private volatile double openShare;

  /**
   * @param stream closed together with this camera
   * @param found told what was found in each frame, by the camera's name
   */
  Camera(
      String name,
      VideoPredictor<List<Detection>> stream,
      BiConsumer<String, List<Detection>> found,
      MeterRegistry meters) {
    this.name = name;
    this.stream = stream;
    this.found = found;
    Tags tags = Tags.of("camera", name);
    computing = meters.timer("camera.computing", tags);
    lag = meters.timer("camera.lag", tags);
    dropped = meters.counter("camera.dropped", tags);
    failed = meters.counter("camera.failed", tags);
    meters.gauge("camera.open.share", tags, this, camera -> camera.openShare);
    meters.gauge("camera.bytes", tags, stream, VideoPredictor::memoryBytes);
  }

  String name() {
    return name;
  }

  /** Takes a new frame in place of one that nobody has looked at, which is dropped. */
  void show(RgbImage picture) {
    if (newest.getAndSet(new Frame(picture, Instant.now())) != null) {
      dropped.increment();
    }
  }

  /** Looks at the newest frame. What goes wrong is counted, and harms no other camera. */
  void look() {
    Frame frame = newest.getAndSet(null);
    if (frame == null) {
      return;
    }
    try {
      if (frame.picture.height() != height || frame.picture.width() != width) {
        stream.reset();
        height = frame.picture.height();
        width = frame.picture.width();
      }
      List<Detection> objects = stream.next(frame.picture);
      computing.record(stream.lastReport().time());
      openShare = stream.lastReport().openShare();
      lag.record(Duration.between(frame.arrival, Instant.now()));
      found.accept(name, objects);
    } catch (RuntimeException e) {
      failed.increment();
      System.err.println(name + ": " + e);
    }
  }

  /** One line: frames so far, how long they took, what was dropped. */
  @Override
  public String toString() {
    return String.format(
        "%s  %6d frames  %5.1f ms each  lag %5.0f ms  open %5.1f %%  dropped %d  failed %d",
        name,
        computing.count(),
        computing.mean(TimeUnit.MILLISECONDS),
        lag.mean(TimeUnit.MILLISECONDS),
        100 * openShare,
        (long) dropped.count(),
        (long) failed.count());
  }

  @Override
  public void close() {
    stream.close();
  }
}

package org.skipconv.examples.cameras;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.skipconv.core.SessionOptions;
import org.skipconv.gates.NormGate;
import org.skipconv.models.VideoModel;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.embedded.EmbeddedDetector;

/** Cameras of one process: one network, a stream and a feed for each, and workers for all. */
public final class ManyCameras implements AutoCloseable {
  private final List<Camera> cameras = new ArrayList<>();
  private final List<Feed> feeds = new ArrayList<>();
  private final Workers workers;

  /**
   * @param found told what was found in each frame, by the camera's name and from the workers'
   *     threads
   * @param meters where the cameras' numbers go, such as a registry of Prometheus
   */
  ManyCameras(
      List<URI> addresses,
      VideoModel<List<Detection>> model,
      SessionOptions options,
      BiConsumer<String, List<Detection>> found,
      MeterRegistry meters) {
    for (int i = 0; i < addresses.size(); i++) {
      String name = String.format("camera-%02d", i);
      // One thread each: many streams use the processors better than many threads for one frame.
      cameras.add(new Camera(name, model.open(options.withThreads(1)), found, meters));
    }
    workers = new Workers();
    for (int i = 0; i < addresses.size(); i++) {
      Camera camera = cameras.get(i);
      feeds.add(
          new Feed(
              addresses.get(i),
              picture -> {
                camera.show(picture);
                workers.ready(camera);
              }));
    }
  }

  int workers() {
    return workers.count();
  }

  /** Whether any camera may still give frames. */
  boolean isOpen() {
    return feeds.stream().anyMatch(Feed::isOpen);
  }

  /** A line for each camera. */
  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    cameras.forEach(camera -> lines.append(camera).append(System.lineSeparator()));
    return lines.toString();
  }

  /** Stops the cameras, lets frames that are being computed be finished, frees all memory. */
  @Override
  public void close() {
    feeds.forEach(Feed::close);
    workers.close();
    cameras.forEach(Camera::close);
  }

  /**
   * Runs until Ctrl-C, or until the last camera ends.
   *
   * @param arguments a number of simulated cameras, or a file with the address of a camera in each
   *     line, and then a file of weights of EfficientDet-D0
   */
  public static void main(String[] arguments) throws Exception {
    String what = arguments.length == 0 ? "24" : arguments[0];
    List<URI> addresses = what.matches("\\d+") ? simulated(Integer.parseInt(what)) : read(what);
    VideoModel<List<Detection>> model;
    SessionOptions options;
    if (arguments.length > 1) {
      model = EfficientDet.d0().model(Path.of(arguments[1]));
      options = SessionOptions.gates(NormGate.input(0.1f));
    } else {
      model = EmbeddedDetector.model().model(EmbeddedDetector.gatedNetwork());
      options = EmbeddedDetector.gates().options();
    }

    MeterRegistry meters = new SimpleMeterRegistry();
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  await(stopped); // The process ends when this thread does.
                }));
    try (ManyCameras all =
        new ManyCameras(addresses, model, options, (camera, found) -> {}, meters)) {
      System.out.printf("%d cameras, %d workers%n", addresses.size(), all.workers());
      while (all.isOpen() && !stop.await(5, TimeUnit.SECONDS)) {
        System.out.println(all);
      }
      System.out.println(all);
    }
    System.out.printf(Locale.ROOT, "stopped, all streams closed%n");
    stopped.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<URI> simulated(int cameras) {
    return IntStream.range(0, cameras).mapToObj(n -> URI.create("scene:" + n % 4)).toList();
  }

  private static List<URI> read(String file) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> !line.isBlank())
        .map(URI::create)
        .toList();
  }
}

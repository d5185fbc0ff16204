package org.skipconv.examples.cameras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.SessionOptions;
import org.skipconv.models.VideoModel;
import org.skipconv.models.VideoPredictor;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.embedded.EmbeddedDetector;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.vision.RgbImage;

@Timeout(300)
class ManyCamerasTest {
  private static final VideoModel<List<Detection>> MODEL =
      EmbeddedDetector.model().model(EmbeddedDetector.gatedNetwork());
  private static final SessionOptions OPTIONS = EmbeddedDetector.gates().options();

  @TempDir Path folder;

  @Test
  void everyCameraIsLookedAtAndCounted() throws Exception {
    ConcurrentMap<String, Integer> objects = new ConcurrentHashMap<>();
    MeterRegistry meters = new SimpleMeterRegistry();
    List<URI> addresses = List.of(URI.create("scene:1"), URI.create("scene:2"));
    try (ManyCameras all =
        new ManyCameras(
            addresses,
            MODEL,
            OPTIONS,
            (camera, found) -> objects.merge(camera, found.size(), Integer::sum),
            meters)) {
      waitUntil(() -> objects.size() == 2 && objects.values().stream().allMatch(n -> n > 3));
      assertThat(meters.get("camera.bytes").tag("camera", "camera-01").gauge().value())
          .isGreaterThan(1e6);
      assertThat(all.toString()).contains("camera-00").contains("camera-01");
    }
    assertThat(meters.get("camera.computing").tag("camera", "camera-00").timer().count())
        .isPositive();
    assertThat(meters.get("camera.bytes").tag("camera", "camera-01").gauge().value()).isZero();
  }

  @Test
  void theNewestFrameWinsAndTheOthersAreCounted() {
    MeterRegistry meters = new SimpleMeterRegistry();
    List<Integer> seen = new ArrayList<>();
    try (Camera camera =
        new Camera("a", MODEL.open(OPTIONS), (name, found) -> seen.add(found.size()), meters)) {
      Scene scene = Scene.builder().size(192, 256).seed(1).build();
      for (int i = 0; i < 5; i++) {
        camera.show(scene.frame(i).image());
      }
      camera.look();
      camera.look();
      assertThat(seen).hasSize(1);
      assertThat(meters.get("camera.dropped").counter().count()).isEqualTo(4);
      camera.show(new RgbImage(128, 96));
      camera.look();
      assertThat(seen).as("a frame of another size").hasSize(2);
      assertThat(meters.get("camera.failed").counter().count()).isZero();
    }
  }

  @Test
  void whatGoesWrongWithOneCameraIsCountedAndHarmsNoOther() {
    MeterRegistry meters = new SimpleMeterRegistry();
    VideoPredictor<List<Detection>> stream = MODEL.open(OPTIONS);
    Camera camera = new Camera("a", stream, (name, found) -> {}, meters);
    stream.close();
    camera.show(new RgbImage(256, 192));
    camera.look();
    assertThat(meters.get("camera.failed").counter().count()).isEqualTo(1);
  }

  /** A camera that speaks HTTP, JPEG after JPEG, and one at whose address nobody answers. */
  @Test
  void aLiveCameraIsReadWhileAnotherDoesNotAnswer() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> sendJpegs(exchange.getResponseBody(), exchange));
    server.setExecutor(task -> new Thread(task).start());
    server.start();
    URI live = URI.create("http://localhost:" + server.getAddress().getPort() + "/camera");
    ConcurrentMap<String, Integer> frames = new ConcurrentHashMap<>();
    try (ManyCameras all =
        new ManyCameras(
            List.of(URI.create("http://localhost:1/nobody"), live),
            MODEL,
            OPTIONS,
            (camera, found) -> frames.merge(camera, 1, Integer::sum),
            new SimpleMeterRegistry())) {
      waitUntil(() -> frames.getOrDefault("camera-01", 0) > 5);
      assertThat(all.isOpen()).isTrue();
      assertThat(frames).doesNotContainKey("camera-00");
    } finally {
      server.stop(0);
    }
  }

  private static void sendJpegs(OutputStream body, com.sun.net.httpserver.HttpExchange exchange)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "multipart/x-mixed-replace;boundary=frame");
    exchange.sendResponseHeaders(200, 0);
    Scene scene = Scene.builder().size(192, 256).seed(1).build();
    try (body) {
      for (int i = 0; ; i++) {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(scene.frame(i).image().toBufferedImage(), "jpg", jpeg);
        String head =
            "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.size() + "\r\n\r\n";
        body.write(head.getBytes(StandardCharsets.US_ASCII));
        jpeg.writeTo(body);
        body.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        body.flush();
        Thread.sleep(40);
      }
    } catch (IOException | InterruptedException e) {
      // Nobody watches any more.
    }
  }

  /** As Ctrl-C does it, but by the signal that a service manager sends. */
  @Test
  void asAProcessItStopsCleanlyWhenItIsTold() throws Exception {
    Path output = folder.resolve("output");
    Process process = start(output, List.of());
    waitUntil(() -> text(output).contains("camera-03"));
    process.destroy();
    assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    assertThat(text(output)).contains("4 cameras").endsWith("stopped, all streams closed\n");
  }

  /** {@code taskset} and a container's limit reach the JVM in the same way. */
  @Test
  void thereAreAsManyWorkersAsTheProcessMayUseProcessors() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/taskset")), "no taskset here");
    Path output = folder.resolve("output");
    Process process = start(output, List.of("taskset", "-c", "0"));
    try {
      waitUntil(() -> text(output).contains("workers"));
      assertThat(text(output)).startsWith("4 cameras, 1 workers");
    } finally {
      process.destroy();
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static Process start(Path output, List<String> before) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ManyCameras.class.getName(), "4"));
    return new ProcessBuilder(command).redirectOutput(output.toFile()).start();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  private static void waitUntil(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(20);
    }
  }
}

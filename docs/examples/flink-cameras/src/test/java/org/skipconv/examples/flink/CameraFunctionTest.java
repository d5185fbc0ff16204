package org.skipconv.examples.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.util.TestingTaskManagerRuntimeInfo;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.skipconv.gates.GatePlan;
import org.skipconv.models.embedded.EmbeddedDetector;
import org.skipconv.models.vision.RgbImage;

@Timeout(300)
class CameraFunctionTest {
  private static final CameraKeys KEYS = new CameraKeys(24, CamerasJob.MAX_PARALLELISM);
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final long STREAM_BYTES = streamBytes();

  private final List<AutoCloseable> open = new ArrayList<>();

  private static long streamBytes() {
    try (var stream =
        EmbeddedDetector.model()
            .model(EmbeddedDetector.gatedNetwork())
            .open(EmbeddedDetector.gates().options())) {
      return stream.memoryBytes();
    }
  }

  private KeyedOneInputStreamOperatorTestHarness<Integer, Order, FrameFound> harness(
      OperatorSubtaskState restored, long offHeapBytes) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.TASK_OFF_HEAP_MEMORY, new MemorySize(offHeapBytes));
    MockEnvironment environment =
        new MockEnvironmentBuilder()
            .setMaxParallelism(CamerasJob.MAX_PARALLELISM)
            .setParallelism(1)
            .setTaskManagerRuntimeInfo(new TestingTaskManagerRuntimeInfo(configuration))
            .build();
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<Integer, Order, FrameFound>(
            new KeyedProcessOperator<>(new CameraFunction(SharedModel.SCENES, IDLE)),
            KEYS,
            Types.INT,
            environment);
    open.add(harness);
    harness.setup();
    if (restored != null) {
      harness.initializeState(restored);
    }
    harness.open();
    return harness;
  }

  private KeyedOneInputStreamOperatorTestHarness<Integer, Order, FrameFound> harness()
      throws Exception {
    return harness(null, 1_000_000_000);
  }

  @AfterEach
  void nothingStaysOpen() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    assertThat(SharedModel.openStreams()).isZero();
    assertThat(SharedModel.heldBytes()).isZero();
    assertThat(SharedModel.loaded()).isZero();
  }

  private static Order order(int camera, long first, int count) {
    return order(camera, "scene:" + camera, first, count, "");
  }

  private static Order order(int camera, String address, long first, int count, String plan) {
    return new Order(
        camera, "camera-" + camera, address, first, count, 1_000_000 + first * 100, 10, plan);
  }

  private static List<FrameFound> results(
      KeyedOneInputStreamOperatorTestHarness<Integer, Order, FrameFound> harness) {
    List<FrameFound> results = harness.extractOutputValues();
    harness.getOutput().clear();
    return results;
  }

  @Test
  void eachCameraHasAStreamOfItsOwnAndAllShareTheModel() throws Exception {
    var harness = harness();
    for (int camera = 0; camera < 3; camera++) {
      harness.processElement(order(camera, 0, 5), 0);
    }
    List<FrameFound> results = results(harness);
    assertThat(results).hasSize(15);
    for (FrameFound frame : results) {
      assertThat(frame.keyframe()).isEqualTo(frame.frame() == 0);
      assertThat(frame.time()).isEqualTo(1_000_000 + frame.frame() * 100);
    }
    assertThat(SharedModel.openStreams()).isEqualTo(3);
    assertThat(SharedModel.heldBytes()).isEqualTo(3 * STREAM_BYTES);
    assertThat(SharedModel.loaded()).isEqualTo(1);
    assertThat(results.stream().mapToInt(frame -> frame.found().size()).sum()).isPositive();
  }

  @Test
  void aCameraWithoutOrdersIsClosedByTheTimerAndOpenedAgainByAnOrder() throws Exception {
    var harness = harness();
    harness.setProcessingTime(0);
    harness.processElement(order(0, 0, 2), 0);
    harness.processElement(order(1, 0, 2), 0);
    harness.setProcessingTime(IDLE.toMillis() - 1);
    harness.processElement(order(1, 2, 2), 0);
    harness.setProcessingTime(IDLE.toMillis());
    assertThat(SharedModel.openStreams()).isEqualTo(1);
    harness.setProcessingTime(3 * IDLE.toMillis());
    assertThat(SharedModel.openStreams()).isZero();
    results(harness);
    harness.processElement(order(0, 2, 2), 0);
    assertThat(results(harness)).extracting(FrameFound::keyframe).containsExactly(true, false);
  }

  @Test
  void aCheckpointHoldsAKilobyteForEachCameraAndAKeyframeBringsBackTheRest() throws Exception {
    var harness = harness();
    String plan = EmbeddedDetector.gates().scaled(1.5).text();
    int cameras = 24;
    for (int camera = 0; camera < cameras; camera++) {
      harness.processElement(order(camera, "scene:" + camera % 4, 0, 5, plan), 0);
    }
    OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
    long bytes = checkpoint.getManagedKeyedState().iterator().next().getStateSize();
    System.out.printf("a checkpoint of %d cameras: %d bytes%n", cameras, bytes);
    assertThat(bytes / cameras).isBetween(500L, 2_000L);
    assertThat(cameras * STREAM_BYTES).isGreaterThan(1000 * bytes);
    harness.close();

    var restored = harness(checkpoint, 1_000_000_000);
    assertThat(SharedModel.openStreams()).isZero();
    restored.processElement(order(7, "scene:3", 5, 3, ""), 0);
    assertThat(results(restored))
        .extracting(FrameFound::keyframe)
        .containsExactly(true, false, false);
  }

  @Test
  void aPlanOfTheCameraIsKept() throws Exception {
    GatePlan loose = EmbeddedDetector.gates().scaled(8);
    var harness = harness();
    harness.processElement(order(0, 0, 10), 0);
    harness.processElement(order(1, "scene:0", 0, 1, loose.text()), 0);
    OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
    double ownPlan = openShare(results(harness).subList(1, 10));
    var restored = harness(checkpoint, 1_000_000_000);
    restored.processElement(order(1, "scene:0", 0, 10, ""), 0);
    List<FrameFound> results = results(restored);
    assertThat(openShare(results.subList(1, 10))).isLessThan(0.7 * ownPlan);
    restored.processElement(order(1, "scene:0", 10, 1, "{}"), 0);
    assertThat(restored.getSideOutput(CameraFunction.PROBLEMS).element().getValue())
        .startsWith("camera-1: the text is no gate plan");
  }

  private static double openShare(List<FrameFound> frames) {
    return frames.stream().mapToDouble(FrameFound::openShare).average().orElseThrow();
  }

  @Test
  void timeThatGoesBackBeginsAnew() throws Exception {
    var harness = harness();
    harness.processElement(order(0, 10, 3), 0);
    harness.processElement(order(0, 11, 2), 0);
    harness.processElement(order(0, 20, 1), 0);
    assertThat(results(harness))
        .extracting(FrameFound::keyframe)
        .containsExactly(true, false, false, true, false, false);
  }

  @Test
  void whatCannotBeReadIsSaidAndTheOthersGoOn() throws Exception {
    var harness = harness();
    harness.processElement(order(0, "file:///no/such/video.mp4", 0, 5, ""), 0);
    harness.processElement(order(1, "gopher://camera", 0, 5, ""), 0);
    harness.processElement(order(2, 0, 5), 0);
    assertThat(results(harness)).hasSize(5);
    assertThat(harness.getSideOutput(CameraFunction.PROBLEMS))
        .extracting(record -> record.getValue())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("camera-0: ").contains("/no/such/video.mp4"),
            second -> assertThat(second).startsWith("camera-1: ").contains("gopher"));
  }

  /** A camera that speaks HTTP, JPEG after JPEG. Orders come faster than its frames. */
  @Test
  void ofALiveCameraAnOrderTakesTheNewestFrameIfThereIsOne() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", CameraFunctionTest::sendJpegs);
    server.setExecutor(task -> new Thread(task).start());
    server.start();
    try {
      String address = "http://localhost:" + server.getAddress().getPort() + "/camera";
      var harness = harness();
      long begun = System.currentTimeMillis();
      int orders = 0;
      while (harness.getOutput().size() < 5) {
        harness.processElement(order(0, address, orders++, 1, ""), 0);
        Thread.sleep(5);
      }
      List<FrameFound> results = results(harness);
      assertThat(orders).isGreaterThan(5);
      assertThat(results).extracting(FrameFound::frame).containsExactly(0L, 1L, 2L, 3L, 4L);
      assertThat(results).allMatch(frame -> frame.time() >= begun && frame.lag() >= 0);
      assertThat(results).isSortedAccordingTo(Comparator.comparing(FrameFound::time));
    } finally {
      server.stop(0);
    }
  }

  private static void sendJpegs(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "multipart/x-mixed-replace;boundary=frame");
    exchange.sendResponseHeaders(200, 0);
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(new RgbImage(192, 256).toBufferedImage(), "jpg", jpeg);
    String head =
        "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.size() + "\r\n\r\n";
    try (OutputStream body = exchange.getResponseBody()) {
      while (true) {
        body.write(head.getBytes(StandardCharsets.US_ASCII));
        jpeg.writeTo(body);
        body.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        body.flush();
        Thread.sleep(50);
      }
    } catch (IOException | InterruptedException e) {
      // Nobody watches any more.
    }
  }

  @Test
  void aStreamThatDoesNotFitSaysWhatToSet() throws Exception {
    var harness = harness(null, 2 * STREAM_BYTES + 1000);
    harness.processElement(order(0, 0, 1), 0);
    harness.processElement(order(1, 0, 1), 0);
    assertThatThrownBy(() -> harness.processElement(order(2, 0, 1), 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no room for the stream of camera-2")
        .hasMessageContaining("2 streams hold")
        .hasMessageContaining("taskmanager.memory.task.off-heap.size");
    assertThat(SharedModel.openStreams()).isEqualTo(2);
  }
}

package org.skipconv.examples.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.models.VideoModel;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.DetectionAgreement;
import org.skipconv.models.embedded.EmbeddedDetector;

@Timeout(600)
class CamerasJobTest {
  private static final int CAMERAS = 24;
  private static final int FRAMES = 40;
  private static final int FRAMES_PER_ORDER = 4;

  /**
   * Start of orders that are all due at once; those that start now take as long as they were
   * filmed.
   */
  private static final long LONG_AGO = 1_000_000;

  private static final Duration CHECKPOINTS = Duration.ofMillis(300);
  private static final Duration IDLE = Duration.ofSeconds(30);

  private static StreamExecutionEnvironment job(
      List<String> addresses, String model, int frames, long start, String results) {
    StreamExecutionEnvironment environment = Cluster.environment(4, CHECKPOINTS);
    DataStream<Order> orders =
        new Orders(addresses, 10, FRAMES_PER_ORDER, start).stream(environment, frames);
    sink(orders, addresses.size(), model, results);
    return environment;
  }

  private static StreamExecutionEnvironment simulated(int frames, long start, String results) {
    return job(CamerasJob.simulated(CAMERAS), SharedModel.SCENES, frames, start, results);
  }

  private static void sink(DataStream<Order> orders, int cameras, String model, String results) {
    CamerasJob.watch(orders, cameras, model, IDLE).sinkTo(new Results(results));
  }

  /** As a table keeps them whose key is camera and frame. */
  private static Map<String, FrameFound> table(String name) {
    Map<String, FrameFound> table = new HashMap<>();
    for (Object result : Results.of(name)) {
      FrameFound frame = (FrameFound) result;
      table.put(frame.camera() + " " + frame.frame(), frame);
    }
    return table;
  }

  private static String key(int camera, int frame) {
    return String.format("camera-%02d %d", camera, frame);
  }

  private static void waitForResults(String name, int count) throws InterruptedException {
    Queue<Object> results = Results.of(name);
    while (results.size() < count) {
      Thread.sleep(10);
    }
  }

  private static void assertNothingIsOpen() {
    assertThat(SharedModel.openStreams()).isZero();
    assertThat(SharedModel.heldBytes()).isZero();
    assertThat(SharedModel.loaded()).isZero();
  }

  /**
   * Half of the cameras with thresholds 0, under which a frame's results do not depend on what was
   * before, the other half with those of the model.
   */
  private static StreamExecutionEnvironment halfExact(long start, String results) {
    GatePlan exact = EmbeddedDetector.gates().scaled(0).withInputThreshold(0).withHoldThreshold(0);
    String plan = exact.text();
    StreamExecutionEnvironment environment = Cluster.environment(4, CHECKPOINTS);
    DataStream<Order> orders =
        new Orders(CamerasJob.simulated(CAMERAS), 10, FRAMES_PER_ORDER, start)
            .stream(environment, FRAMES)
                .map(order -> isExact(order.camera()) ? withPlan(order, plan) : order)
                .returns(Order.class)
                .setParallelism(1);
    sink(orders, CAMERAS, SharedModel.SCENES, results);
    return environment;
  }

  private static boolean isExact(int camera) {
    return camera < CAMERAS / 2;
  }

  /** The camera's first order brings the plan; after a restore it comes out of the checkpoint. */
  private static Order withPlan(Order order, String plan) {
    return order.first() > 0
        ? order
        : new Order(
            order.camera(),
            order.name(),
            order.address(),
            order.first(),
            order.count(),
            order.filmed(),
            order.frameRate(),
            plan);
  }

  @Test
  void aTaskManagerThatIsKilledCostsKeyframesAndNoResults() throws Exception {
    try (Cluster cluster = new Cluster(2, 2)) {
      cluster.await(cluster.submit(halfExact(LONG_AGO, "undisturbed")));

      JobID job = cluster.submit(halfExact(System.currentTimeMillis(), "disturbed"));
      waitForResults("disturbed", CAMERAS * FRAMES / 4);
      cluster.checkpoint(job);
      waitForResults("disturbed", CAMERAS * FRAMES / 2);
      cluster.killTaskManager();
      cluster.startTaskManager();
      cluster.await(job);
    }
    assertNothingIsOpen();

    Map<String, FrameFound> undisturbed = table("undisturbed");
    Map<String, FrameFound> disturbed = table("disturbed");
    assertThat(undisturbed).hasSize(CAMERAS * FRAMES);
    assertThat(disturbed.keySet()).isEqualTo(undisturbed.keySet());
    long keyframes = disturbed.values().stream().filter(FrameFound::keyframe).count();
    assertThat(keyframes).isGreaterThan(CAMERAS);

    DetectionAgreement before = new DetectionAgreement();
    DetectionAgreement after = new DetectionAgreement();
    for (int camera = 0; camera < CAMERAS; camera++) {
      for (int frame = 0; frame < FRAMES; frame++) {
        FrameFound one = disturbed.get(key(camera, frame));
        if (isExact(camera)) {
          assertThat(one.found()).isEqualTo(undisturbed.get(key(camera, frame)).found());
        } else {
          // The exact camera of the same scene says what the dense network finds.
          List<Detection> dense = undisturbed.get(key(camera - CAMERAS / 2, frame)).found();
          before.add(dense, undisturbed.get(key(camera, frame)).found());
          after.add(dense, one.found());
        }
      }
    }
    System.out.printf(
        "killed in mid-run: %d results came twice, %d keyframes; AP@0.5 by the dense network %.4f,"
            + " undisturbed %.4f, of %d objects%n",
        Results.of("disturbed").size() - disturbed.size(),
        keyframes,
        after.apAt05().orElseThrow(),
        before.apAt05().orElseThrow(),
        before.objects());
    assertThat(before.objects()).isGreaterThan(CAMERAS * FRAMES);
    assertThat(after.apAt05().orElseThrow()).isGreaterThan(before.apAt05().orElseThrow() - 0.02);
  }

  @Test
  void jobsInOneJvmLeaveNothingBehind() throws Exception {
    try (Cluster cluster = new Cluster(1, 4)) {
      cluster.await(cluster.submit(simulated(4, LONG_AGO, "first")));
      long bytes = Pointer.totalBytes();
      assertNothingIsOpen();
      for (int i = 0; i < 3; i++) {
        String name = "restarted-" + i;
        JobID job = cluster.submit(simulated(10_000, System.currentTimeMillis(), name));
        while (SharedModel.openStreams() < CAMERAS) {
          Thread.sleep(10);
        }
        cluster.cancel(job);
        assertNothingIsOpen();
      }
      // Maps that results were read from are freed by the garbage collector.
      while (Pointer.totalBytes() > bytes) {
        System.gc();
        Thread.sleep(50);
      }
    }
  }

  /** The job's classes in a loader of its own, as Flink loads a job's jar, twice in one JVM. */
  @Test
  void eachJobMayHaveAClassLoaderOfItsOwn() throws Exception {
    List<URL> classPath =
        Stream.of(
                CamerasJob.class,
                Results.class,
                SkipNetwork.class,
                GatePlan.class,
                VideoModel.class,
                EmbeddedDetector.class,
                Pointer.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
            .toList();
    try (Cluster cluster = new Cluster(1, 4)) {
      for (String name : List.of("one-loader", "another-loader")) {
        StreamExecutionEnvironment job =
            job(List.of("scene:1", "scene:1"), SharedModel.SCENES, 4, LONG_AGO, name);
        cluster.await(cluster.submit(job, classPath));
        assertThat(Results.of(name)).hasSize(8);
      }
      ClassLoader one = loader("one-loader");
      ClassLoader another = loader("another-loader");
      assertThat(one).isNotSameAs(another).isNotSameAs(getClass().getClassLoader());
      assertThat(another).isNotSameAs(getClass().getClassLoader());
    }
  }

  private static ClassLoader loader(String results) {
    return Objects.requireNonNull(Results.of(results).peek()).getClass().getClassLoader();
  }

  /** Real video, decoded where it is computed. */
  @Test
  void aClipIsReadInTheSubtask() throws Exception {
    Path data = Path.of(System.getProperty("skipconv.testdata", ""));
    Path weights = data.resolve("weights/efficientdet_d0_512_fp16.safetensors");
    Path video = data.resolve("video/vtest.avi");
    assumeTrue(Files.exists(weights) && Files.exists(video), "test data are absent: " + weights);
    List<String> addresses = List.of(video.toUri().toString(), video.toUri().toString());
    try (Cluster cluster = new Cluster(1, 4)) {
      cluster.await(cluster.submit(job(addresses, weights.toString(), 12, LONG_AGO, "clip")));
    }
    assertNothingIsOpen();
    Map<String, FrameFound> table = table("clip");
    assertThat(table).hasSize(24);
    for (int frame = 0; frame < 12; frame++) {
      FrameFound one = table.get(key(0, frame));
      assertThat(one.found()).isEqualTo(table.get(key(1, frame)).found());
      assertThat(one.found()).anyMatch(object -> object.className().equals("person"));
      assertThat(one.keyframe()).isEqualTo(frame == 0);
    }
  }
}

package org.skipconv.models.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.ElementType;
import org.skipconv.core.FrameReport;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;
import org.skipconv.core.testing.TestData;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.calibration.CalibrationProgress;
import org.skipconv.models.detection.ObjectDetector;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.pose.Pose;
import org.skipconv.models.pose.PoseEstimator;
import org.skipconv.models.pose.PoseTask;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.VideoSource;
import org.skipconv.models.vision.VideoWriter;

/** Runs what the how-to pages show. */
class SnippetsTest {
  private static final CropWindow WINDOW = new CropWindow(16, 0, 96, 128);

  private final SkipNetwork network = HrNet.w18SmallV1(64, 64).seeded(1);
  private final Scene scene = Scene.builder().size(128, 128).seed(3).build();

  @TempDir private Path folder;

  @Test
  void loadsAndRenamesWeights() throws IOException {
    Tensor tensor = Tensor.of(new float[] {1, 2}, 2);
    Path file = folder.resolve("some.safetensors");
    SafeTensors.of(Map.of("net.encoder.bias", tensor)).write(file, ElementType.F32);
    assertThat(Snippets.load(file).names()).containsExactly("net.encoder.bias");
    assertThat(Snippets.renamed(file).tensor("bias", 2).values()).containsExactly(1, 2);
    assertThatThrownBy(() -> Snippets.loadEntry(file)).hasMessageContaining("has no entries");
  }

  @Test
  void opensAVideoWithMoreAllowed() throws IOException {
    Path file = folder.resolve("two.mp4");
    try (VideoWriter writer = VideoWriter.open(file, 16, 16, 10)) {
      writer.write(new RgbImage(16, 16));
    }
    try (VideoSource reader = Snippets.playlist(file.toUri())) {
      assertThat(reader.read()).isNotNull();
    }
  }

  @Test
  void calibrates() throws IOException {
    List<RgbImage> frames = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      frames.add(scene.frame(i).image());
    }
    List<CalibrationProgress> heard = new ArrayList<>();
    Path file = folder.resolve("plan.json");
    GatePlan plan = Snippets.calibrate(PoseTask.model(network), frames, heard::add, 1, file);
    assertThat(GatePlan.read(file)).isEqualTo(plan);
    assertThat(heard).isNotEmpty();
  }

  @Test
  void loadsTrainedNetworks() throws IOException {
    Path weights = TestData.require("weights/hrnet_w32_256x192_fp16.safetensors");
    SkipNetwork loaded = Snippets.loadPose(weights);
    assertThat(loaded.outputs()).containsOnlyKeys("heatmaps");
  }

  @Test
  void theFirstLinesFindANose() throws IOException {
    Path weights = TestData.require("weights/hrnet_w32_256x192_fp16.safetensors");
    List<String> lines = linesOfTwoFrames(Snippets::firstLines, weights);
    assertThat(lines.get(0)).startsWith("Joint[name=nose").endsWith("saved 0.0");
    assertThat(lines.get(1)).endsWith("saved 1.0");
  }

  @Test
  void theTutorialFollowsAPersonInAVideo() throws IOException {
    Path weights = TestData.require("weights/hrnet_w32_256x192_fp16.safetensors");
    List<String> lines = linesOfTwoFrames(FirstPoses::follow, weights);
    assertThat(lines.get(0)).startsWith("Joint[name=nose").contains(", keyframe 0: ");
    assertThat(lines.get(1)).contains(", frame 1: 0 of ");
  }

  /** A program that prints a line for each frame of a camera. */
  @FunctionalInterface
  private interface PosePrinter {
    void run(Path weights, Path camera, PrintStream out) throws IOException;
  }

  private List<String> linesOfTwoFrames(PosePrinter program, Path weights) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    program.run(weights, stillCamera(), new PrintStream(bytes, true, StandardCharsets.UTF_8));
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(2);
    return lines;
  }

  /** A person before a fixed camera, the same frame twice. */
  private Path stillCamera() throws IOException {
    Path picture = TestData.require("images/exact-inputs").resolve("one-by-one_1040.png");
    Path frames = Files.createDirectory(folder.resolve("camera"));
    Files.copy(picture, frames.resolve("0.png"));
    Files.copy(picture, frames.resolve("1.png"));
    return frames;
  }

  @Test
  void skipsLessThanTheWholeAndIsCloseToIt() {
    List<Tensor> frames = frames(3);
    assertThat(Snippets.difference(network, Snippets.options(), frames)).isBetween(1e-9, 1.0);
    assertThat(Snippets.difference(network, SessionOptions.exact(), frames)).isZero();
    try (VideoSession session = network.open(Snippets.perLayer())) {
      FrameReport report = session.next(frames.get(0)).report();
      assertThat(Snippets.busiest(report)).hasSize(5).allMatch(line -> line.endsWith("100 % open"));
    }
  }

  @Test
  void writesAPlanAndReadsItAgain() throws IOException {
    SessionOptions options = Snippets.plan(network, folder.resolve("plan.json"));
    List<Tensor> frames = frames(2);
    try (VideoSession session = network.open(options)) {
      session.next(frames.get(0));
      assertThat(session.next(frames.get(1)).report().savedShare()).isBetween(0.01, 0.99);
    }
  }

  @Test
  void readsAndWritesVideo() throws IOException {
    Path video = folder.resolve("scene.mp4");
    try (VideoWriter writer = VideoWriter.open(video, 128, 128, 10)) {
      for (int i = 0; i < 5; i++) {
        writer.write(scene.frame(i).image());
      }
    }
    Path annotated = folder.resolve("annotated.mp4");
    Snippets.annotate(video, annotated, network, Snippets.options(), WINDOW);
    int frames = 0;
    try (VideoSource reader = VideoSource.open(annotated)) {
      while (reader.read() != null) {
        frames++;
      }
    }
    assertThat(frames).isEqualTo(5);
  }

  @Test
  void watchesACameraAndDraws() throws IOException {
    Iterator<RgbImage> pictures =
        List.of(scene.frame(0).image(), scene.frame(1).image()).iterator();
    List<Pose> seen = new ArrayList<>();
    try (PoseEstimator poses = PoseEstimator.open(network, Snippets.options(), WINDOW)) {
      Snippets.watch(camera(pictures), poses, seen::add);
    }
    assertThat(seen).hasSize(2);
    Path drawn = folder.resolve("drawn.png");
    FirstPoses.draw(scene.frame(0).image(), seen.get(0), WINDOW, drawn);
    assertThat(RgbImage.read(drawn).rgb()).isNotEqualTo(scene.frame(0).image().rgb());
  }

  @Test
  void watchesALiveSource() throws IOException {
    Path file = folder.resolve("live.mp4");
    RgbImage picture = scene.frame(0).image();
    try (VideoWriter writer = VideoWriter.open(file, picture.height(), picture.width(), 10)) {
      for (int i = 0; i < 3; i++) {
        writer.write(scene.frame(i).image());
      }
    }
    List<Long> numbers = new ArrayList<>();
    List<String> log = new ArrayList<>();
    try (PoseEstimator poses = PoseEstimator.open(network, Snippets.options(), WINDOW)) {
      Snippets.watch(file.toUri(), poses, (info, pose) -> numbers.add(info.number()), log::add);
    }
    assertThat(numbers).containsExactly(0L, 1L, 2L);
    assertThat(log).containsExactly("3 frames");
  }

  private static Snippets.Camera camera(Iterator<RgbImage> pictures) {
    return new Snippets.Camera() {
      @Override
      public int height() {
        return 128;
      }

      @Override
      public int width() {
        return 128;
      }

      @Override
      public boolean grab(byte[] rgb) {
        if (!pictures.hasNext()) {
          return false;
        }
        System.arraycopy(pictures.next().rgb(), 0, rgb, 0, rgb.length);
        return true;
      }
    };
  }

  @Test
  void followsSeveralPeople() {
    CropWindow other = Snippets.windowFor(60, 10, 30, 90);
    assertThat(other.width() / other.height()).isCloseTo(0.75f, within(1e-5f));
    List<CropWindow> windows = List.of(WINDOW, other);
    assertThat(Snippets.people(network, Snippets.options(), windows, scene.frame(0).image()))
        .hasSize(2);
  }

  @Test
  void keepsACopyOfAResult() {
    List<Tensor> frames = frames(2);
    try (VideoSession session = network.open(SessionOptions.exact())) {
      assertThat(Snippets.keep(session, frames.get(0), frames.get(1))).isFalse();
    }
  }

  @Test
  void agreesWithOnnxRuntime() throws Exception {
    Path file = folder.resolve("network.onnx");
    Snippets.export(network, file);
    float[] values = frames(1).get(0).values();
    float[][] both = OnnxCheck.run(network, file, values);
    assertThat(both[0]).hasSameSizeAs(both[1]);
    for (int i = 0; i < both[0].length; i++) {
      assertThat(both[0][i]).isCloseTo(both[1][i], within(1e-5f));
    }
  }

  @Test
  void detects() throws IOException {
    EfficientDet model = EfficientDet.d0().withSize(96, 128);
    try (ObjectDetector detector = Snippets.decoder(model, model.seeded(1), Snippets.options())) {
      assertThat(detector.next(scene.frame(0).image())).isNotNull();
    }
    assertThat(Snippets.sized().width()).isEqualTo(512);
    assertThat(Snippets.classes().classes()).containsExactly("forklift", "pallet");
    Path weights = TestData.require("weights/efficientdet_d0_512_fp16.safetensors");
    Path pictures = TestData.require("images/exact-inputs").resolve("one-by-one_1040.png");
    Path frames = Files.createDirectory(folder.resolve("frames"));
    Files.copy(pictures, frames.resolve("0.png"));
    List<String> lines = new ArrayList<>();
    Snippets.detect(weights, frames, lines::add);
    assertThat(lines).anyMatch(line -> line.startsWith("person Box["));
  }

  @Test
  void saysWhichKernelsRun() {
    assertThat(Snippets.kernels()).contains(": ");
    assertThat(Snippets.precision()).contains("CARRY", "AUTO");
  }

  private List<Tensor> frames(int count) {
    Shape shape = network.inputShape();
    Random random = new Random(5);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    List<Tensor> frames = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      for (int i = 0; i < 200; i++) {
        values[random.nextInt(values.length)] += 1;
      }
      frames.add(Tensor.of(values.clone(), 1, 3, shape.height(), shape.width()));
    }
    return frames;
  }
}

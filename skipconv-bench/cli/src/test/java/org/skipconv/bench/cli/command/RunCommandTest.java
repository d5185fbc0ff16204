package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.bench.cli.footage.SceneFootage;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.core.FrameReport;
import org.skipconv.core.KernelInfo;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.gates.NormGate;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.pose.PoseEstimator;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.VideoSource;

/** The main job, end to end on a few small frames. */
class RunCommandTest {
  private static final int START = 30;
  private static final int FRAMES = 7;

  @TempDir private Path folder;
  private Path json;

  @BeforeEach
  void nameFiles() {
    json = folder.resolve("report.json");
  }

  private Ran run(String... more) {
    return run(FRAMES, more);
  }

  private Ran run(int frames, String... more) {
    List<String> args = new ArrayList<>(List.of("run", "--size", "64x64", "--no-progress"));
    args.addAll(List.of("--frames", "" + frames, "--out", "" + folder.resolve("out")));
    args.addAll(List.of("--json", "" + json));
    args.addAll(List.of(more));
    Ran ran = Ran.of(args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).isEmpty();
    return ran;
  }

  @Test
  void saysThatGeneratedWeightsMeanNothing() {
    assertThat(run().out()).contains("untrained", "MACs", "FLOPs saved", "ms, mean");
  }

  @Test
  void writesVideoStillsAndPlot() throws IOException {
    run();
    Path out = folder.resolve("out");
    try (VideoSource video = VideoSource.open(out.resolve("annotated.mp4"))) {
      assertThat(video.skip(100)).isEqualTo(FRAMES);
    }
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("frame-")))
          .hasSizeBetween(3, FRAMES);
    }
    assertThat(RgbImage.read(out.resolve("cost.png")).width()).isGreaterThan(500);
  }

  @Test
  void tellsHowFarTheCameraMoved() throws IOException {
    assertThat(run("--camera", "steadied", "--ignore", "0,0 40,0 40,30").out())
        .contains("camera moved by 0.");
    JsonObject report = Ran.json(json);
    assertThat(report.get("camera").getAsString()).isEqualTo("steadied");
    JsonObject displacement = report.getAsJsonObject("displacement");
    assertThat(displacement.get("largest").getAsDouble()).isLessThan(0.1);
    assertThat(displacement.get("lostFrames").getAsInt()).isZero();
    assertThat(displacement.get("medianMs").getAsDouble()).isPositive();
    run();
    assertThat(Ran.json(json).get("camera").getAsString()).isEqualTo("fixed");
    assertThat(Ran.json(json).get("displacement").isJsonNull()).isTrue();
  }

  @Test
  void hasAllFields() throws IOException {
    run("--start", "" + START);
    JsonObject report = Ran.json(json);
    assertThat(report.keySet())
        .contains("model", "input", "frames", "threads", "kernels", "denseMacsPerFrame")
        .contains("macsPerFrame", "gateMacsPerFrame", "macRatio", "openShare", "msPerFrame")
        .contains("speedup", "agreement", "sessionMemoryBytes");
    assertThat(report.get("model").getAsString()).isEqualTo("hrnet-w18-small-v1");
    assertThat(report.get("input").getAsString()).isEqualTo("synthetic");
    assertThat(report.get("frames").getAsInt()).isEqualTo(FRAMES);
    assertThat(report.get("threads").getAsInt()).isEqualTo(1);
    assertThat(report.get("kernels").getAsString()).isEqualTo(KernelInfo.current().name());
    JsonObject millis = report.getAsJsonObject("msPerFrame");
    for (String path : List.of("skip", "dense")) {
      assertThat(millis.getAsJsonObject(path).keySet()).containsExactly("mean", "median", "p95");
    }
    assertThat(millis.get("onnxruntime").isJsonNull()).isTrue();
    JsonObject speedup = report.getAsJsonObject("speedup");
    assertThat(speedup.get("vsOnnxruntime").isJsonNull()).isTrue();
    assertThat(speedup.get("vsDenseMedian").getAsDouble())
        .isCloseTo(
            millis.getAsJsonObject("dense").get("median").getAsDouble()
                / millis.getAsJsonObject("skip").get("median").getAsDouble(),
            within(1e-9));
    JsonObject agreement = report.getAsJsonObject("agreement");
    assertThat(agreement.get("pckAt005").isJsonNull()).as("of untrained weights").isTrue();
    assertThat(agreement.get("pckAt02").isJsonNull()).isTrue();
    assertThat(agreement.get("meanAbsError").getAsDouble()).isPositive();
  }

  @Test
  void countsWhatTheLibraryCounts() throws IOException {
    run("--start", "" + START);
    requireCounts(SessionOptions.gates(NormGate.input(0.1f)));
  }

  @Test
  void passesItsOptionsOn() throws IOException {
    run(
        ("--gate output-norm --threshold 0.8 --policy rebase --keyframe-every 4"
                + " --no-cut-detection --threads 2 --start "
                + START)
            .split(" ", -1));
    JsonObject report = Ran.json(json);
    assertThat(report.get("gate").getAsString()).isEqualTo("output-norm");
    assertThat(report.get("threshold").getAsDouble()).isEqualTo(0.8);
    assertThat(report.get("policy").getAsString()).isEqualTo("rebase");
    assertThat(report.get("keyframeEvery").getAsInt()).isEqualTo(4);
    assertThat(report.get("keyframes").getAsInt()).isEqualTo(2);
    assertThat(report.get("cutDetection").getAsBoolean()).isFalse();
    assertThat(report.get("threads").getAsInt()).isEqualTo(2);
    requireCounts(
        SessionOptions.gates(NormGate.output(0.8f))
            .withPolicy(ResidualPolicy.REBASE)
            .withKeyframes(new KeyframePolicy(4, false))
            .withInputThreshold(0)
            .withThreads(2));
  }

  @Test
  void noiseIsMeasuredUnlessAThresholdIsGiven() throws IOException {
    run();
    JsonObject report = Ran.json(json);
    assertThat(report.get("inputThreshold").getAsString()).isEqualTo("measured");
    assertThat(report.get("noise").getAsDouble()).isBetween(0.0, 3.0);
    assertThat(report.get("wholeFrames").getAsInt()).isNotNegative();
    run("--input-threshold", "0.25");
    report = Ran.json(json);
    assertThat(report.get("inputThreshold").getAsDouble()).isEqualTo(0.25);
    assertThat(report.get("noise").isJsonNull()).isTrue();
  }

  @Test
  void openGatesWithoutThresholdsGiveTheDensePathsBits() throws IOException {
    run("--gate", "none", "--input-threshold", "0", "--start", "" + START);
    JsonObject report = Ran.json(json);
    assertThat(report.getAsJsonObject("agreement").get("meanAbsError").getAsDouble()).isZero();
    assertThat(report.get("threshold").isJsonNull()).isTrue();
  }

  @Test
  void aSingleFrameHasNoMeans() throws IOException {
    assertThat(run(1).out())
        .contains("frame 0 of synthetic:", "a single picture is computed whole: there is nothing");
    JsonObject report = Ran.json(json);
    assertThat(report.get("frames").getAsInt()).isEqualTo(1);
    assertThat(report.get("macsPerFrame").isJsonNull()).isTrue();
    assertThat(report.get("macRatio").isJsonNull()).isTrue();
    assertThat(report.getAsJsonObject("msPerFrame").get("skip").isJsonNull()).isTrue();
  }

  /** The same frames by another way: the estimator that applications use. */
  private void requireCounts(SessionOptions options) throws IOException {
    Scene scene = SceneFootage.standard(new Size(64, 64)).scene();
    CropWindow whole = new CropWindow(0, 0, scene.width(), scene.height());
    double spent = 0;
    double computed = 0;
    JsonObject report = Ran.json(json);
    try (PoseEstimator estimator =
        PoseEstimator.open(HrNet.w18SmallV1(64, 64).seeded(1), options, whole)) {
      for (int i = 0; i < FRAMES; i++) {
        estimator.next(scene.frame(START + i).image());
        FrameReport frame = estimator.lastReport();
        spent += i == 0 ? 0 : frame.macs().spent();
        computed += i == 0 ? 0 : frame.macs().computed();
      }
      assertThat(report.get("sessionMemoryBytes").getAsLong())
          .isEqualTo(estimator.session().memoryBytes());
    }
    double dense = HrNet.w18SmallV1(64, 64).seeded(1).denseMacs();
    assertThat(report.get("denseMacsPerFrame").getAsDouble()).isEqualTo(dense);
    double mean = spent / (FRAMES - 1);
    assertThat(report.get("macsPerFrame").getAsDouble()).isEqualTo(mean, within(1e-6 * mean));
    assertThat(report.get("macRatio").getAsDouble()).isEqualTo(dense / mean, within(1e-6));
    assertThat(report.get("openShare").getAsDouble())
        .isEqualTo(computed / (FRAMES - 1) / dense, within(1e-9));
  }
}

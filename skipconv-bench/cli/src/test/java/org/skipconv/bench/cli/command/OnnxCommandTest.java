package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.core.testing.TestData;
import org.skipconv.gates.GatePlan;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.onnx.OnnxExport;

/** ONNX files as models, end to end on a few frames. */
class OnnxCommandTest {
  @TempDir private static Path models;

  private static String pose;

  @TempDir private Path folder;

  @BeforeAll
  static void export() throws IOException {
    Path file = models.resolve("pose.onnx");
    OnnxExport.write(HrNet.w18SmallV1(128, 96).seeded(1), file);
    pose = file.toString();
  }

  private static Ran run(String command, String model, String... more) {
    List<String> args = new ArrayList<>(List.of(command, "--model", model));
    args.addAll(List.of(more));
    return Ran.of(args.toArray(String[]::new));
  }

  private static String done(Ran ran) {
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran.out();
  }

  @Test
  void tellsWhatBecomesOfAFile() {
    String text = done(Ran.of("coverage", pose));
    assertThat(text)
        .startsWith("pose.onnx input [1, 3, 128, 96]")
        .contains("no foreign parts")
        .containsPattern("Conv +\\d+ +0  graph");
  }

  @Test
  void comparesWithOnnxRuntimeOnTheFile() throws IOException {
    Path json = folder.resolve("report.json");
    String text =
        done(
            run(
                "compare",
                pose,
                "--frames",
                "4",
                "--start",
                "40",
                "--warm-up",
                "0",
                "--no-progress",
                "--json",
                json.toString()));
    assertThat(text)
        .startsWith("pose.onnx, input 128x96, weights: " + pose)
        .contains("decoder: heatmaps of joints (guessed); input stretched; RGB / 255 by ImageNet's")
        .contains("no foreign parts", "ONNX Runtime");
    JsonObject report = Ran.json(json);
    assertThat(report.get("model").getAsString()).isEqualTo("pose.onnx");
    assertThat(report.get("macRatio").getAsDouble()).isGreaterThan(1);
    assertThat(report.getAsJsonObject("msPerFrame").get("onnxruntime").isJsonNull()).isFalse();
  }

  @Test
  void comparesOutputsWithoutADecoder() {
    String text =
        done(
            run(
                "compare",
                pose,
                "--decoder",
                "none",
                "--frames",
                "4",
                "--start",
                "40",
                "--warm-up",
                "0",
                "--no-progress"));
    assertThat(text).contains("decoder: outputs as they are; input stretched; RGB / 255");
    assertThat(text).containsPattern("heatmaps differs by \\d+\\.\\d\\d %, cosine 0\\.\\d+");
  }

  @Test
  void drawsWhatIsFound() {
    Path out = folder.resolve("out");
    done(run("run", pose, "--frames", "3", "--out", out.toString(), "--no-progress"));
    assertThat(out.resolve("annotated.mp4")).isNotEmptyFile();
  }

  @Test
  void profilesIt() {
    assertThat(done(run("profile", pose, "--frames", "3", "--no-progress"))).contains("decoder: ");
  }

  @Test
  void plansNameTheFilesTensors() throws IOException {
    Path plan = folder.resolve("plan.json");
    String text =
        done(
            run(
                "calibrate",
                pose,
                "--measure",
                "output-error",
                "--input-threshold",
                "0.05",
                "--part",
                "40,4",
                "--tolerance",
                "0.3",
                "--minutes",
                "0.05",
                "--out",
                plan.toString(),
                "--no-progress"));
    assertThat(text).contains("written: " + plan);
    assertThat(GatePlan.read(plan).options().inputThreshold().change())
        .as("in units of the input: 0.05 of 57.6 levels, by a deviation of about as many")
        .isBetween(0.049f, 0.051f);
    assertThat(
            done(
                run(
                    "compare",
                    pose,
                    "--plan",
                    plan.toString(),
                    "--frames",
                    "3",
                    "--warm-up",
                    "0",
                    "--no-progress")))
        .contains("plan of " + plan);
  }

  @Test
  void takesPixelsAsTheUserSays() {
    String text =
        done(
            run(
                "profile",
                pose,
                "--frames",
                "2",
                "--layout",
                "letterbox",
                "--scale",
                "0.5",
                "--mean",
                "1,2,3",
                "--std",
                "4",
                "--bgr",
                "--no-progress"));
    assertThat(text)
        .contains(
            "letterbox; BGR levels * 0.500000, mean [1.0, 2.0, 3.0], deviation [4.0, 4.0, 4.0]")
        .contains("input threshold measured");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run|--decoder sofa|there is no decoder \"sofa\"; there are yolo,",
        "run|--decoder yunet|--decoder: decoder yunet",
        "run|--layout wide|--layout wide: allowed: letterbox, stretch, crop",
        "run|--layout crop|--layout crop: needs --crop",
        "run|--mean 1,2|--mean 1,2: is one number or three, R,G,B",
        "run|--std 0|deviation more than 0",
        "run|--scale -1|the scale must be more than 0",
        "run|--weights x.pth|--weights: an ONNX file has its own",
        "run|--labels x.json|--labels: labels are boxes of objects",
        "run|--gate learned|--gate learned",
        "train|--minutes 1 --out x.safetensors|an ONNX file keeps its weights; allowed: thresholds",
        "train|--minutes 1 --train thresholds --out x.json|give a video"
      })
  void saysInOneLineWhatCannotBeDone(String command, String more, String message) {
    Ran ran = run(command, pose, more == null ? new String[0] : more.split(" ", -1));
    assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(2);
    assertThat(ran.err()).contains(message).hasLineCount(1);
  }

  @Test
  void refusesItsOptionsForOtherModels() {
    for (String option : List.of("--bgr", "--decoder=none", "--mean=1")) {
      Ran ran = Ran.of("run", option);
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err()).contains("only a --model that is an ONNX file takes it");
    }
    Ran none = run("run", folder.resolve("none.onnx").toString());
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("there is no such file");
  }

  @Test
  void aPublishedDetectorOnARealClip() throws IOException {
    Path json = folder.resolve("report.json");
    String text =
        done(
            run(
                "compare",
                TestData.require("onnx/yolox_nano.onnx").toString(),
                "--input",
                TestData.require("video/vtest.avi").toString(),
                "--frames",
                "6",
                "--warm-up",
                "0",
                "--no-progress",
                "--json",
                json.toString()));
    assertThat(text)
        .contains("as YOLOX (guessed); input letterboxed at the upper left with grey 114; BGR")
        .contains("113 of 113 convolutions in the skip graph");
    JsonObject report = Ran.json(json);
    assertThat(report.getAsJsonObject("agreement").get("apAt05").getAsDouble()).isGreaterThan(0.97);
    assertThat(report.get("macRatio").getAsDouble()).isGreaterThan(8);
  }
}

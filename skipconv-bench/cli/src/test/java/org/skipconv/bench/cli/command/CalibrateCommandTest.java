package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.bench.cli.model.Models;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.core.testing.TestData;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.models.embedded.EmbeddedPose;
import org.skipconv.models.vision.RgbImage;

class CalibrateCommandTest {
  @TempDir private Path folder;

  private Ran calibrate(String... more) {
    List<String> args = new ArrayList<>(List.of("calibrate", "--no-progress"));
    args.addAll(List.of(more));
    if (!args.contains("--out")) {
      args.addAll(List.of("--out", "" + plan()));
    }
    return Ran.of(args.toArray(String[]::new));
  }

  private Path plan() {
    return folder.resolve("plan.json");
  }

  @Test
  void writesAPlanThatRunTakesAndAPlot() throws IOException {
    Ran ran =
        calibrate(
            "--size",
            "64x64",
            "--part",
            "30,6",
            "--part",
            "50,4",
            "--test",
            "70,6",
            "--tolerance",
            "0.2",
            "--threads",
            "2");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("calibrated on 8 frames", "best one", "the plan", "calibrated x 1.00 ")
        .contains("fewer MACs", "8 frames are few: the plan may not hold")
        .contains("frames 70 to 75, 5 of them counted");
    assertThat(GatePlan.read(plan()).layers()).isNotEmpty();
    assertThat(RgbImage.read(folder.resolve("plan.png")).height()).isEqualTo(800);
    Ran run =
        Ran.of(
            "run",
            "--no-progress",
            "--size",
            "64x64",
            "--frames",
            "3",
            "--plan",
            plan().toString(),
            "--out",
            folder.resolve("out").toString());
    assertThat(run.code()).as(run.err()).isZero();
  }

  /** The plan says which model, size and crop it is for, as files of trained weights do. */
  @Test
  void writesWhatARunOfThePlanNeeds() throws IOException {
    Path made = folder.resolve("made").resolve("plan.json");
    Ran ran =
        calibrate(
            "--model",
            "efficientdet-tiny",
            "--part",
            "30,3",
            "--tolerance",
            "0.5",
            "--minutes",
            "0.05",
            "--out",
            made.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(GatePlan.readMetadata(made))
        .containsEntry("skipconv.model", "efficientdet-tiny")
        .containsEntry("skipconv.size", "192x256");
    Ran run =
        Ran.of(
            "run",
            "--no-progress",
            "--frames",
            "3",
            "--plan",
            made.toString(),
            "--out",
            folder.resolve("out").toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("efficientdet-tiny, input 192x256");
  }

  /** A plan from elsewhere costs what the calibrated one costs if it is the same. */
  @Test
  void triesPlansFromElsewhereOnTheTests() throws IOException {
    Path single = folder.resolve("single.json");
    GatePlan.uniform(
            Models.named("hrnet-w18-small-v1").seeded(new Size(64, 64), 1).network(),
            GateSetting.input(0.2f))
        .write(single);
    String[] small = {"--size", "64x64", "--part", "30,4", "--tolerance", "0.2"};
    List<String> args = new ArrayList<>(List.of(small));
    args.addAll(List.of("--test", "70,5", "--beside", "" + single));
    Ran ran = calibrate(args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(cells(ran, "single.json x 1.00")).isEqualTo(cells(ran, "threshold 0.200"));
    assertThat(cells(ran, "single.json x 0.500")).isEqualTo(cells(ran, "threshold 0.100"));
    assertThat(calibrate("--tolerance", "1", "--beside", "" + single).err())
        .contains("--beside: needs --test");
  }

  /** With the plan beside them, weights are a network of their own. */
  @Test
  void triesTrainedWeightsOnTheTests() throws IOException {
    Path trained = folder.resolve("trained.safetensors");
    EmbeddedPose.writeGated(trained);
    Path plain = folder.resolve("plain.safetensors");
    EmbeddedPose.write(plain);
    String[] small = {"--part", "30,4", "--tolerance", "0.3", "--minutes", "2"};
    List<String> args = new ArrayList<>(List.of(small));
    args.addAll(List.of("--test", "70,5", "--beside", "" + trained));
    Ran ran = calibrate(args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("trained.safetensors x 1.00");
    args.addAll(List.of("--beside", "" + plain));
    assertThat(calibrate(args.toArray(String[]::new)).err())
        .contains("plain.safetensors: there is no plan beside the weights");
    args.set(args.size() - 1, "none.safetensors");
    assertThat(calibrate(args.toArray(String[]::new)).err())
        .contains("--beside none.safetensors: there is no such file");
  }

  /** Text after a row's name, in the last table that has it. */
  private static String cells(Ran ran, String row) {
    List<String> lines = ran.out().lines().filter(line -> line.startsWith(row)).toList();
    assertThat(lines).as(row + " in " + ran.out()).isNotEmpty();
    String last = lines.get(lines.size() - 1).substring(row.length()).strip();
    return last.replace("best one", "").strip();
  }

  @Test
  void countsLostDetections() throws IOException {
    Ran ran =
        calibrate(
            "--model",
            "efficientdet-d0",
            "--weights",
            TestData.require("weights/efficientdet_d0_512_fp16.safetensors").toString(),
            "--size",
            "256x256",
            "--input",
            TestData.require("video/vtest.avi").toString(),
            "--frames",
            "4",
            "--tolerance",
            "0.05",
            "--minutes",
            "0.1");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("AP at IoU 0.5 lost", "detections-lost");
    assertThat(GatePlan.read(plan()).network()).isEqualTo("tf_efficientdet_d0");
  }

  @Test
  void saysWhatCannotBeDone() {
    assertRefused("--tolerance must be 0 or more, but is -1.0", "--tolerance", "-1");
    assertRefused("must be 0 to 1, a share, for joints-moved, but is 2.0", "--tolerance", "2");
    assertRefused(
        "--test 900,-9,9,9: lies outside the pictures",
        "--tolerance",
        "1",
        "--test",
        "5,9,900,-9,9,9");
    assertRefused("Missing required option: '--tolerance=T'");
    assertRefused("--minutes must be above 0", "--tolerance", "1", "--minutes", "0");
    assertRefused("--gate learned: allowed here", "--tolerance", "1", "--gate", "learned");
    assertRefused(
        "the block size must be 1, 2, 4 or 8, but is 3", "--tolerance", "1", "--block", "3");
    assertRefused(
        "hrnet-w18-small-v1 has no boxes; allowed: joints-moved, output-error",
        "--tolerance",
        "1",
        "--size",
        "64x64",
        "--measure",
        "boxes");
    assertRefused("has at least 2 frames", "--tolerance", "1", "--part", "5,1");
    assertRefused("is written start,frames", "--tolerance", "1", "--part", "5");
    assertRefused("no number of a frame", "--tolerance", "1", "--part", "5,x");
    assertRefused("give one or the other", "--tolerance", "1", "--part", "5,9", "--start", "3");
    assertRefused(
        "only hrnet models and ONNX files take a crop",
        "--tolerance",
        "1",
        "--model",
        "efficientdet-d0",
        "--test",
        "5,9,0,0,10,10");
    assertRefused("allowed: 2 and more", "--tolerance", "1", "--size", "64x64", "--frames", "1");
    assertThat(Files.exists(plan())).isFalse();
  }

  private void assertRefused(String why, String... args) {
    Ran ran = calibrate(args);
    assertThat(ran.err()).contains(why);
    assertThat(ran.code()).isEqualTo(2);
  }
}

package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.ElementType;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.Tensor;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.hrnet.HrNet;

/** Networks that were trained to find something else than usual. */
class HeadOptionsTest {
  @TempDir private Path folder;

  private Path file(Map<String, Tensor> tensors) throws IOException {
    Path file = folder.resolve("weights.safetensors");
    SafeTensors.of(tensors).write(file, ElementType.F32);
    return file;
  }

  private Ran run(String model, Path weights, String... more) {
    String[] args = {
      "run",
      "--model=" + model,
      "--weights=" + weights,
      "--frames=2",
      "--no-progress",
      "--out=" + folder.resolve("out"),
      "--results=" + folder.resolve("results.csv")
    };
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of(more));
    return Ran.of(all.toArray(String[]::new));
  }

  private String columns() throws IOException {
    return Files.readAllLines(folder.resolve("results.csv")).get(0);
  }

  @Test
  void jointsAreCountedInTheFile() throws IOException {
    HrNet model = HrNet.w18SmallV1(64, 64).withJoints(3);
    Path weights = file(HrNet.stateDict(model.seeded(1)));
    Ran ran = run("hrnet-w18-small-v1", weights, "--size=64x64");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(columns()).endsWith(",joint_2_x,joint_2_y,joint_2_score");
    Ran named = run("hrnet-w18-small-v1", weights, "--size=64x64", "--joints=tip,middle,end");
    assertThat(named.code()).as(named.err()).isZero();
    assertThat(columns()).contains("tip_x,tip_y,tip_score,middle_x");
    Ran wrong = run("hrnet-w18-small-v1", weights, "--size=64x64", "--joints=4");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("these weights find 3 joints, not 4");
  }

  /** The same weights put joints elsewhere: the window's edges are centres of cells. */
  @Test
  void unbiasedDataHaveAnotherGeometry() throws IOException {
    HrNet model = HrNet.w18SmallV1(64, 64).withJoints(3);
    Path weights = file(HrNet.stateDict(model.seeded(1)));
    Ran plain = run("hrnet-w18-small-v1", weights, "--size=64x64");
    assertThat(plain.code()).as(plain.err()).isZero();
    List<String> biased = Files.readAllLines(folder.resolve("results.csv"));
    Ran ran = run("hrnet-w18-small-v1", weights, "--size=64x64", "--udp");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(Files.readAllLines(folder.resolve("results.csv")))
        .hasSameSizeAs(biased)
        .isNotEqualTo(biased);
    Ran detector = run("efficientdet-tiny", weights, "--udp");
    assertThat(detector.err()).contains("--udp: only the hrnet models find joints");
  }

  @Test
  void classesAreCountedInTheFile() throws IOException {
    EfficientDet model = EfficientDet.tiny().withClasses(2);
    Path weights = file(model.stateDict(model.seeded(1)));
    Ran ran = run("efficientdet-tiny", weights);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).doesNotContain("by the truth");
    Ran named = run("efficientdet-tiny", weights, "--classes=cat,dog");
    assertThat(named.code()).as(named.err()).isZero();
    Ran wrong = run("efficientdet-tiny", weights, "--classes=cat,dog,cow");
    assertThat(wrong.err()).contains("these weights find 2 classes, not 3");
  }

  @Test
  void aBackboneIsNoDetector() throws IOException {
    Path weights = file(Map.of("classifier.weight", Tensor.of(new float[2000], 1000, 2)));
    Ran ran = run("efficientdet-d0", weights);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains("--weights " + weights, "an image classifier of 1000 classes, a backbone");
  }
}

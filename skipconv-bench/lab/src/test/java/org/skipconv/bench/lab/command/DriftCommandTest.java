package org.skipconv.bench.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.bench.cli.command.Ran;
import org.skipconv.bench.cli.footage.SceneFootage;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.bench.lab.drift.DriftScenes;
import org.skipconv.core.testing.TestData;
import org.skipconv.models.vision.RgbImage;

class DriftCommandTest {
  @TempDir private Path folder;

  private String drift(String... more) {
    List<String> args = new ArrayList<>(List.of("drift", "--no-progress", "--frames", "20"));
    args.addAll(List.of("--out", folder.resolve("out").toString()));
    args.addAll(List.of(more));
    Ran ran = Ran.of(args.toArray(String[]::new));
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    return ran.out();
  }

  /** The numbers of a scene. */
  private static List<String> line(String text, String scene) {
    String line = text.lines().filter(each -> each.startsWith(scene)).findFirst().orElseThrow();
    return List.of(line.substring(scene.length()).strip().split("[ /]+"));
  }

  @Test
  void runsAllScenesAndDrawsThem() throws IOException {
    String text = drift("--size", "64x64");
    List<SceneFootage> scenes = DriftScenes.all(new Size(64, 64), 20);
    assertThat(scenes).hasSize(6);
    for (SceneFootage scene : scenes) {
      assertThat(line(text, scene.name())).as(scene.name()).hasSizeGreaterThanOrEqualTo(7);
    }
    assertThat(text).contains("input 64x64", "20 frames of each scene");
    RgbImage plot = RgbImage.read(folder.resolve("out/drift.png"));
    assertThat(plot.width()).isEqualTo(1280);
    assertThat(plot.height()).isEqualTo(840);
  }

  @Test
  void withoutASizeItIsSmall() {
    assertThat(drift()).contains("hrnet-w18-small-v1, input 160x128");
  }

  @Test
  void thresholdsOfNothingCostMoreAndErrNot() {
    String text = drift("--size", "64x64", "--gate", "none", "--input-threshold", "0");
    for (SceneFootage scene : DriftScenes.all(new Size(64, 64), 20)) {
      assertThat(line(text, scene.name())).endsWith("0.0000", "0.0000", "0.0000", "0.0000");
    }
  }

  @Test
  void saysWhatTrainedWeightsFind() {
    Path weights = TestData.require("weights/hrnet_w32_256x192_fp16.safetensors");
    String text = drift("--weights", weights.toString(), "--size", "128x96");
    assertThat(text).contains("PCK@0.05", "PCK@0.2");
  }
}

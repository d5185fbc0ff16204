package org.skipconv.models.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.testing.ProjectFiles;
import org.skipconv.core.testing.TestData;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.models.onnx.OnnxModel;

/** Runs what the page on ONNX models shows. */
class OnnxSnippetsTest {
  private static final Pattern DIFF = Pattern.compile("```diff\\R(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void tenLinesFindAPerson() throws IOException {
    Path file = TestData.require("onnx/yolox_nano.onnx");
    Path picture = TestData.require("images/exact-inputs").resolve("one-by-one_1040.png");
    Path frames = Files.createDirectory(folder.resolve("camera"));
    Files.copy(picture, frames.resolve("0.png"));
    List<String> lines = new ArrayList<>();
    OnnxSnippets.detect(file, frames, lines::add);
    assertThat(lines.get(0)).startsWith("113 of 113 convolutions");
    assertThat(lines).anyMatch(line -> line.startsWith("person Box["));
  }

  @Test
  void readsAPlan() throws IOException {
    OnnxModel model = OnnxModel.load(TestData.require("onnx/yolox_nano.onnx"));
    Path file = folder.resolve("plan.json");
    GatePlan.uniform(model.network(), GateSetting.input(0.2f)).withInputThreshold(3).write(file);
    assertThat(OnnxSnippets.planned(model, file).inputThreshold().change()).isEqualTo(3);
  }

  @Test
  void bothProgramsSeeTheSame() throws Exception {
    Path file = TestData.require("onnx/yolox_nano.onnx");
    Random random = new Random(1);
    float[] frame = new float[3 * 416 * 416];
    for (int i = 0; i < frame.length; i++) {
      frame[i] = random.nextInt(256);
    }
    List<float[]> before = new ArrayList<>();
    List<float[]> after = new ArrayList<>();
    List<float[]> frames = List.of(frame, frame);
    long[] sizes = {1, 3, 416, 416};
    OnnxSnippets.before(
        OrtEnvironment.getEnvironment(), file, sizes, frames, b -> before.add(copy(b)));
    OnnxSnippets.after(SessionOptions.dense(), file, frames, b -> after.add(copy(b)));
    assertThat(after).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat(after.get(i)).containsExactly(before.get(i), within(1e-3f));
    }
  }

  private static float[] copy(FloatBuffer values) {
    float[] copy = new float[values.remaining()];
    values.get(copy);
    return copy;
  }

  @Test
  void theDiffIsThatOfTheTwoPrograms() {
    Matcher diff = DIFF.matcher(Pages.text("how-to/bring-your-onnx-model.md"));
    assertThat(diff.find()).isTrue();
    List<String> lines = diff.group(1).lines().toList();
    assertThat(without("+", lines)).isEqualTo(tagged("before"));
    assertThat(without("-", lines)).isEqualTo(tagged("after"));
    assertThat(lines.stream().filter(line -> line.startsWith("-"))).hasSizeLessThanOrEqualTo(5);
  }

  /** Lines of one side; how deep they are nested does not matter. */
  private static List<String> without(String other, List<String> lines) {
    return lines.stream()
        .filter(line -> !line.startsWith(other))
        .map(line -> line.substring(1).strip())
        .toList();
  }

  private static List<String> tagged(String tag) {
    List<String> lines =
        ProjectFiles.text(
                ProjectFiles.root()
                    .resolve("skipconv-models/scenes/src/test/java/org/skipconv/models/docs")
                    .resolve("OnnxSnippets.java"))
            .lines()
            .map(String::strip)
            .toList();
    return lines.subList(lines.indexOf("// tag::" + tag) + 1, lines.indexOf("// end::" + tag));
  }
}

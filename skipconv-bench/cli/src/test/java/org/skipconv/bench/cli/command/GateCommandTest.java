package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.ElementType;
import org.skipconv.core.Node;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.testing.TestData;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.gates.GumbelGate;
import org.skipconv.gates.GumbelGates;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.vision.RgbImage;

/** Each gate that the command line knows, end to end on a few small frames. */
class GateCommandTest {
  private static final int FRAMES = 6;

  @TempDir private Path folder;

  private JsonObject run(String... more) throws IOException {
    Path json = folder.resolve("report.json");
    List<String> args = new ArrayList<>(List.of("run", "--size", "64x64", "--no-progress"));
    args.addAll(List.of("--start", "30", "--frames", "" + FRAMES, "--json", "" + json));
    args.addAll(List.of("--out", "" + folder.resolve("out")));
    args.addAll(List.of(more));
    Ran ran = Ran.of(args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    return Ran.json(json);
  }

  private static double macs(JsonObject report) {
    return report.get("macsPerFrame").getAsDouble();
  }

  private static SkipNetwork network() {
    return HrNet.w18SmallV1(64, 64).seeded(1);
  }

  @Test
  void aBudgetIsACeiling() throws IOException {
    JsonObject free = run();
    JsonObject capped = run("--gate", "budget", "--budget", "0.05");
    assertThat(free.get("budget").isJsonNull()).isTrue();
    assertThat(free.get("openShare").getAsDouble()).isGreaterThan(0.06);
    assertThat(capped.get("gate").getAsString()).isEqualTo("budget");
    assertThat(capped.get("budget").getAsDouble()).isEqualTo(0.05);
    assertThat(capped.get("openShare").getAsDouble()).isBetween(0.001, 0.051);
  }

  @Test
  void blocksOpenMore() throws IOException {
    JsonObject pixels = run();
    JsonObject blocks = run("--block", "4");
    assertThat(pixels.get("block").getAsInt()).isEqualTo(1);
    assertThat(blocks.get("block").getAsInt()).isEqualTo(4);
    assertThat(macs(blocks)).isGreaterThan(1.01 * macs(pixels));
  }

  @Test
  void aPlanSaysWhatTheGatesAre() throws IOException {
    Path file = folder.resolve("plan.json");
    GateSetting setting = GateSetting.of(GateSetting.Kind.OUTPUT, 0.8f).withBlock(2);
    GatePlan.uniform(network(), setting).write(file);
    JsonObject planned = run("--plan", file.toString(), "--threads", "2");
    JsonObject asked = run("--gate", "output-norm", "--threshold", "0.8", "--block", "2");
    assertThat(macs(planned)).isEqualTo(macs(asked)).isNotEqualTo(macs(run()));
    assertThat(planned.get("gate").getAsString()).isEqualTo("plan");
    assertThat(planned.get("gateFile").getAsString()).isEqualTo(file.toString());
    assertThat(planned.get("threshold").isJsonNull()).isTrue();
    assertThat(planned.get("threads").getAsInt()).isEqualTo(2);
    assertThat(asked.get("gateFile").isJsonNull()).isTrue();
    JsonObject scaled = run("--plan", file.toString(), "--plan-scale", "0.5");
    assertThat(macs(scaled)).isGreaterThan(macs(planned));
    assertThat(scaled.get("threshold").getAsDouble()).isEqualTo(0.5);
  }

  @Test
  void learnedGatesAreBesideTheWeights() throws IOException {
    Path published = TestData.require("weights/hrnet_w32_256x192_fp16.safetensors");
    SafeTensors weights = SafeTensors.read(published);
    SkipNetwork network = HrNet.w32(64, 64).load(published);
    Node layer = network.convolutions().get(2);
    int channels = layer.input().shape().channels();
    Tensor zeros = Tensor.of(new float[channels], 1, channels, 1, 1);
    GumbelGate closed = GumbelGate.of(zeros, -1, 1);
    Path file = folder.resolve("gated.safetensors");
    GumbelGates.of(network, Map.of(layer.name(), closed))
        .addedTo(weights)
        .write(file, ElementType.F16);
    JsonObject learned = run("--gate", "learned", "--weights", file.toString());
    JsonObject open = run("--gate", "none", "--policy", "rebase", "--weights", file.toString());
    assertThat(learned.get("gate").getAsString()).isEqualTo("learned");
    assertThat(learned.get("policy").getAsString()).isEqualTo("rebase");
    assertThat(learned.get("gateFile").getAsString()).isEqualTo(file.toString());
    assertThat(learned.get("publishedGateMacsPerFrame").getAsLong())
        .isEqualTo((long) layer.shape().pixels() * channels);
    assertThat(macs(learned)).isLessThan(macs(open));
    assertThat(open.get("publishedGateMacsPerFrame").isJsonNull()).isTrue();
  }

  @Test
  void drawsHeatmaps() throws IOException {
    run();
    Path out = folder.resolve("out");
    assertThat(out.resolve("heatmap.png")).doesNotExist();
    run("--heatmap");
    assertThat(RgbImage.read(out.resolve("heatmap.png")).height()).isEqualTo(360);
    assertThat(out.resolve("heatmap")).doesNotExist();
    run("--heatmap", "layers");
    try (Stream<Path> files = Files.list(out.resolve("heatmap"))) {
      assertThat(files).hasSize(network().convolutions().size());
    }
    assertThat(out.resolve("heatmap/001-conv1.png")).isNotEmptyFile();
  }
}

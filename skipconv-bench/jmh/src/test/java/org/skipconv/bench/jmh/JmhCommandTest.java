package org.skipconv.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.bench.cli.command.CommandLines;
import org.skipconv.bench.cli.command.Ran;
import org.skipconv.core.KernelInfo;

/** The benchmarks, each once, for some milliseconds. */
class JmhCommandTest {
  private static final String LAYER = "layer=hrnet-w18-small-v1:layer1.0.conv2";

  @TempDir private Path folder;

  private JsonArray jmh(int forks, String arguments) throws IOException {
    Path json = folder.resolve("results.json");
    List<String> args = new ArrayList<>(List.of("jmh"));
    args.addAll(List.of(arguments.split(" ", -1)));
    args.addAll(List.of("-f", "" + forks, "-wi", "0", "-i", "1", "-r", "5ms"));
    args.addAll(List.of("-v", "SILENT", "-rf", "json", "-rff", json.toString()));
    Ran ran = Ran.of(args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    return JsonParser.parseString(Files.readString(json)).getAsJsonArray();
  }

  private static double secondary(JsonElement result, String name) {
    JsonObject metrics = result.getAsJsonObject().getAsJsonObject("secondaryMetrics");
    assertThat(metrics.keySet()).contains(name);
    return metrics.getAsJsonObject(name).get("score").getAsDouble();
  }

  @Test
  void kernelsAtAnOpenShare() throws IOException {
    JsonArray results =
        jmh(0, "KernelBenchmark -p " + LAYER + " -p openPercent=0,25 -p pattern=scattered,blob");
    assertThat(results).hasSize(4);
    for (JsonElement result : results) {
      JsonObject params = result.getAsJsonObject().getAsJsonObject("params");
      double share = params.get("openPercent").getAsDouble();
      double dense = secondary(result, "flops.dense");
      assertThat(secondary(result, "flops.computed")).isEqualTo(dense * share / 100, within(1e-6));
      assertThat(secondary(result, "flops.savedShare")).isEqualTo(100 - share, within(1e-6));
      if (share > 0 && !KernelInfo.current().name().equals("openblas")) {
        assertThat(secondary(result, "kernel.open")).isPositive();
        // No upper bound: OPENBLAS_CORETYPE or another process may hold the peak down.
        assertThat(secondary(result, "kernel.ofPeak")).isPositive().isFinite();
      }
    }
  }

  @Test
  void forksHaveTheInstructionSetThatIsAskedFor() throws IOException {
    assumeTrue(!KernelInfo.current().name().equals("openblas"), "there are no native kernels");
    JsonArray results =
        jmh(
            1,
            "KernelBenchmark -p " + LAYER + " -p openPercent=25 -p pattern=blob -p isa=portable");
    assertThat(results).hasSize(1);
    double portable = secondary(results.get(0), "kernel.open");
    assertThat(portable).isPositive();
    String best = KernelInfo.current().name();
    assertThat(
            Ran.of(
                    ("jmh KernelBenchmark -f 0 -wi 0 -i 1 -r 5ms -v SILENT -p openPercent=25 -p"
                            + " pattern=blob -p isa="
                            + (best.equals("avx2") ? "avx512" : "avx2")
                            + " -p "
                            + LAYER)
                        .split(" ", -1))
                .code())
        .as("in this process there is %s alone", best)
        .isEqualTo(CommandLines.FAILED);
  }

  @Test
  void oneDnnsLayers() throws IOException {
    String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    assumeTrue(machine.equals("Linux amd64"), "oneDNN is brought for Linux on amd64 alone");
    JsonArray results = jmh(0, "DenseLayerBenchmark -p precision=f32 -p " + LAYER);
    assertThat(results).hasSize(1);
    assertThat(secondary(results.get(0), "kernel.open")).isPositive();
    assertThat(secondary(results.get(0), "flops.saved")).isZero();
  }

  @Test
  void networksGiveWhatAFrameSaves() throws IOException {
    String small = " -p model=hrnet-w18-small-v1 -p size=64x64";
    JsonArray skip =
        jmh(0, "SkipNetworkBenchmark -p gate=input-norm -p block=1 -p policy=carry" + small);
    assertThat(skip).hasSize(1);
    assertThat(secondary(skip.get(0), "flops.saved")).isPositive();
    assertThat(secondary(skip.get(0), "flops.saved"))
        .isEqualTo(
            secondary(skip.get(0), "flops.dense")
                - secondary(skip.get(0), "flops.computed")
                - secondary(skip.get(0), "flops.gating"),
            within(1e-6));
    assertThat(secondary(skip.get(0), "stream.memory")).isPositive();
    JsonArray dense = jmh(0, "DenseNetworkBenchmark" + small);
    assertThat(dense).hasSize(2);
    dense.forEach(result -> assertThat(secondary(result, "flops.saved")).isZero());
  }

  @Test
  void streamsShareANetwork() throws IOException {
    JsonArray results =
        jmh(0, "StreamsBenchmark.streams[12]$ -p model=hrnet-w18-small-v1 -p size=64x64");
    assertThat(results).hasSize(2);
    assertThat(results.get(1).getAsJsonObject().get("threads").getAsInt()).isEqualTo(2);
    results.forEach(result -> assertThat(secondary(result, "stream.memory")).isPositive());
  }

  @Test
  void refusesWhatJmhDoesNotKnow() {
    assertThat(Ran.of("jmh", "--no-such-thing").code()).isEqualTo(CommandLines.REFUSED);
    Ran none = Ran.of("jmh", "NoSuchBenchmark", "-v", "SILENT");
    assertThat(none.code()).isEqualTo(CommandLines.REFUSED);
    assertThat(none.err()).contains("-l");
    assertThat(Ran.of("jmh", "--help").out()).contains("KernelBenchmark", "-p NAME=VALUE");
  }
}

package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.onnx.OnnxModel;

class ExportCommandTest {
  @TempDir private Path folder;

  @Test
  void writesTheNetworkThatTheOptionsName() throws IOException {
    Path file = folder.resolve("net.onnx");
    Ran ran = Ran.of("export", "--size=64x96", "--joints=5", "--out=" + file);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("hrnet-w18-small-v1, weights: generated, seed 1 (untrained)")
        .contains("input: [1, 3, 64, 96], red, green, blue as (level / 255 - mean) / deviation")
        .contains("heatmaps: [1, 5, 16, 24]")
        .contains("written: " + file + ", ");
    SkipNetwork network = OnnxModel.load(file).network();
    HrNet expected = HrNet.w18SmallV1(64, 96).withJoints(5);
    assertThat(network.denseMacs()).isEqualTo(expected.seeded(1).denseMacs());
    assertThat(network.parameters()).isEqualTo(expected.seeded(1).parameters());
  }

  @Test
  void theFileIsRunAsAnyOther() {
    Path file = folder.resolve("pose.onnx");
    Ran ran = Ran.of("export", "--out=" + file);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("embedded, trained on generated scenes");
    Ran coverage = Ran.of("coverage", file.toString());
    assertThat(coverage.code()).as(coverage.err()).isZero();
  }
}

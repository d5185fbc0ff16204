package org.skipconv.bench.lab.ablation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.models.vision.RgbImage;

class AblationTableTest {
  private static final Ablation ABLATION =
      Some.ablation(
          List.of("coarse", "fine"),
          Some.measured(GateOrigin.DENSE, "", 1, 1, 0.98, 0.9),
          Some.measured(GateOrigin.SINGLE, "0.1", 1, 2, 0.97, 0.89),
          Some.measured(GateOrigin.SINGLE, "0.2", 1, 3, 0.95, 0.85),
          Some.measured(GateOrigin.SINGLE, "0.2", 4, 1.5, 0.96, 0.88),
          Some.measured(GateOrigin.CALIBRATED, "x 1.00", 1, 4, 0.97, 0.86),
          Some.measured(GateOrigin.GATES, "file|1", 1, 5, 0.96, 0.9),
          Some.measured(GateOrigin.THRESHOLDS, "mix", Label.MIXED, 6, 0.96, null));

  @Test
  void contendersStandBesideTheDensePath() {
    assertThat(AblationTable.contenders(ABLATION).rows())
        .contains(
            List.of(
                "gate",
                "setting",
                "block",
                "MACs",
                "coarse",
                "points",
                "fine",
                "points",
                "ms",
                "keyframes"),
            List.of(
                "dense", "", "", "1.00 ×", "98.00 %", "+0.00", "90.00 %", "+0.00", "2.00", "10"),
            List.of(
                "input norm",
                "0.2",
                "4",
                "1.50 ×",
                "96.00 %",
                "-2.00",
                "88.00 %",
                "-2.00",
                "1.33",
                "10"),
            List.of(
                "trained thresholds",
                "mix",
                "mixed",
                "6.00 ×",
                "96.00 %",
                "-2.00",
                "-",
                "-",
                "0.33",
                "10"))
        .hasSize(8);
  }

  @Test
  void claimsSayWhatOthersOfTheSameAccuracySave() {
    assertThat(AblationTable.claims(ABLATION).rows().subList(1, 4))
        .containsExactly(
            List.of(
                "learned gates file|1",
                "1",
                "coarse",
                "96.00 %",
                "5.00 ×",
                "2.50 ×",
                "2.00 ×",
                ">= 4.00 ×",
                "<= 1.25 ×"),
            List.of(
                "learned gates file|1", "1", "fine", "90.00 %", "5.00 ×", "none", "-", "none", "-"),
            List.of(
                "trained thresholds mix",
                "mixed",
                "coarse",
                "96.00 %",
                "6.00 ×",
                "none",
                "-",
                "none",
                "-"));
    assertThat(AblationTable.claims(ABLATION).rows()).hasSize(4);
  }

  @Test
  void textsHoldBothTables() {
    assertThat(AblationText.terminal(ABLATION).lines())
        .anyMatch(line -> line.matches("input norm +0\\.1 +1 +2\\.00 × +97\\.00 % +-1\\.00 .*"))
        .anyMatch(line -> line.matches("learned gates file\\|1 +1 +coarse .* 2\\.00 × .*"));
    String markdown = AblationText.markdown(ABLATION);
    assertThat(markdown.lines())
        .contains(
            "hrnet-w18-small-v1, input 128x96, weights: somewhere",
            "scenes: 10 of 80 frames, passes: 2, threads: 1");
    assertThat(markdown)
        .contains("| learned gates | file\\|1 | 1 | 5.00 × | 96.00 % | -2.00 |")
        .contains("\n|---|---|---|---|---|---|---|---|---|---|\n| dense |  |")
        .contains("| learned gates file\\|1 | 1 | coarse |", "a processor", "skipconv gates");
  }

  @Test
  void withoutTrainedOnesThereAreNoClaims() {
    Ablation dense = Some.ablation(List.of("fine"), Some.measured(GateOrigin.DENSE, "", 1, 1, 0.9));
    assertThat(AblationText.terminal(dense)).doesNotContain("at least as accurate");
    assertThat(AblationText.markdown(dense)).doesNotContain("at least as accurate");
  }

  @Test
  void jsonHoldsAllFigures() {
    JsonObject json = JsonParser.parseString(AblationJson.text(ABLATION)).getAsJsonObject();
    assertThat(json.keySet())
        .containsExactly(
            "about",
            "model",
            "weights",
            "trained",
            "size",
            "scenes",
            "frames",
            "passes",
            "threads",
            "measures",
            "contenders",
            "claims");
    assertThat(json.get("size").getAsString()).isEqualTo("128x96");
    assertThat(json.get("frames").getAsInt()).isEqualTo(80);
    assertThat(json.getAsJsonArray("contenders")).hasSize(7);
    JsonArray claims = json.getAsJsonArray("claims");
    assertThat(claims).hasSize(3);
    JsonObject first = claims.get(0).getAsJsonObject();
    assertThat(first.getAsJsonObject("calibrated").get("gain").getAsDouble()).isEqualTo(1.25);
    assertThat(first.getAsJsonObject("calibrated").get("end").getAsBoolean()).isTrue();
    assertThat(claims.get(1).getAsJsonObject().get("single").isJsonNull()).isTrue();
  }

  @Test
  void thePlotHasAChartForEachMeasure(@TempDir Path folder) throws IOException {
    AblationPlot.write(ABLATION, folder.resolve(AblationPlot.FILE));
    RgbImage plot = RgbImage.read(folder.resolve(AblationPlot.FILE));
    assertThat(plot.height()).isEqualTo(2 * 460);
  }
}

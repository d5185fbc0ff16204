package org.skipconv.bench.lab.study;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.skipconv.bench.cli.result.Json;

class StudyJsonTest {
  /** Readers of reports know these names: that the program keeps them apart is its own affair. */
  @Test
  void theSubjectIsOneFlatObject() {
    Subject subject =
        new Subject(
            new StudiedNetwork("net", "w.npz", true, "64x48"),
            new NetworkSize(2_500_000_000L, 1_250_000, 17),
            new StudiedFootage("a.mp4", 10, 20, "whole"),
            new ChosenGates("input norm > 0.1", "residual", "0.02"),
            1);
    assertThat(Json.line(StudyJson.subject(subject)))
        .isEqualTo(
            "{\"model\":\"net\",\"weights\":\"w.npz\",\"trained\":true,\"size\":\"64x48\","
                + "\"footage\":\"a.mp4\",\"start\":10,\"frames\":20,\"crop\":\"whole\","
                + "\"gating\":\"input norm > 0.1\",\"policy\":\"residual\","
                + "\"inputThreshold\":\"0.02\",\"threads\":1,\"denseMacs\":2500000000,"
                + "\"parameters\":1250000,\"layers\":17}\n");
  }
}

package org.skipconv.bench.lab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.skipconv.bench.cli.footage.SceneFootage;
import org.skipconv.bench.cli.job.LoadedFrames;
import org.skipconv.bench.cli.job.Progress;
import org.skipconv.bench.cli.model.ChosenModel;
import org.skipconv.bench.cli.model.Models;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.bench.cli.model.WeightOrigin;
import org.skipconv.bench.cli.setup.GateChoice;
import org.skipconv.bench.cli.setup.Gating;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.core.ResidualPolicy;

class ClipJobTest {
  private static final Size SIZE = new Size(64, 64);
  private static final int FRAMES = 6;

  private static Setup setup() {
    Gating gating = GateChoice.INPUT_NORM.gating(0.05f, 1, null, ResidualPolicy.CARRY);
    return new Setup(
        "test",
        seeded(Models.named("hrnet-w18-small-v1")),
        SceneFootage.standard(SIZE),
        28,
        FRAMES,
        null,
        gating);
  }

  private static <R> ChosenModel<R> seeded(NamedModel<R> named) {
    return new ChosenModel<>(
        named, named.seeded(SIZE, 3), "generated", WeightOrigin.GENERATED, null);
  }

  private static ClipStudy run(int passes, double groupBytes) {
    return run(passes, groupBytes, () -> false);
  }

  private static ClipStudy run(int passes, double groupBytes, BooleanSupplier ended) {
    Setup setup = setup();
    try (LoadedFrames loaded = LoadedFrames.load(setup, FRAMES, Progress.NONE)) {
      return new ClipJob(setup, Sweep.quick(List.of()), passes, groupBytes, Progress.NONE, ended)
          .run(loaded);
    }
  }

  @Test
  void groupsChangeTimesAlone() {
    ClipStudy together = run(1, ClipJob.GROUP_BYTES);
    ClipStudy alone = run(2, 1);
    assertThat(alone.contenders()).hasSameSizeAs(together.contenders());
    for (int i = 0; i < together.contenders().size(); i++) {
      Contender one = together.contenders().get(i);
      Contender other = alone.contenders().get(i);
      assertThat(other.family()).isEqualTo(one.family());
      assertThat(other.macs()).isEqualTo(one.macs());
      assertThat(other.agreement()).isEqualTo(one.agreement());
    }
  }

  @Test
  void theSameGateIsTheSameContender() {
    ClipStudy study = run(1, ClipJob.GROUP_BYTES);
    Contender chosen = study.contender(Contender.CHOSEN);
    Contender swept = study.contender(Contender.GATE + "input-norm");
    assertThat(swept.setting()).isEqualTo("0.05");
    assertThat(swept.macs()).isEqualTo(chosen.macs());
    assertThat(swept.agreement()).isEqualTo(chosen.agreement());
    assertThat(chosen.agreement().get("relativeError")).isPositive();
    assertThat(study.speedup(study.contender(Contender.DENSE))).isEqualTo(1, within(1e-9));
    assertThat(study.macRatio(chosen)).isGreaterThan(1);
    assertThat(study.denseLayers().frames()).isEqualTo(FRAMES - 1);
  }

  @Test
  void endedEarlyItHasTheFramesSoFar() {
    ClipStudy study = run(2, ClipJob.GROUP_BYTES, () -> true);
    ClipStudy whole = run(1, ClipJob.GROUP_BYTES);
    Contender chosen = study.contender(Contender.CHOSEN);
    assertThat(chosen.macs())
        .hasSize(2)
        .isEqualTo(whole.contender(Contender.CHOSEN).macs().subList(0, 2));
    assertThat(chosen.meanMillis()).isPositive().isFinite();
    assertThat(study.contenders()).noneMatch(one -> one.family().startsWith(Contender.GATE));
  }

  @Test
  void everySkipPathSaysThatItSkips() {
    for (Contender one : run(1, ClipJob.GROUP_BYTES).contenders()) {
      boolean expected =
          one.family().equals(Contender.CHOSEN) || one.family().startsWith(Contender.GATE);
      assertThat(one.skips()).as(one.family()).isEqualTo(expected);
    }
  }
}

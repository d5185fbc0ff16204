package org.skipconv.bench.lab.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.bench.cli.footage.SceneFootage;
import org.skipconv.bench.cli.job.Progress;
import org.skipconv.bench.cli.model.ChosenModel;
import org.skipconv.bench.cli.model.Models;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.bench.cli.model.WeightOrigin;
import org.skipconv.bench.cli.setup.Gating;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.gates.NormGate;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.Script;

class DriftJobTest {
  private static final int FRAMES = 200;
  private static final Size SIZE = new Size(64, 64);

  /** So small that the light has passed it within the first tenth of the frames. */
  private static final float THRESHOLD = 0.02f;

  private static final float INPUT_THRESHOLD = 0.01f;

  private static DriftTrace slowLight(SessionOptions options) {
    return watch(options, 1, () -> false).get(0).trace();
  }

  private static List<DriftReport.SceneDrift> watch(
      SessionOptions options, int scenes, BooleanSupplier stop) {
    SceneFootage light = new SceneFootage("light", risingLight());
    Setup setup =
        new Setup(
            "drift",
            seeded(Models.named("hrnet-w18-small-v1")),
            light,
            0,
            FRAMES,
            null,
            Gating.uniform("input-norm", THRESHOLD, 1, null, options));
    return new DriftJob(setup, Collections.nCopies(scenes, light), Progress.NONE, stop)
        .run()
        .runs();
  }

  private static <R> ChosenModel<R> seeded(NamedModel<R> named) {
    return new ChosenModel<>(
        named, named.seeded(SIZE, 1), "generated", WeightOrigin.GENERATED, null);
  }

  private static Scene risingLight() {
    return Scene.builder()
        .size(SIZE.height(), SIZE.width())
        .script(Script.motionless())
        .lightDrift(0.3, 6 * FRAMES)
        .build();
  }

  /** Twenty frames of a scene are enough for tenths. */
  @ParameterizedTest
  @CsvSource({"10, 1", "19, 1", "20, 2", "50, 2"})
  void aRunThatIsStoppedKeepsTheScenesSoFar(int framesOfTheSecond, int kept) {
    AtomicInteger asked = new AtomicInteger();
    // Asked before each frame, and once when a scene is over.
    int stop = FRAMES + 2 + framesOfTheSecond;
    List<DriftReport.SceneDrift> runs =
        watch(SessionOptions.dense(), 3, () -> asked.incrementAndGet() > stop);
    assertThat(runs).hasSize(kept);
    assertThat(runs.get(0).trace().frames()).isEqualTo(FRAMES);
    assertThat(runs.get(kept - 1).trace().frames())
        .isEqualTo(kept == 1 ? FRAMES : framesOfTheSecond);
  }

  @Test
  void errorsDoNotAddUpUnderCarry() {
    SessionOptions options = SessionOptions.gates(NormGate.input(THRESHOLD));
    DriftTrace trace = slowLight(options.withInputThreshold(INPUT_THRESHOLD));
    assertThat(trace.frames()).isEqualTo(FRAMES);
    assertThat(trace.keyframes()).isEqualTo(1);
    assertThat(trace.all().macRatio()).isGreaterThan(1.5);
    assertThat(trace.tenth(1).error()).isPositive();
    assertThat(trace.lastTenth().error()).isLessThanOrEqualTo(2 * trace.tenth(1).error());
  }

  /** What a change that is lost looks like: the test above could see it. */
  @Test
  void errorsAddUpUnderRebase() {
    SessionOptions options = SessionOptions.gates(NormGate.input(THRESHOLD));
    DriftTrace trace = slowLight(options.withPolicy(ResidualPolicy.REBASE).withInputThreshold(0));
    assertThat(trace.lastTenth().error()).isGreaterThan(2.5 * trace.tenth(1).error());
  }
}

package org.skipconv.bench.lab.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
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
    return new DriftJob(setup, List.of(light), Progress.NONE).run().runs().get(0).trace();
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

package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.SkipNetwork;

/** A training that goes wrong says so, and never gives a result that is worse than the start. */
class DivergenceTest {
  private static final SkipNetwork NETWORK = SmallNetwork.of(1.2);
  private static final BlockVideo VIDEO = new BlockVideo(NETWORK.inputShape(), 60);

  @TempDir private Path folder;

  @BeforeAll
  static void load() {
    WithPyTorch.assume();
  }

  /** The distance from zero, times a factor that changes from call to call. */
  private static final class Scripted extends TaskLoss {
    private final List<Double> factors;
    private int calls;

    Scripted(List<Double> factors) {
      super("scripted");
      this.factors = factors;
    }

    @Override
    boolean needsDense() {
      return false;
    }

    @Override
    Tensor of(Map<String, Tensor> outputs, Map<String, Tensor> dense, Map<String, Tensor> labels) {
      double factor = factors.get(Math.min(calls++, factors.size() - 1));
      return outputs.get("out").square().mean().mul(new Scalar(factor));
    }
  }

  private static GateTrainer network(TaskLoss task) {
    return GateTrainer.of(NETWORK).train(Trained.NETWORK).task(task).validation(0, 1, 100);
  }

  private static TrainingDivergedException diverged(GateTrainer trainer) {
    TrainingDivergedException e =
        catchThrowableOfType(TrainingDivergedException.class, () -> trainer.run(VIDEO));
    assertThat(e).as("an exception").isNotNull();
    return e;
  }

  @Test
  void aLossThatIsNoNumberEndsATrainingAtItsStep() {
    List<TrainingProgress> seen = new ArrayList<>();
    TaskLoss task = new Scripted(List.of(1.0, 1.0, Double.NaN));
    TrainingDivergedException e = diverged(network(task).steps(9).onProgress(seen::add));
    assertThat(e.step()).isEqualTo(3);
    assertThat(e).hasMessageContaining("step 3: its loss is NaN");
    assertThat(e.best()).isEmpty();
    assertThat(seen).hasSize(2);
  }

  @Test
  void aLossThatHasGrownOutOfProportionEndsIt() {
    TrainingDivergedException e = diverged(network(new Scripted(List.of(1.0, 1.0, 1e7))).steps(9));
    assertThat(e.step()).isEqualTo(3);
    assertThat(e).hasMessageContaining("at first");
  }

  @Test
  void aGradientThatIsNotFiniteEndsIt() {
    TaskLoss root =
        new TaskLoss("root") {
          @Override
          boolean needsDense() {
            return false;
          }

          @Override
          Tensor of(
              Map<String, Tensor> outputs, Map<String, Tensor> dense, Map<String, Tensor> labels) {
            // The root of 0 is 0, its slope infinite.
            return outputs.get("out").square().mean().mul(new Scalar(0.0)).sqrt();
          }
        };
    TrainingDivergedException e = diverged(network(root).steps(2));
    assertThat(e.step()).isEqualTo(1);
    assertThat(e).hasMessageContaining("gradient").hasMessageContaining("not finite");
  }

  /** Whatever comes of it, nothing that is worse than the start does. */
  @ParameterizedTest
  @EnumSource(Trained.class)
  void muchTooHighALearningRateLosesNothing(Trained what) throws IOException {
    TaskLoss task = what == Trained.NETWORK ? TaskLoss.heatmaps("out") : TaskLoss.distillation();
    GateTrainer trainer =
        GateTrainer.of(NETWORK)
            .train(what)
            .task(task)
            .learningRate(1e6)
            .steps(30)
            .validation(0.2, 5, 100);
    try {
      TrainingResult result = trainer.run(VIDEO);
      TrainingProgress.Validation end = result.validation().orElseThrow();
      assertThat(end.taskLoss()).isLessThanOrEqualTo(1);
      assertThat(result.facts()).containsEntry("train.bestStep", "" + result.step());
    } catch (TrainingDivergedException e) {
      assertThat(e.step()).isBetween(1, 30);
      assertThat(e).hasMessageContaining("diverged at step " + e.step());
    }
  }

  @Test
  void kernelsAtMuchTooHighALearningRateDiverge() {
    GateTrainer trainer =
        GateTrainer.of(NETWORK).train(Trained.NETWORK).task(TaskLoss.heatmaps("out"));
    TrainingDivergedException e = diverged(trainer.learningRate(1e6).steps(30));
    assertThat(e.step()).isLessThan(5);
    assertThat(e.best()).isEmpty();
    assertThat(e).hasMessageContaining("no state before it did better than the start");
  }

  @Test
  void theBestStateBeforeIsKept() {
    List<TrainingProgress> seen = new ArrayList<>();
    // The start and step 3 are judged by six clips each; every step has a loss.
    List<Double> script = new ArrayList<>(Collections.nCopies(6 + 3 + 6 + 2, 1.0));
    script.add(Double.NaN);
    GateTrainer trainer =
        network(new Scripted(script))
            .learningRate(0.02)
            .validation(0.2, 3, 100)
            .steps(20)
            .onProgress(seen::add);
    TrainingDivergedException e = diverged(trainer);
    assertThat(e.step()).isEqualTo(6);
    TrainingResult best = e.best().orElseThrow();
    assertThat(best.step()).isEqualTo(3);
    assertThat(e).hasMessageContaining("the best state before it is that of step 3");
    assertThat(weights(best.network())).isNotEqualTo(weights(NETWORK));
  }

  @Test
  void whatIsWorseThanTheStartGivesWayToIt() throws IOException {
    // Weights that already give nearly zero only become worse.
    SkipNetwork good = SmallNetwork.of(1e-3);
    TrainingResult result =
        GateTrainer.of(good)
            .train(Trained.NETWORK)
            .task(TaskLoss.heatmaps("out"))
            .learningRate(0.05)
            .steps(4)
            .validation(0.2, 2, 100)
            .run(VIDEO);
    assertThat(result.step()).isZero();
    assertThat(weights(result.network())).isEqualTo(weights(good));
    assertThat(result.validation().orElseThrow().agreement()).isCloseTo(1, within(1e-6));
  }

  private static float[] weights(SkipNetwork network) {
    return network.convolutions().get(0).conv().weight().values();
  }

  @Test
  void aDivergedStateIsNotSaved() throws IOException {
    Path file = folder.resolve("run.checkpoint");
    TaskLoss task = new Scripted(List.of(1.0, 1.0, 1.0, Double.NaN));
    diverged(network(task).steps(9).checkpoint(file, Duration.ofHours(1)));
    assertThat(file).doesNotExist();
    diverged(
        network(new Scripted(List.of(1.0, 1.0, Double.NaN)))
            .steps(9)
            .checkpoint(file, Duration.ZERO));
    byte[] saved = Files.readAllBytes(file);
    diverged(network(new Scripted(List.of(Double.NaN))).steps(9).checkpoint(file, Duration.ZERO));
    assertThat(Files.readAllBytes(file)).isEqualTo(saved);
  }

  @Test
  void framesAndLabelsThatAreNotFiniteAreRefusedByName() {
    TrainingFrames frames = new Spoilt(VIDEO, 41, Float.NaN, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network(TaskLoss.heatmaps("out")).steps(400).run(frames))
        .withMessageContaining("frame 41")
        .withMessageContaining("NaN");
    TrainingFrames labels = new Spoilt(VIDEO, 17, 0, Float.POSITIVE_INFINITY);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network(TaskLoss.heatmaps("out")).steps(400).run(labels))
        .withMessageContaining("label out of frame 17")
        .withMessageContaining("Infinity");
  }

  /** One frame has another first value, and so have its labels; 0 leaves them. */
  private record Spoilt(BlockVideo video, int at, float pixel, float label)
      implements TrainingFrames {
    @Override
    public int size() {
      return video.size();
    }

    @Override
    public float[] frame(int index) {
      float[] values = video.frame(index);
      values[0] = index == at && pixel != 0 ? pixel : values[0];
      return values;
    }

    @Override
    public Map<String, float[]> labels(int index) {
      Map<String, float[]> labels = video.labels(index);
      labels.get("out")[0] = index == at ? label : 0;
      return labels;
    }
  }

  @Test
  void aNetworkThatGivesNoNumbersIsNotTrained() {
    SkipNetwork broken = SmallNetwork.of(1e30);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GateTrainer.of(broken).steps(3).run(VIDEO))
        .withMessageContaining("before the first step");
  }

  /** NNPACK writes a line for each convolution where it does not know the processor. */
  @Test
  void nnpackIsOffWhileATrainingRunsAndAsItWasBehindIt() throws IOException {
    boolean before = torch.globalContext().userEnabledNNPACK();
    try {
      torch.globalContext().setUserEnabledNNPACK(true);
      List<Boolean> on = new ArrayList<>();
      network(TaskLoss.heatmaps("out"))
          .steps(2)
          .onProgress(step -> on.add(torch.globalContext().userEnabledNNPACK()))
          .run(VIDEO);
      assertThat(on).containsExactly(false, false);
      assertThat(torch.globalContext().userEnabledNNPACK()).isTrue();
    } finally {
      torch.globalContext().setUserEnabledNNPACK(before);
    }
  }
}

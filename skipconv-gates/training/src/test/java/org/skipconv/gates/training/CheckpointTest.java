package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.ElementType;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;

/** A training goes on from its own checkpoint alone, and from a whole one alone. */
class CheckpointTest {
  private static final SkipNetwork NETWORK = SmallNetwork.of(1.2);
  private static final BlockVideo VIDEO = new BlockVideo(NETWORK.inputShape(), 60);

  @TempDir private Path folder;
  private Path file;

  @BeforeAll
  static void load() {
    WithPyTorch.assume();
  }

  @BeforeEach
  void trainALittle() throws IOException {
    file = folder.resolve("run.checkpoint");
    trainer(NETWORK).run(VIDEO);
    assertThat(file).isNotEmptyFile();
  }

  private GateTrainer trainer(SkipNetwork network) {
    return GateTrainer.of(network)
        .train(Trained.THRESHOLDS)
        .layers(node -> !node.name().equals("c"))
        .startingFrom(GatePlan.uniform(network, GateSetting.input(0.1f)))
        .steps(2)
        .checkpoint(file, Duration.ofHours(1));
  }

  private void refused(String what, GateTrainer other, TrainingFrames frames) throws IOException {
    byte[] before = Files.readAllBytes(file);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> other.run(frames))
        .withMessageContaining(file.toString())
        .withMessageContaining("is of another training (" + what)
        .withMessageContaining("name another file, or delete it");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  private void refused(String what, UnaryOperator<GateTrainer> other) throws IOException {
    refused(what, other.apply(trainer(NETWORK)), VIDEO);
  }

  @Test
  void anotherTrainingIsRefusedAndSaysWhatDiffers() throws IOException {
    refused("weights ", trainer(SmallNetwork.of(1.3)), VIDEO);
    refused("frames 60 ", trainer(NETWORK), new OtherVideo(VIDEO, 1, 0, 0));
    refused("labels ", trainer(NETWORK), new OtherVideo(VIDEO, 0, 1, 0));
    refused("frames 60 ", trainer(NETWORK), new OtherVideo(VIDEO, 0, 0, 30));
    refused("frames 61 ", trainer(NETWORK), new BlockVideo(VIDEO.shape(), 61));
    refused("learning rate 0.3 here, 0.05 there", trainer -> trainer.learningRate(0.3));
    refused("largest gradient norm 2.0 here, 1.0 there", trainer -> trainer.clipGradients(2));
    refused("clips 2 of 5 frames here, 1 of 4 frames there", trainer -> trainer.batch(2, 5));
    refused("beta 0.2 here, 0.1 there", trainer -> trainer.beta(0.2));
    refused(
        "beta adapted here, 0.1 there; target MAC ratio 3.0 here, 0.0 there",
        trainer -> trainer.targetMacRatio(3));
    refused("seed 2 here, 1 there", trainer -> trainer.seed(2));
    refused("validation 0.3 every 50 here", trainer -> trainer.validation(0.3, 50, 20));
    refused("gates 1 ", trainer -> trainer.layers(node -> node.name().equals("a")));
    refused("training of ", trainer -> trainer.train(Trained.THRESHOLDS_AND_KERNELS));
    refused("task heatmaps here", trainer -> trainer.task(TaskLoss.heatmaps("out")));
    GatePlan plan = GatePlan.uniform(NETWORK, GateSetting.input(0.2f));
    refused("start plan ", trainer -> trainer.startingFrom(plan));
  }

  @Test
  void onlyTheEndMayBeAnother() throws IOException {
    int[] last = {0};
    trainer(NETWORK)
        .steps(5)
        .validation(0.2, 50, 7)
        .onProgress(progress -> last[0] = progress.step())
        .run(VIDEO);
    assertThat(last[0]).isEqualTo(5);
  }

  /** All other pixels, all other labels, or a cut. */
  private record OtherVideo(BlockVideo video, float pixel, float label, int cut)
      implements TrainingFrames {
    @Override
    public int size() {
      return video.size();
    }

    @Override
    public boolean startsShot(int index) {
      return index == 0 || index == cut;
    }

    @Override
    public float[] frame(int index) {
      float[] values = video.frame(index);
      values[7] += pixel;
      return values;
    }

    @Override
    public Map<String, float[]> labels(int index) {
      Map<String, float[]> labels = video.labels(index);
      labels.get("out")[7] += label;
      return labels;
    }
  }

  private void damaged(String fault) {
    assertThatIOException()
        .isThrownBy(() -> trainer(NETWORK).run(VIDEO))
        .withMessageContaining(file.toString())
        .withMessageContaining(fault)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.3, 0.6, 0.9, 0.999})
  void aCheckpointThatWasCutOffIsRefused(double share) throws IOException {
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, (int) (share * all.length)));
    damaged("cannot read the checkpoint");
  }

  @Test
  void aFolderInItsPlaceIsRefused() throws IOException {
    Files.delete(file);
    Files.createDirectory(file);
    damaged("cannot read the checkpoint");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    Files.delete(file);
    file = folder.resolve("no/such/run.checkpoint");
    damaged("cannot write the checkpoint");
  }

  private void change(Consumer<Map<String, Tensor>> tensors, Consumer<Map<String, String>> numbers)
      throws IOException {
    SafeTensors saved = SafeTensors.read(file);
    Map<String, Tensor> newTensors = new LinkedHashMap<>(saved.tensors());
    Map<String, String> newNumbers = new LinkedHashMap<>(saved.metadata());
    tensors.accept(newTensors);
    numbers.accept(newNumbers);
    new SafeTensors(newTensors, newNumbers).write(file, ElementType.F32);
  }

  @Test
  void tensorsThatAreNotWhatTheyShouldBeAreRefusedByName() throws IOException {
    String name = "a.gate.logEps";
    change(tensors -> tensors.put(name, Tensor.of(new float[] {1, 2}, 2)), numbers -> {});
    damaged("is damaged: a.gate.logEps should be [1], but is Tensor[2]");
    change(tensors -> tensors.put(name, Tensor.of(new float[] {Float.NaN}, 1)), numbers -> {});
    damaged("is damaged: a.gate.logEps holds NaN");
    change(tensors -> tensors.remove(name), numbers -> {});
    damaged("is damaged: it has no tensor a.gate.logEps");
  }

  @Test
  void aNegativeSecondMomentIsRefused() throws IOException {
    Tensor negative = Tensor.of(new float[] {-1}, 1);
    change(tensors -> tensors.put("adam.v.a.gate.logEps", negative), numbers -> {});
    damaged("adam.v.a.gate.logEps holds -1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"step", "minutes", "beta", "bestScore", "bestStep", "sinceBest"})
  void numbersThatMakeNoSenseAreRefused(String name) throws IOException {
    change(tensors -> {}, numbers -> numbers.put(name, "NaN"));
    damaged("is damaged: ");
    change(tensors -> {}, numbers -> numbers.put(name, "-7"));
    if (!name.equals("bestScore")) {
      damaged("is damaged: " + name + " is -7");
    }
    change(tensors -> {}, numbers -> numbers.put(name, "9".repeat(40) + "x"));
    damaged("is damaged: ");
    change(tensors -> {}, numbers -> numbers.remove(name));
    damaged("is damaged: it does not say " + name);
  }
}

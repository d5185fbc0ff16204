package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.ElementType;
import org.skipconv.core.InputThreshold;
import org.skipconv.core.Node;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.graph.Parameter;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.gates.GumbelGate;
import org.skipconv.gates.GumbelGates;

class GateTrainerTest {
  private static final SkipNetwork NETWORK = network();
  private static final BlockVideo VIDEO = new BlockVideo(NETWORK.inputShape(), 60);

  @TempDir private Path folder;

  @BeforeAll
  static void load() {
    WithPyTorch.assume();
  }

  private static SkipNetwork network() {
    SkipNetwork.Builder b = SkipNetwork.builder("trained");
    ConvSpec three = ConvSpec.keepingSize(3);
    Node x = b.input(3, 16, 16);
    x = b.activation(Activation.RELU, b.conv("a", x, three, weight(16, 3, 3), null));
    Node y = b.conv("b", x, three, weight(16, 16, 3), null);
    x = b.activation(Activation.RELU, b.add("sum", y, x));
    return b.output("out", b.conv("c", x, ConvSpec.of(1), weight(4, 16, 1), null)).build();
  }

  private static Tensor weight(int out, int in, int kernel) {
    Random random = new Random(out + 7L * in);
    float[] values = new float[out * in * kernel * kernel];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.sqrt(1.5 / (in * kernel * kernel)));
    }
    return Tensor.of(values, out, in, kernel, kernel);
  }

  private static GateTrainer trainer(List<TrainingProgress> seen) {
    return GateTrainer.of(NETWORK)
        .layers(node -> !node.name().equals("c"))
        .onProgress(seen::add)
        .validation(0.2, 20, 100);
  }

  @Test
  void gatesLearnToSkipWhatDoesNotMatter() throws IOException {
    List<TrainingProgress> seen = new ArrayList<>();
    TrainingResult result = trainer(seen).targetMacRatio(2).steps(150).run(VIDEO);
    TrainingProgress.Validation end = result.validation().orElseThrow();
    // Of noise on every pixel all is computed without gates, and a sixteenth more to decide.
    assertThat(seen.get(0).macShare()).isGreaterThan(0.6);
    assertThat(end.macShare()).isLessThan(0.64);
    assertThat(end.agreement()).isGreaterThan(0.8);
    assertThat(seen).hasSize(150);
    assertThat(seen.get(0).beta()).isZero();
    assertThat(result.facts()).containsEntry("train.what", "GATES").containsKey("train.macShare");
  }

  /** At this price computing nothing scores best by far. */
  @Test
  void gatesThatCloseForGoodNeverWin() throws IOException {
    List<TrainingProgress> seen = new ArrayList<>();
    TrainingResult result =
        trainer(seen).beta(30).learningRate(0.5).validation(0.2, 5, 100).steps(60).run(VIDEO);
    List<TrainingProgress.Validation> looks =
        seen.stream().map(TrainingProgress::validation).filter(Objects::nonNull).toList();
    double closed = looks.stream().mapToDouble(v -> v.taskLoss()).max().orElseThrow();
    TrainingProgress.Validation end = result.validation().orElseThrow();
    assertThat(looks).as("closed").anyMatch(v -> v.macShare() < 0.1);
    assertThat(end.taskLoss()).isLessThan(0.9 * closed);
    assertThat(end.macShare()).isGreaterThan(0.1);
  }

  @Test
  void whoWantsTheEndGetsTheBestSoFar() throws IOException {
    List<TrainingProgress> seen = new ArrayList<>();
    TrainingResult result =
        trainer(seen)
            .targetMacRatio(2)
            .validation(0.2, 2, 100)
            .steps(10)
            .stopWhen(() -> seen.size() == 7)
            .run(VIDEO);
    assertThat(seen).hasSize(7);
    assertThat(result.facts()).containsEntry("train.steps", "7");
    assertThat(result.validation()).isPresent();
    assertThat(result.step()).isLessThanOrEqualTo(7);
  }

  @Test
  void theResultIsAFileThatASessionRuns() throws IOException {
    List<TrainingProgress> seen = new ArrayList<>();
    TrainingResult result = trainer(seen).block(2).steps(5).run(VIDEO);
    Path file = folder.resolve("gates.safetensors");
    result.addedTo(weights(NETWORK)).write(file, ElementType.F32);
    GumbelGates gates = GumbelGates.read(file, NETWORK);
    assertThat(gates.byLayer().keySet()).containsExactlyInAnyOrder("a", "b");
    assertThat(gates.byLayer().get("a").block()).isEqualTo(2);
    assertThat(SafeTensors.read(file).metadata()).containsEntry("train.seed", "1");
    assertThat(EngineClip.run(NETWORK, gates.options(), clip()).outputs().get("out")).hasSize(3);
  }

  @Test
  void anInterruptedTrainingGoesOnAsIfNothingHadHappened() throws IOException {
    List<TrainingProgress> whole = new ArrayList<>();
    TrainingResult expected = trainer(whole).steps(12).run(VIDEO);
    Path file = folder.resolve("run.checkpoint");
    List<TrainingProgress> parts = new ArrayList<>();
    trainer(parts)
        .steps(12)
        .checkpoint(file, Duration.ofHours(1))
        .stopWhen(() -> parts.size() == 5)
        .run(VIDEO);
    TrainingResult actual =
        trainer(parts).steps(12).checkpoint(file, Duration.ofHours(1)).run(VIDEO);
    assertThat(parts.stream().map(TrainingProgress::step))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    for (String layer : List.of("a", "b")) {
      GumbelGate a = expected.gates().orElseThrow().byLayer().get(layer);
      GumbelGate b = actual.gates().orElseThrow().byLayer().get(layer);
      assertThat(b.weight().values()).containsExactly(a.weight().values());
      assertThat(b.bias()).isEqualTo(a.bias());
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> trainer(parts).seed(2).steps(12).checkpoint(file, Duration.ofHours(1)).run(VIDEO))
        .withMessageContaining("another training")
        .withMessageContaining("seed 2");
  }

  @Test
  void thresholdsAreTrainedIntoAPlan() throws IOException {
    List<TrainingProgress> seen = new ArrayList<>();
    TrainingResult result =
        trainer(seen).train(Trained.THRESHOLDS).targetMacRatio(10).steps(50).run(VIDEO);
    GatePlan plan = result.plan().orElseThrow().validate(NETWORK);
    assertThat(plan.gateFor("a").eps()).isNotEqualTo(0.05f).isPositive();
    assertThat(plan.gateFor("c").eps()).isZero();
    assertThat(result.validation().orElseThrow().macShare()).isLessThan(seen.get(0).macShare());
  }

  @Test
  void thresholdsAreTrainedFromAPlanAndWithKernels() throws IOException {
    GatePlan start =
        GatePlan.uniform(NETWORK, GateSetting.input(0.3f).withBlock(2))
            .withLayer("b", GateSetting.input(0.02f))
            .withInputThreshold(0.02f);
    List<TrainingProgress> seen = new ArrayList<>();
    TrainingResult result =
        trainer(seen).train(Trained.THRESHOLDS_AND_KERNELS).startingFrom(start).steps(3).run(VIDEO);
    GatePlan plan = result.plan().orElseThrow();
    assertThat(plan.gateFor("a").block()).isEqualTo(2);
    assertThat(plan.gateFor("a").eps()).isNotEqualTo(0.3f).isCloseTo(0.3f, within(0.1f));
    assertThat(plan.gateFor("b").block()).isOne();
    assertThat(plan.gateFor("b").eps()).isNotEqualTo(0.02f).isCloseTo(0.02f, within(0.01f));
    assertThat(plan.inputThreshold()).isEqualTo(InputThreshold.fixed(0.02f));

    Path file = folder.resolve("both.safetensors");
    result.addedTo(weights(NETWORK)).write(file, ElementType.F32);
    SafeTensors written = SafeTensors.read(file);
    assertThat(GatePlan.from(written)).contains(plan);
    Conv old = NETWORK.gatedLayers().get(0).conv();
    assertThat(written.tensors().get("a.weight").values()).isNotEqualTo(old.weight().values());
    assertThat(written.tensors().get("a.bias").values()).isEqualTo(old.bias().values());
  }

  @Test
  void contextsAreTrainedFromAPlanAndGoOn() throws IOException {
    GatePlan start = GatePlan.uniform(NETWORK, GateSetting.input(0.2f)).withInputThreshold(0.02f);
    List<TrainingProgress> seen = new ArrayList<>();
    TrainingResult first =
        trainer(seen)
            .train(Trained.CONTEXT)
            .startingFrom(start)
            .targetMacRatio(3)
            .validation(0, 1, 1)
            .steps(30)
            .run(VIDEO);
    GatePlan plan = first.plan().orElseThrow().validate(NETWORK);
    GateSetting a = plan.gateFor("a");
    assertThat(a.kind()).isEqualTo(GateSetting.Kind.CONTEXT);
    assertThat(a.context().units()).hasSize(4).anyMatch(unit -> unit.weight() != 0);
    assertThat(plan.gateFor("c")).isEqualTo(GateSetting.allOpen());
    assertThat(EngineClip.run(NETWORK, plan.options(), clip()).outputs().get("out")).hasSize(3);

    TrainingResult second =
        trainer(seen)
            .train(Trained.CONTEXT_AND_KERNELS)
            .layers(node -> node.name().equals("a"))
            .startingFrom(plan)
            .learningRate(1e-6)
            .validation(0, 1, 1)
            .steps(1)
            .run(VIDEO);
    GateSetting again = second.plan().orElseThrow().gateFor("a");
    assertThat(again.eps()).isCloseTo(a.eps(), within(1e-4f));
    assertThat(again.context().units().get(0).ofPicture())
        .isCloseTo(a.context().units().get(0).ofPicture(), within(1e-4f));
    assertThat(GatePlan.from(second.addedTo(weights(NETWORK)))).isEqualTo(second.plan());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                GateTrainer.of(NETWORK)
                    .train(Trained.THRESHOLDS)
                    .layers(node -> node.name().equals("a"))
                    .startingFrom(plan)
                    .steps(1)
                    .run(VIDEO))
        .withMessageContaining("only thresholds of gate input");
  }

  /** Thresholds of 0 let through all that changes, so that nothing but the kernels can be quiet. */
  @Test
  void quietKernelsChangeLessAndAnswerAlike() throws IOException {
    double before = motion(NETWORK);
    SkipNetwork plain = trainedQuietly(0);
    SkipNetwork quiet = trainedQuietly(0.5);
    assertThat(motion(plain)).isGreaterThan(0.95 * before);
    assertThat(motion(quiet)).isLessThan(0.85 * before);
    SessionOptions dense = SessionOptions.dense();
    float[] expected = EngineClip.run(NETWORK, dense, clip()).outputs().get("out").get(2);
    float[] answer = EngineClip.run(quiet, dense, clip()).outputs().get("out").get(2);
    float[] difference = new float[expected.length];
    for (int i = 0; i < expected.length; i++) {
      difference[i] = answer[i] - expected[i];
    }
    assertThat(square(difference)).isLessThan(0.2 * square(expected));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> GateTrainer.of(NETWORK).train(Trained.THRESHOLDS).quiet(1).steps(1).run(VIDEO))
        .withMessageContaining("not THRESHOLDS");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GateTrainer.of(NETWORK).quiet(-1))
        .withMessageContaining("price of motion");
  }

  private static SkipNetwork trainedQuietly(double weight) throws IOException {
    GatePlan open = GatePlan.uniform(NETWORK, GateSetting.input(0)).withInputThreshold(0);
    TrainingResult result =
        GateTrainer.of(NETWORK)
            .train(Trained.THRESHOLDS_AND_KERNELS)
            .startingFrom(open)
            .beta(0)
            .quiet(weight)
            .learningRate(0.5)
            .validation(0, 1, 1)
            .steps(120)
            .run(VIDEO);
    assertThat(result.facts().containsKey("train.quiet")).isEqualTo(weight > 0);
    return result.network();
  }

  /** Motion of the map that layer b reads. */
  private static double motion(SkipNetwork network) {
    Node b = network.gatedLayers().get(1);
    DifferentiableOptions options = new DifferentiableOptions(ResidualPolicy.CARRY, 0, 0);
    try (DifferentiableWeights weights =
        new DifferentiableWeights(network, torch.ScalarType.Float)) {
      DifferentiableModel model = new DifferentiableModel(network, weights, options);
      org.bytedeco.pytorch.Tensor frames = Tensors.frames(clip(), torch.ScalarType.Float);
      return NoGrad.get(
          () ->
              new MapMotion(network, Set.of(b))
                  .of(model.run(frames, new Clips(3, 1), MaskRule.ALL_OPEN))
                  .item_double());
    }
  }

  @Test
  void refusesPlansThatCannotBeTrained() {
    GatePlan output = GatePlan.uniform(NETWORK, GateSetting.of(GateSetting.Kind.OUTPUT, 1));
    GateTrainer thresholds = GateTrainer.of(NETWORK).train(Trained.THRESHOLDS).steps(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> thresholds.startingFrom(output).run(VIDEO))
        .withMessageContaining("only thresholds of gate input")
        .withMessageContaining("layer a");
    GatePlan rebase =
        new GatePlan(
            NETWORK.name(), ResidualPolicy.REBASE, 0, 0, GateSetting.input(0.1f), Map.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> thresholds.startingFrom(rebase))
        .withMessageContaining("CARRY");
    GatePlan fits = GatePlan.uniform(NETWORK, GateSetting.input(0.1f));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GateTrainer.of(NETWORK).startingFrom(fits).steps(1).run(VIDEO))
        .withMessageContaining("GATES");
  }

  @Test
  void kernelsAreTrainedWithTheGatesAndAlone() throws IOException {
    List<TrainingProgress> seen = new ArrayList<>();
    TaskLoss zero = TaskLoss.heatmaps("out");
    TrainingResult alone =
        trainer(seen).train(Trained.NETWORK).task(zero).steps(40).learningRate(0.02).run(VIDEO);
    assertThat(seen.get(39).taskLoss()).isLessThan(0.3 * seen.get(0).taskLoss());
    assertThat(alone.network().name()).isEqualTo(NETWORK.name());
    SessionOptions dense = SessionOptions.dense();
    float[] before = EngineClip.run(NETWORK, dense, clip()).outputs().get("out").get(0);
    float[] after = EngineClip.run(alone.network(), dense, clip()).outputs().get("out").get(0);
    assertThat(square(after)).isLessThan(0.5 * square(before));

    TrainingResult both = trainer(seen).train(Trained.GATES_AND_KERNELS).steps(3).run(VIDEO);
    SafeTensors file = both.addedTo(weights(NETWORK));
    Conv old = NETWORK.gatedLayers().get(0).conv();
    assertThat(file.tensors().get("a.weight").values()).isNotEqualTo(old.weight().values());
    assertThat(file.tensors().get("a.bias")).isSameAs(old.bias());
  }

  /** Those of squeeze-excite have no gate, and are trained all the same. */
  @Test
  void everyTrainedKernelIsWritten() throws IOException {
    SkipNetwork.Builder b = SkipNetwork.builder("excited");
    Node x = b.conv("a", b.input(3, 16, 16), ConvSpec.keepingSize(3), weight(16, 3, 3), null);
    Tensor none = Tensor.of(new float[16], 16);
    x = b.squeezeExcite("se", x, weight(16, 16, 1), none, weight(16, 16, 1), none, Activation.RELU);
    SkipNetwork excited =
        b.output("out", b.conv("c", x, ConvSpec.of(1), weight(4, 16, 1), null)).build();
    Map<String, Tensor> file = new LinkedHashMap<>();
    excited.nodes().forEach(n -> n.parameters().forEach(p -> file.put(p.name(), p.tensor())));
    TrainingResult result =
        GateTrainer.of(excited)
            .train(Trained.GATES_AND_KERNELS)
            .layers(node -> node.name().equals("a"))
            .validation(0, 1, 1)
            .steps(3)
            .run(VIDEO);
    Map<String, Tensor> written = result.addedTo(SafeTensors.of(file)).tensors();
    for (Node node : result.network().nodes()) {
      for (Parameter trained : node.parameters()) {
        assertThat(written.get(trained.name()).values())
            .as(trained.name())
            .isEqualTo(trained.tensor().values());
      }
    }
    assertThat(written.get("se.expand.weight").values())
        .isNotEqualTo(file.get("se.expand.weight").values());
  }

  @Test
  void refusesWeightsOfWhichOneWouldNotBeTrained() {
    SkipNetwork.Builder b = SkipNetwork.builder("twice");
    Conv.Names names = new Conv.Names("one.weight", "one.scale", "one.bias");
    ConvSpec three = ConvSpec.keepingSize(3);
    Node x = b.conv("a", b.input(3, 16, 16), three, weight(16, 3, 3), null, null, names);
    Node y = b.conv("b", x, three, weight(16, 16, 3), null, null, names);
    SkipNetwork twice = b.output("out", y).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GateTrainer.of(twice).steps(1).run(VIDEO))
        .withMessageContaining("two weights of the network are named one.weight");
  }

  @Test
  void theExampleOfTheDocumentationRuns() throws IOException {
    Path weights = folder.resolve("weights.safetensors");
    weights(NETWORK).write(weights, ElementType.F32);
    BlockVideo video = new BlockVideo(NETWORK.inputShape(), 60);
    TrainingSnippets.train(NETWORK, video, weights, folder, Duration.ofMillis(600));
    GumbelGates gates = GumbelGates.read(folder.resolve("camera.safetensors"), NETWORK);
    assertThat(gates.byLayer()).containsKey("b");
  }

  private static double square(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value * (double) value;
    }
    return sum;
  }

  @Test
  void refusesWhatCannotBeTrained() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GateTrainer.of(NETWORK).run(VIDEO))
        .withMessageContaining("a time limit or steps");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> GateTrainer.of(NETWORK).steps(1).run(new BlockVideo(new Shape(1, 4, 4), 90)))
        .withMessageContaining("16 values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GateTrainer.of(NETWORK).steps(1).run(new BlockVideo(VIDEO.shape(), 5)))
        .withMessageContaining("for validation");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GateTrainer.of(NETWORK).targetMacRatio(1))
        .withMessageContaining("more than 1");
    assertThatIllegalArgumentException().isThrownBy(() -> GateTrainer.of(NETWORK).block(3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GateTrainer.of(NETWORK).layers(node -> false).steps(1).run(VIDEO))
        .withMessageContaining("no layer");
  }

  private static SafeTensors weights(SkipNetwork network) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Node layer : network.gatedLayers()) {
      Conv conv = layer.conv();
      tensors.put(layer.name() + ".weight", conv.weight());
      tensors.put(layer.name() + ".bias", conv.bias());
    }
    return SafeTensors.of(tensors);
  }

  private static List<Tensor> clip() {
    List<Tensor> frames = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      frames.add(Tensor.of(VIDEO.frame(i), 1, 3, 16, 16));
    }
    return frames;
  }
}

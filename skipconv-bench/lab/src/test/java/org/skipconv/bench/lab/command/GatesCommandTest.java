package org.skipconv.bench.lab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.bench.cli.command.Ran;
import org.skipconv.core.ElementType;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.testing.TestData;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.gates.GumbelGate;
import org.skipconv.gates.GumbelGates;
import org.skipconv.models.embedded.EmbeddedDetector;
import org.skipconv.models.embedded.EmbeddedPose;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.vision.RgbImage;

/** The command gates on one short scene. */
class GatesCommandTest {
  private static final String KERNEL = "final_layer.weight";

  @TempDir private Path folder;

  private Ran gates(String... more) {
    List<String> args = new ArrayList<>(List.of("gates", "--no-progress", "--scenes", "1"));
    args.addAll(List.of("--passes", "1", "--out", "" + folder.resolve("out")));
    args.addAll(List.of(more));
    return Ran.of(args.toArray(String[]::new));
  }

  private Ran quick(String... more) {
    List<String> args = new ArrayList<>(List.of("--frames", "30", "--calibrate", "off"));
    args.addAll(List.of("--threshold", "0.1", "--blocks", "1,4"));
    args.addAll(List.of(more));
    return gates(args.toArray(String[]::new));
  }

  private JsonObject contender(String kind, String setting, int block) throws IOException {
    JsonObject json = Ran.json(folder.resolve("out/gates.json"));
    return StreamSupport.stream(json.getAsJsonArray("contenders").spliterator(), false)
        .map(each -> each.getAsJsonObject())
        .filter(each -> text(each, "kind").equals(kind) && text(each, "setting").equals(setting))
        .filter(each -> each.getAsJsonObject("label").get("block").getAsInt() == block)
        .findFirst()
        .orElseThrow(() -> new AssertionError(kind + " " + setting + " is not in " + json));
  }

  private static String text(JsonObject contender, String field) {
    return contender.getAsJsonObject("label").get(field).getAsString();
  }

  private static double ratio(JsonObject contender) {
    return contender.get("macRatio").getAsDouble();
  }

  private static double fine(JsonObject contender) {
    return contender.getAsJsonArray("accuracy").get(2).getAsDouble();
  }

  private String plan() throws IOException {
    Path file = folder.resolve("small.json");
    GateSetting gate = GateSetting.input(0.3f);
    GatePlan.uniform(EmbeddedPose.network(), gate)
        .withLayer("conv1", gate.withEps(0.05f))
        .write(file);
    return file.toString();
  }

  /** The embedded network's weights, with other tensors and metadata. */
  private Path weights(String name, Map<String, Tensor> other, Map<String, String> metadata)
      throws IOException {
    Path file = folder.resolve(name);
    EmbeddedPose.write(file);
    Map<String, Tensor> tensors = new LinkedHashMap<>(SafeTensors.read(file).tensors());
    tensors.putAll(other);
    new SafeTensors(tensors, metadata).write(file, ElementType.F32);
    return file;
  }

  @Test
  void comparesGatesOnTheEmbeddedNetwork() throws IOException {
    Ran ran = quick("--trained", plan());
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("hrnet-w18-small-v1, input 160x128, weights: embedded")
        .contains("scenes: 1 of 30 frames, passes: 1, threads: 1")
        .contains("trained thresholds small", "gates.md, gates.json, gates.png");
    JsonObject dense = contender("DENSE", "", 1);
    assertThat(ratio(dense)).isEqualTo(1);
    assertThat(dense.get("keyframes").getAsInt()).isEqualTo(30);
    assertThat(fine(dense)).isBetween(0.5, 1.0);
    JsonObject single = contender("SINGLE", "0.1", 1);
    assertThat(ratio(single)).isGreaterThan(1.5);
    assertThat(ratio(contender("SINGLE", "0.1", 4))).isBetween(1.0, ratio(single));
    assertThat(ratio(contender("THRESHOLDS", "small", 1))).isGreaterThan(ratio(single));
    assertThat(single.get("millis").getAsDouble()).isPositive();
    assertThat(Files.readString(folder.resolve("out/gates.md"))).contains("| input norm | 0.1 |");
    assertThat(RgbImage.read(folder.resolve("out/gates.png")).height()).isEqualTo(3 * 460);
  }

  @Test
  void detectorsAreJudgedByTheTrueBoxes() throws IOException {
    Ran ran = quick("--model", "efficientdet-tiny");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("weights: embedded", "AP@0.5");
    JsonObject dense = contender("DENSE", "", 1);
    assertThat(dense.getAsJsonArray("accuracy")).hasSize(2);
    double ap = dense.getAsJsonArray("accuracy").get(0).getAsDouble();
    assertThat(ap).isGreaterThan(0.8);
    JsonObject single = contender("SINGLE", "0.1", 1);
    assertThat(ratio(single)).isGreaterThan(1.5);
    assertThat(single.getAsJsonArray("accuracy").get(0).getAsDouble()).isCloseTo(ap, within(0.05));
  }

  @Test
  void aFileThatSaysItsModelNeedsNoOther() throws IOException {
    Path file = folder.resolve("detector.safetensors");
    EmbeddedDetector.writeGated(file);
    Ran ran = quick("--trained", "" + file);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("efficientdet-tiny, input 192x256, weights: " + file);
    assertThat(ratio(contender("THRESHOLDS_AND_KERNELS", "detector", 1))).isGreaterThan(1.5);
  }

  @Test
  void learnedGatesHaveAKeyframeAsOftenAsTheirClips() throws IOException {
    SkipNetwork network = EmbeddedPose.network();
    float[] ones = new float[64 * 9];
    GumbelGate closed = GumbelGate.of(Tensor.of(ones, 1, 64, 3, 3), -1, 4);
    Path file = weights("learned.safetensors", Map.of(), Map.of("train.frames", "10"));
    GumbelGates.of(network, Map.of("conv2", closed))
        .addedTo(SafeTensors.read(file))
        .write(file, ElementType.F32);
    Path alone = folder.resolve("alone.safetensors");
    GumbelGates.of(network, Map.of("conv2", closed)).write(alone);
    assertThat(quick("--trained", "" + file, "" + alone).code()).isZero();
    JsonObject learned = contender("GATES", "learned, keyframe every 10", 4);
    assertThat(learned.get("keyframes").getAsInt()).isEqualTo(3);
    assertThat(contender("GATES", "alone", 4).get("keyframes").getAsInt()).isEqualTo(1);
  }

  @Test
  void kernelsOfAFileAreUsedWithThePlanBesideThem() throws IOException {
    String text = Files.readString(Path.of(plan()));
    Map<String, String> metadata = new LinkedHashMap<>(Map.of("gates.plan", text));
    String same = "" + weights("same.safetensors", Map.of(), metadata);
    Tensor kernel = SafeTensors.read(Path.of(same)).tensors().get(KERNEL);
    Tensor none = Tensor.of(new float[kernel.elements()], kernel.shape());
    metadata.put("train.what", "THRESHOLDS_AND_KERNELS");
    String blind = "" + weights("blind.safetensors", Map.of(KERNEL, none), metadata);
    Ran ran = quick("--trained", plan(), "--trained", same, "--trained", blind);
    assertThat(ran.code()).as(ran.err()).isZero();
    JsonObject plan = contender("THRESHOLDS", "small", 1);
    JsonObject planned = contender("THRESHOLDS", "same", 1);
    assertThat(ratio(planned)).isEqualTo(ratio(plan));
    assertThat(planned.get("accuracy")).isEqualTo(plan.get("accuracy"));
    assertThat(fine(contender("THRESHOLDS_AND_KERNELS", "blind", 1))).isLessThan(0.2);
  }

  @Test
  void calibratesForEachBlock() throws IOException {
    Ran ran =
        gates(
            "--model",
            "hrnet-w18-small-v1",
            "--size",
            "32x32",
            "--frames",
            "20",
            "--threshold",
            "0.1",
            "--blocks",
            "2",
            "--calibrate",
            "0.3");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("untrained: accuracies mean nothing");
    GatePlan plan = GatePlan.read(folder.resolve("out/plan-block-2.json"));
    assertThat(plan.defaultGate().block()).isEqualTo(2);
    double half = ratio(contender("CALIBRATED", "x 0.50", 2));
    assertThat(ratio(contender("CALIBRATED", "x 1.41", 2))).isGreaterThan(half);
  }

  @Test
  void judgesDetectorsByBoxes() throws IOException {
    Path weights = TestData.require("weights/efficientdet_d0_512_fp16.safetensors");
    Ran ran = quick("--model", "efficientdet-d0", "--weights", "" + weights, "--size", "256x256");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("AP@0.5");
    // These weights know real people, of whom drawn ones remind them at best.
    double apAt05 = contender("DENSE", "", 1).getAsJsonArray("accuracy").get(0).getAsDouble();
    assertThat(apAt05).isBetween(0.05, 0.9);
  }

  @Test
  void refusesWhatIsNoTraining() throws IOException {
    assertRefused("--trained nothing.json: there is no such file", "--trained", "nothing.json");
    String bare = "" + weights("bare.safetensors", Map.of(), Map.of());
    assertRefused("there are no learned gates", "--trained", bare);
    String odd = "" + weights("odd.safetensors", Map.of(), Map.of("gates.plan", "{}"));
    assertRefused("metadata gates.plan is no gate plan", "--trained", odd);
    Path other = folder.resolve("other.json");
    GatePlan.uniform(HrNet.w32(64, 64).seeded(1), GateSetting.input(0.1f)).write(other);
    assertRefused("is for network", "--trained", "" + other);
    Path text = Files.writeString(folder.resolve("text.safetensors"), "no tensors");
    assertRefused("--trained " + text, "--trained", "" + text);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private void assertRefused(String why, String... args) {
    Ran ran = quick(args);
    assertThat(ran.err()).contains(why);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.code()).isEqualTo(2);
  }
}

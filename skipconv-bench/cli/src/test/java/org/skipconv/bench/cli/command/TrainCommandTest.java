package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.bench.cli.Main;
import org.skipconv.bench.cli.model.Models;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.bench.cli.model.TrainingParts;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.Tensor;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.models.embedded.EmbeddedDetector;
import org.skipconv.models.scene.Scene;

/** The command train on a network too small to learn much, and what it writes in use. */
class TrainCommandTest {
  private static final GateSetting START = GateSetting.input(0.1f).withBlock(2);

  @TempDir private static Path folder;
  private static Path weights;

  @BeforeAll
  static void trainANetwork() {
    TrainingParts.assume();
    weights = folder.resolve("pose.safetensors");
    train("--train", "network", "--labels", "scene", "--batch", "2", "--out", "" + weights);
  }

  private static Ran train(String... more) {
    return trainModel("hrnet-w18-small-v1", "32x32", more);
  }

  private static Ran trainModel(String model, String size, String... more) {
    List<String> args = new ArrayList<>(List.of("train", "--model", model, "--size", size));
    args.addAll(List.of("--minutes", "0.015", "--clip", "3"));
    args.addAll(List.of(more));
    Ran ran = Ran.of(args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran;
  }

  private static JsonObject run(String... more) throws IOException {
    String[] model = {"--model", "hrnet-w18-small-v1", "--size", "32x32", "--frames", "4"};
    return runAsSaid(with(model, with(new String[] {"--weights"}, more)));
  }

  private static JsonObject runAsSaid(String... args) throws IOException {
    Path json = folder.resolve("report.json");
    String[] files = {"run", "--json", "" + json, "--out", "" + folder.resolve("out")};
    Ran ran = Ran.of(with(files, with(args, "--no-progress")));
    assertThat(ran.code()).as(ran.err()).isZero();
    return Ran.json(json);
  }

  /** Factor of the line that says what run will measure. */
  private static double said(Ran ran) {
    Matcher line = Pattern.compile("as run counts: ([0-9.]+) × fewer MACs").matcher(ran.out());
    assertThat(line.find()).as(ran.out()).isTrue();
    return Double.parseDouble(line.group(1));
  }

  /** The last 8 of 40 frames choose the best state, and are what both look at. */
  @Test
  void whatIsSaidIsWhatRunMeasures() throws IOException {
    Path video = pictures("measured", 40);
    String[] input = {"--weights", "" + weights, "--input", "" + video};
    String[] last = {"--input", "" + video, "--start", "32"};
    Path gates = folder.resolve("measured.safetensors");
    Ran learned = train(with(input, "--target-mac-ratio", "2", "--out", "" + gates));
    assertThat(learned.out()).contains("on the last 8 frames, which chose the best state");
    JsonObject report = runAsSaid(with(last, "--weights", "" + gates, "--gate", "learned"));
    assertThat(report.get("model").getAsString()).isEqualTo("hrnet-w18-small-v1");
    assertThat(report.get("size").getAsString()).isEqualTo("32x32");
    assertThat(report.get("keyframeEvery").getAsInt()).isEqualTo(3);
    double measured = report.get("macRatio").getAsDouble();
    assertThat(said(learned)).isCloseTo(measured, within(0.01 * measured));

    Path plan = folder.resolve("measured.json");
    Ran trained = train(with(input, "--train", "thresholds", "--beta", "0.1", "--out", "" + plan));
    report = runAsSaid(with(last, "--weights", "" + weights, "--plan", "" + plan));
    measured = report.get("macRatio").getAsDouble();
    boolean start = trained.out().contains("is what is written");
    assertThat(start ? saidOfStart(trained) : said(trained))
        .isCloseTo(measured, within(0.01 * measured));
  }

  private static double saidOfStart(Ran ran) {
    Matcher line = Pattern.compile("it started from: ([0-9.]+) × fewer MACs").matcher(ran.out());
    assertThat(line.find()).as(ran.out()).isTrue();
    return Double.parseDouble(line.group(1));
  }

  @Test
  void whatContradictsTheFileIsRefused() throws IOException {
    String[] of = {"run", "--weights", "" + weights, "--frames", "2", "--no-progress"};
    assertThat(Ran.of(with(of, "--model", "hrnet-w32")).err())
        .contains("--model hrnet-w32", "has the weights of hrnet-w18-small-v1");
    Path gates = folder.resolve("contradicted.safetensors");
    train("--weights", "" + weights, "--out", "" + gates);
    String[] gated = {"run", "--weights", "" + gates, "--gate", "learned", "--size", "64x64"};
    Ran ran = Ran.of(gated);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("--size 64x64", "trained at 32x32");
  }

  /** Kernels alone serve at any size, and a crop of other videos is the usual one of this. */
  @Test
  void theCropGoesWithTheWeights() throws IOException {
    Path video = pictures("cropped", 20);
    Path out = folder.resolve("cropped.safetensors");
    String[] crop = {"--input", "" + video, "--crop", "4,4,24,24"};
    train(with(crop, "--weights", "" + weights, "--out", "" + out));
    String[] other = {"--weights", "" + out, "--frames", "3"};
    assertThat(runAsSaid(with(other, "--input", "" + video)).get("crop").getAsString())
        .isEqualTo("4,4,24,24");
    assertThat(runAsSaid(other).get("crop").getAsString()).isNotEqualTo("4,4,24,24");
    assertThat(
            runAsSaid("--weights", "" + weights, "--size", "64x32", "--frames", "2")
                .get("size")
                .getAsString())
        .isEqualTo("64x32");
  }

  @Test
  void ofScenesAsManyFramesAreSeenAsAreAskedFor() {
    Path out = folder.resolve("scenes.safetensors");
    String[] some = {"--weights", "" + weights, "--out", "" + out};
    assertThat(train(with(some, "--frames", "60")).out()).contains(", 60 frames");
    String[] known = {"--weights", "" + weights};
    assertThat(refused(with(known, "--start", "5"))).contains("only --frames is allowed");
    assertThat(refused(with(known, "--part", "0,20"))).contains("only --frames is allowed");
  }

  /** A calibration of a second may find nothing in time; the file says which it was. */
  @Test
  void thresholdsStartFromACalibration() throws IOException {
    Path out = folder.resolve("calibrated.json");
    String[] thresholds = {"--train", "thresholds", "--weights", "" + weights};
    String[] longer = {"--minutes", "0.5", "--input", "" + pictures("calibrated", 40)};
    List<String> args = new ArrayList<>(List.of("train", "--tolerance", "0.5", "--clip", "3"));
    args.addAll(List.of(with(thresholds, with(longer, "--out", "" + out))));
    Ran ran = Ran.of(args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .contains("starting from a calibration on some of the frames")
        .containsPattern("the plan it started from: |no state did better");
    assertThat(folder.resolve("calibrated.json.start.json")).doesNotExist();
    assertThat(refused("--weights", "" + weights, "--tolerance", "0.1"))
        .contains("--tolerance", "without --from-plan");
  }

  /** A process of its own, since a signal ends the whole of it. */
  @Test
  void aSignalEndsItWithTheBestSoFarAndItGoesOnFromThere() throws Exception {
    Path out = folder.resolve("ended.safetensors");
    String[] what = {"--weights", "" + weights, "--clip", "3", "--frames", "60"};
    String[] all = with(with(new String[] {"train"}, what), "--out", "" + out);
    Path said = folder.resolve("ended.txt");
    Path err = folder.resolve("ended.err");
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.add(Main.class.getName());
    words.addAll(List.of(with(all, "--minutes", "60")));
    Process process =
        new ProcessBuilder(words).redirectOutput(said.toFile()).redirectError(err.toFile()).start();
    try {
      long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
      while (!Files.readString(said).contains(", step ") && System.nanoTime() < end) {
        assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
        Thread.sleep(100);
      }
      process.destroy();
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isNotZero();
    assertThat(Files.readString(said))
        .contains("written to " + out, "ended early, the same command goes on", "to run it: ");
    assertThat(Files.readAllLines(err))
        .containsExactly("skipconv: ending after this step; the best state so far will be written");
    assertThat(runAsSaid("--weights", "" + out, "--gate", "learned", "--frames", "3").size())
        .isPositive();
    Path checkpoint = folder.resolve("ended.safetensors.checkpoint");
    int steps = Integer.parseInt(SafeTensors.readMetadata(checkpoint).get("step"));
    double minutes = Double.parseDouble(SafeTensors.readMetadata(checkpoint).get("minutes"));
    assertThat(steps).isPositive();

    // Another end is no other training.
    Ran on = Ran.of(with(all, "--minutes", "" + (minutes + 0.3)));
    assertThat(on.code()).as(on.err()).isZero();
    assertThat(on.out()).contains("going on from " + checkpoint);
    int allSteps = Integer.parseInt(SafeTensors.readMetadata(out).get("train.steps"));
    assertThat(allSteps).isGreaterThan(steps);
    assertThat(checkpoint).doesNotExist();
  }

  /** Readable by those who may read any new file of this process. */
  @Test
  void theFileHasUsualPermissions() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    Path any = Files.createFile(folder.resolve("any"));
    assertThat(Files.getPosixFilePermissions(weights))
        .isEqualTo(Files.getPosixFilePermissions(any));
  }

  @Test
  void gatesAreWrittenBesideTheWeights() throws IOException {
    Path out = folder.resolve("gates.safetensors");
    Ran ran = train("--weights", "" + weights, "--target-mac-ratio", "2", "--out", "" + out);
    assertThat(ran.out()).contains("fewer MACs", "agreement", "written to");
    assertThat(ran.out().strip().lines().reduce((a, b) -> b).orElseThrow())
        .startsWith("to run it: java -jar ")
        .endsWith(" run --weights " + out + " --gate learned");
    assertThat(folder.resolve("gates.safetensors.png")).isNotEmptyFile();
    assertThat(folder.resolve("gates.safetensors.checkpoint")).doesNotExist();
    assertThat(SafeTensors.read(out).metadata())
        .containsEntry("train.what", "GATES")
        .containsEntry("train.frames", "3")
        .containsEntry("skipconv.model", "hrnet-w18-small-v1")
        .containsEntry("skipconv.size", "32x32");
    JsonObject report = run("" + out, "--gate", "learned");
    assertThat(report.get("gate").getAsString()).isEqualTo("learned");
    assertThat(report.get("keyframeEvery").getAsInt()).isEqualTo(3);
  }

  @Test
  void thresholdsAreWrittenAsAPlan() throws IOException {
    Path out = folder.resolve("plan.json");
    train("--train", "thresholds", "--weights", "" + weights, "--out", "" + out);
    assertThat(GatePlan.read(out).network()).isEqualTo("hrnet_w18_small_v1");
    assertThat(run("" + weights, "--plan", "" + out).get("gate").getAsString()).isEqualTo("plan");
    assertThat(Files.size(out)).isPositive();
  }

  @Test
  void thresholdsAndKernelsGoOnFromAPlanIntoOneFile() throws IOException {
    Path start = folder.resolve("start.json");
    GatePlan plan =
        GatePlan.uniform(
            Models.named("hrnet-w18-small-v1").seeded(new Size(32, 32), 1).network(), START);
    plan.write(start);
    Path out = folder.resolve("both.safetensors");
    String[] from = {"--weights", "" + weights, "--from-plan", "" + start};
    // Small steps, however many fit the time: a state that is worse than the start is not kept.
    String[] both = {"--train", "thresholds-and-kernels", "--learning-rate", "1e-5"};
    String said = train(with(with(from, both), "--out", "" + out)).out();
    boolean started = said.contains("is what is written") || said.contains("which is the result");
    SafeTensors file = SafeTensors.read(out);
    assertThat(GatePlan.from(file).orElseThrow().gateFor("conv1").block()).isEqualTo(2);
    Tensor before = SafeTensors.read(weights).tensors().get("conv1.weight");
    boolean same = Arrays.equals(file.tensors().get("conv1.weight").values(), before.values());
    assertThat(same).as(said).isEqualTo(started);
    JsonObject report = run("" + out, "--gate", "learned");
    assertThat(report.get("gate").getAsString()).isEqualTo("plan");
    assertThat(report.get("policy").getAsString()).isEqualTo("carry");
    assertThat(refused(with(from, "--train", "gates"))).contains("--from-plan", "thresholds");
    Path more = folder.resolve("more.json");
    String[] on = {"--weights", "" + out, "--from-plan", "" + out, "--out", "" + more};
    train(with(on, "--train", "thresholds"));
    assertThat(GatePlan.read(more).gateFor("conv1").block()).isEqualTo(2);
    String[] none = {"--from-plan", "" + weights, "--train", "thresholds"};
    assertThat(refused(with(new String[] {"--weights", "" + weights}, none)))
        .contains("pose.safetensors: there is no plan beside the weights");
    assertThat(refused(with(from, "--train", "thresholds", "--block", "2"))).contains("--block");
  }

  @Test
  void contextsAndQuietKernelsAreTrainedFromAPlan() throws IOException {
    Path start = folder.resolve("start.json");
    GatePlan.uniform(
            Models.named("hrnet-w18-small-v1").seeded(new Size(32, 32), 1).network(), START)
        .write(start);
    String[] from = {"--weights", "" + weights, "--from-plan", "" + start};
    Path out = folder.resolve("context.safetensors");
    String[] both = {"--train", "context-and-kernels", "--quiet", "0.1", "--out", "" + out};
    assertThat(train(with(from, both)).out()).contains("training CONTEXT_AND_KERNELS");
    assertThat(GatePlan.from(SafeTensors.read(out)).orElseThrow().gateFor("conv1").block())
        .isEqualTo(2);
    assertThat(run("" + out, "--gate", "learned").get("gate").getAsString()).isEqualTo("plan");
    Path plan = folder.resolve("context.json");
    train(with(from, "--train", "context", "--out", "" + plan));
    assertThat(run("" + weights, "--plan", "" + plan).get("gate").getAsString()).isEqualTo("plan");
    assertThat(refused(with(from, "--train", "thresholds", "--quiet", "1"))).contains("--quiet");
    assertThat(refused(with(from, "--train", "context-and-kernels", "--quiet", "-1")))
        .contains("--quiet", "price of motion");
  }

  private static String[] with(String[] some, String... more) {
    return Stream.of(some, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void partsOfSeveralVideosAreShotsOfTheirOwn() throws IOException {
    Path first = pictures("first", 7);
    Path second = pictures("second", 9);
    String[] all = {"--weights", "" + weights, "--input", "" + first, "--input", "" + second};
    Path out = folder.resolve("parts.json");
    String[] parts = {"--part", "0,3", "--part", "3,4,4,4,24,24", "--train", "thresholds"};
    Ran ran = train(with(with(all, parts), "--out", "" + out));
    assertThat(ran.out()).contains(", 14 frames");
    assertThat(refused(with(all, "--part", "0,3", "--start", "1"))).contains("--part", "--start");
    assertThat(refused(with(all, "--part", "8,3"))).contains("--start 8", "has 7 frames");
    assertThat(Ran.of("run", "--input", "" + first, "--input", "" + second).err())
        .contains("only train takes several");
  }

  private static Path pictures(String name, int count) throws IOException {
    Path pictures = Files.createDirectory(folder.resolve(name));
    Scene scene = Scene.builder().size(32, 32).noise(2).build();
    for (int i = 0; i < count; i++) {
      scene.frame(30 + i).image().write(pictures.resolve(String.format("%03d.png", i)));
    }
    return pictures;
  }

  /** Frames 0 to 9 and 14 to 23 have labels: two shots, of 20 frames in all. */
  @Test
  void labelsOfVideosAreLearnedFrom() throws IOException {
    Path video = pictures("labelled", 24);
    Path joints = folder.resolve("joints.json");
    Files.writeString(joints, coco("\"keypoints\": [" + "9, 8, 2, ".repeat(16) + "9, 8, 2]"));
    Path out = folder.resolve("labelled.safetensors");
    String[] input = {"--weights", "" + weights, "--input", "" + video};
    Ran ran = train(with(input, "--labels", "" + joints, "--out", "" + out));
    assertThat(ran.out()).contains(", 20 frames");
    assertThat(SafeTensors.read(out).metadata()).containsEntry("train.task", "heatmaps");

    assertThat(refused(with(input, "--labels", "scene"))).contains("only --input synthetic");
    assertThat(refused(with(input, "--labels", "none"))).contains("--labels none: there is no");
    Path text = folder.resolve("mot.txt");
    Files.writeString(text, "1,1,4,4,12,20,1\n");
    assertThat(refused(with(input, "--labels", "" + text))).contains("must be COCO JSON");
    assertThat(refused(with(input, "--labels", "" + joints, "--labels", "" + joints)))
        .contains("one for each --input, but there are 2 for 1");
    assertThat(refused("--weights", "" + weights, "--labels", "" + joints))
        .contains("with --input synthetic only scene is allowed");
    assertThat(refused(with(input, "--labels", "" + joints, "--part", "10,3")))
        .contains("none of the 3 frames from 10 on has a label");
    assertThat(refused(with(input, "--labels", "" + joints, "--part", "8,4", "--clip", "4")))
        .contains("there must be clips of 4 frames");
  }

  @Test
  void detectorsLearnFromLabelsOfVideosOrFromWhatTheyFind() throws IOException {
    Path detector = folder.resolve("known.safetensors");
    EmbeddedDetector.write(detector);
    Path boxes = folder.resolve("boxes.json");
    Files.writeString(boxes, coco("\"iscrowd\": 0"));
    Path out = folder.resolve("adapted.safetensors");
    String[] what = {
      "--weights", "" + detector, "--input", "" + pictures("boxes", 24), "--out", "" + out
    };
    trainModel("efficientdet-tiny", "65x72", with(what, "--labels", "" + boxes));
    assertThat(SafeTensors.read(out).metadata()).containsEntry("train.task", "detection");
    trainModel("efficientdet-tiny", "65x72", what);
    assertThat(SafeTensors.read(out).metadata())
        .containsEntry("train.task", "detection distillation");
  }

  private static String coco(String more) {
    String images =
        IntStream.range(0, 24)
            .filter(frame -> frame < 10 || frame >= 14)
            .mapToObj(frame -> String.format("{\"id\": %1$d, \"frame_index\": %1$d}", frame))
            .collect(Collectors.joining(", "));
    return "{\"images\": ["
        + images
        + "], \"annotations\": [{\"image_id\": 7, \"category_id\": 1,"
        + " \"bbox\": [4, 4, 12, 20], "
        + more
        + "}]}";
  }

  @Test
  void halfPrecisionHalvesTheFile() throws IOException {
    Path out = folder.resolve("half.safetensors");
    train("--weights", "" + weights, "--half", "--out", "" + out);
    assertThat(Files.size(out)).isLessThan((long) (0.6 * Files.size(weights)));
  }

  @Test
  void detectorsLearnFromScenesToo() throws IOException {
    Path detector = folder.resolve("detector.safetensors");
    String[] tiny = {"--model", "efficientdet-tiny", "--size", "65x72", "--minutes", "0.015"};
    List<String> args = new ArrayList<>(List.of("train", "--train", "network", "--batch", "2"));
    args.addAll(List.of(tiny));
    args.addAll(List.of("--labels", "scene", "--out", "" + detector));
    Ran ran = Ran.of(args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(SafeTensors.read(detector).metadata()).containsEntry("train.task", "detection");

    Path gates = folder.resolve("detector-gates.safetensors");
    args = new ArrayList<>(List.of("train", "--labels", "scene", "--weights", "" + detector));
    args.addAll(List.of(tiny));
    args.addAll(List.of("--clip", "2", "--out", "" + gates));
    ran = Ran.of(args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(SafeTensors.read(gates).metadata())
        .containsEntry("train.what", "GATES")
        .containsEntry("train.task", "detection");
  }

  @Test
  void aDivergedTrainingFailsAndSaysWhatItKept() {
    Path out = folder.resolve("diverged.safetensors");
    Ran ran =
        Ran.of(
            "train",
            "--model",
            "hrnet-w18-small-v1",
            "--size",
            "32x32",
            "--minutes",
            "1",
            "--train",
            "thresholds-and-kernels",
            "--learning-rate",
            "1e6",
            "--weights",
            "" + weights,
            "--out",
            "" + out);
    assertThat(ran.code()).isOne();
    assertThat(ran.err())
        .contains("the training diverged at step", "learning rate", "nothing was written")
        .hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  @Test
  void aDamagedCheckpointIsNamed() throws IOException {
    Path out = folder.resolve("resumed.safetensors");
    Files.writeString(folder.resolve("resumed.safetensors.checkpoint"), "nothing like one");
    Ran ran =
        Ran.of(
            "train",
            "--model",
            "hrnet-w18-small-v1",
            "--size",
            "32x32",
            "--minutes",
            "1",
            "--weights",
            "" + weights,
            "--out",
            "" + out);
    assertThat(ran.code()).isOne();
    assertThat(ran.err()).contains("resumed.safetensors.checkpoint", "not a valid safetensors");
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThat(refused("--train", "gates")).contains("--weights");
    assertThat(refused("--train", "network")).contains("needs --labels");
    assertThat(refused("--train", "nothing")).contains("allowed: gates, gates-and-kernels");
    assertThat(refused("--weights", "" + weights, "--target-mac-ratio", "4"))
        .contains("--target-mac-ratio 4.0", "every 4th", "--clip");
    String[] both = {"--weights", "" + weights, "--beta", "1", "--target-mac-ratio", "2"};
    assertThat(refused(both)).contains("give one of the two");
    assertThat(refused("--weights", "" + weights, "--block", "3")).contains("--block");
  }

  private static String refused(String... more) {
    List<String> args = new ArrayList<>(List.of("train", "--model", "hrnet-w18-small-v1"));
    args.addAll(List.of("--minutes", "1", "--out", "" + folder.resolve("never")));
    args.addAll(List.of(more));
    Ran ran = Ran.of(args.toArray(String[]::new));
    assertThat(ran.code()).isEqualTo(2);
    return ran.err();
  }
}

package org.skipconv.bench.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.footage.Footage;
import org.skipconv.bench.cli.job.FrameRange;
import org.skipconv.bench.cli.job.TrainingFile;
import org.skipconv.bench.cli.job.TrainingMeasure;
import org.skipconv.bench.cli.job.TrainingSplit;
import org.skipconv.bench.cli.job.VideoFrames;
import org.skipconv.bench.cli.model.FrameLabels;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.cli.model.OnnxFileModel;
import org.skipconv.bench.cli.model.Trainable;
import org.skipconv.bench.cli.picture.Fonts;
import org.skipconv.bench.cli.picture.TrainingPlot;
import org.skipconv.bench.cli.setup.FootagePart;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.training.GateTrainer;
import org.skipconv.gates.training.TrainingDivergedException;
import org.skipconv.gates.training.TrainingFrames;
import org.skipconv.gates.training.TrainingResult;
import org.skipconv.models.VideoModel;
import org.skipconv.models.vision.CropWindow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Adapts a network's gates to a camera. */
@Command(
    name = "train",
    description = {
      "Train the gates of a network on a camera's video, or on generated scenes.",
      "Writes the weights together with the gates, for 'run --gate learned', or a plan if"
          + " only thresholds are trained, for 'run --plan'. Prints at the end what 'run' will"
          + " measure on frames that were held out.",
      "May be interrupted (Ctrl-C): the best state so far is then written, and the same"
          + " command continues from there."
    })
final class TrainCommand implements Callable<Integer> {
  private static final int SCENES = 400;
  private static final int FRAMES_OF_A_SCENE = 100;

  private static final String ENDING =
      "ending after this step; the best state so far will be written";

  @Spec private CommandSpec spec;
  @Mixin private ModelOptions model;
  @Mixin private PartOptions parts;
  @Mixin private TrainOptions options;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "File to write; a plot of the training is stored next to it as .png.")
  private Path out;

  @Option(names = "--half", description = "Write the weights in half precision.")
  private boolean half;

  @Override
  public Integer call() throws IOException {
    NamedModel<?> named = model.model();
    List<FootagePart> wanted = parts.parts(named, model.trainedCrop());
    parts.requireWholeScenes();
    OutputOptions.requireWritable("--out", out);
    if (named instanceof OnnxFileModel<?> && !options.writesPlan()) {
      throw new BadInput("--train: an ONNX file keeps its weights; allowed: thresholds, context");
    }
    options.check(model.trained(), parts.footage().isGenerated(), parts.footage().inputs());
    VideoModel<?> video = model.chosen(named, model.size(named), null).model();
    GateTrainer trainer =
        options.apply(GateTrainer.of(video.network()), video.network(), checkpoint());
    Trainable trainable = named.trainable();
    trainer.task(options.usesLabels() ? trainable.labelLoss() : trainable.distillation());
    // Ended early it writes the best so far, and the same command goes on from there.
    try (Interruption interruption = Interruption.listening(spec.commandLine().getErr(), ENDING)) {
      trainer.stopWhen(interruption);
      return train(named, video, wanted, trainer, interruption);
    } catch (TrainingDivergedException e) {
      return diverged(e, file(named, wanted));
    }
  }

  private int train(
      NamedModel<?> named,
      VideoModel<?> video,
      List<FootagePart> wanted,
      GateTrainer trainer,
      Interruption interruption)
      throws IOException {
    TrainingFrames all = frames(named, video, wanted);
    TrainingSplit split = options.hasGates() ? TrainingSplit.of(all) : null;
    say("training " + options.trained() + " of " + video.network() + ", " + all.size() + " frames");
    if (Files.exists(checkpoint())) {
      say("going on from " + checkpoint());
    }
    GatePlan start = options.givenPlan();
    if (options.wantsCalibration()) {
      start = calibrated(video, split, interruption);
      if (start != null) {
        trainer.startingFrom(start);
      }
    }
    if (interruption.isEnding()) {
      say("ended before the training began; nothing was written");
      return interruption.exitCode();
    }
    TrainingLog log = new TrainingLog(spec.commandLine().getOut());
    trainer.onProgress(log);
    TrainingFrames seen = split == null ? all : split.seen();
    TrainingResult result = BadInput.at("train", () -> trainer.run(seen));
    boolean early = interruption.isEnding();
    spec.commandLine().getOut().print(TrainingLog.summary(result));
    TrainingResult handed =
        split == null || early ? result : tested(result, video, start, split, interruption);
    file(named, wanted).write(handed, out, half);
    if (early) {
      say(
          "written to "
              + out
              + plot(log)
              + "; ended early, the same command goes on from "
              + checkpoint());
    } else {
      say("written to " + out + plot(log));
      Files.deleteIfExists(checkpoint());
      Files.deleteIfExists(startPlan());
    }
    say("to run it: " + runLine(named, wanted));
    return interruption.exitCode();
  }

  private void say(String line) {
    PrintWriter text = spec.commandLine().getOut();
    text.println(line);
    text.flush();
  }

  /**
   * Returns the plan to start from, found now or by the run that is gone on with; null when there
   * is none.
   */
  private GatePlan calibrated(VideoModel<?> video, TrainingSplit split, Interruption interruption)
      throws IOException {
    if (Files.exists(checkpoint())) {
      return Files.exists(startPlan()) ? GatePlan.read(startPlan()) : null;
    }
    Files.deleteIfExists(startPlan());
    Optional<GatePlan> found = options.calibrate(video, split.training(), interruption);
    if (found.isEmpty()) {
      say("no calibration within the tolerance was found in time: starting from small thresholds");
      return null;
    }
    found.get().write(startPlan());
    say("starting from a calibration on some of the frames");
    return found.get();
  }

  /**
   * Measures a result on the frames kept back, and gives the start instead where that is better.
   */
  private TrainingResult tested(
      TrainingResult result,
      VideoModel<?> video,
      GatePlan start,
      TrainingSplit split,
      Interruption interruption) {
    // With labels the dense outputs of before are not what was learned.
    boolean compares = start != null && !options.usesLabels() && result.step() > 0;
    TrainingMeasure measure =
        new TrainingMeasure(video, split.test(), options.threads(), interruption);
    Optional<TrainingMeasure.Figures> figures =
        measure.of(result, compares ? start : null, options.clipFrames());
    if (figures.isEmpty()) {
      return result;
    }
    spec.commandLine()
        .getOut()
        .print(TrainingLog.figures(figures.get(), split, video.task().closeness(video.network())));
    return figures.get().startIsBetter() ? asBefore(result, video, start) : result;
  }

  /** The plan that the training started from, with the kernels as they were, as its result. */
  private static TrainingResult asBefore(
      TrainingResult result, VideoModel<?> video, GatePlan start) {
    Map<String, String> facts = new LinkedHashMap<>(result.facts());
    facts.put("train.bestStep", "0");
    facts.remove("train.macShare");
    facts.remove("train.agreement");
    return new TrainingResult(
        video.network(), Optional.empty(), Optional.of(start), Optional.empty(), 0, facts);
  }

  private TrainingFile file(NamedModel<?> named, List<FootagePart> wanted) {
    List<CropWindow> crops = new ArrayList<>();
    for (FootagePart part : wanted) {
      if (part.crop() != null && !crops.contains(part.crop())) {
        crops.add(part.crop());
      }
    }
    CropWindow crop = crops.size() == 1 ? crops.get(0) : null;
    return new TrainingFile(named, model.size(named), crop, model.weights());
  }

  /** Shows the network on what it was trained on, with the gates that were trained. */
  private RunLine runLine(NamedModel<?> named, List<FootagePart> wanted) {
    RunLine line = new RunLine();
    if (options.writesPlan()) {
      model.addTo(line, named);
      line.with("--plan", out);
    } else {
      line.with("--weights", out).with("--gate", options.hasGates() ? "learned" : null);
    }
    FootagePart part = wanted.get(0);
    return parts.footage().isGenerated()
        ? line
        : line.with("--input", parts.footage().first())
            .with("--start", part.start() == 0 ? null : part.start())
            .with("--frames", part.frames())
            .with("--crop", part.crop());
  }

  /** Writes the best state before, if there is one; it is no success all the same. */
  private int diverged(TrainingDivergedException e, TrainingFile file) throws IOException {
    String kept = "nothing was written";
    if (e.best().isPresent()) {
      file.write(e.best().get(), out, half);
      kept = "the state of step " + e.best().get().step() + " was written to " + out;
    }
    if (Files.exists(checkpoint())) {
      kept += "; to begin anew with another --learning-rate, delete " + checkpoint();
    }
    PrintWriter err = spec.commandLine().getErr();
    err.println("skipconv: failed: " + e.getMessage() + "; " + kept);
    err.flush();
    return CommandLines.FAILED;
  }

  private String plot(TrainingLog log) throws IOException {
    if (!Fonts.available()) {
      return "; no plot: this machine has no fonts (fontconfig)";
    }
    Path file = out.resolveSibling(out.getFileName() + ".png");
    TrainingPlot.write(log.history(), file);
    return ", plot " + file;
  }

  private Path checkpoint() {
    return out.resolveSibling(out.getFileName() + ".checkpoint");
  }

  /** Plan that was calibrated to start from, for a run that goes on from the checkpoint. */
  private Path startPlan() {
    return out.resolveSibling(out.getFileName() + ".start.json");
  }

  private TrainingFrames frames(
      NamedModel<?> named, VideoModel<?> video, List<FootagePart> wanted) {
    Trainable trainable = named.trainable();
    if (parts.footage().isGenerated()) {
      int usual = FRAMES_OF_A_SCENE * (options.hasGates() ? SCENES / 4 : SCENES);
      Integer given = parts.footage().givenFrames();
      int count = given == null ? usual : given;
      int scenes = (count + FRAMES_OF_A_SCENE - 1) / FRAMES_OF_A_SCENE;
      TrainingFrames drawn =
          trainable.scenes(video.network(), options.seed(), scenes, FRAMES_OF_A_SCENE);
      return count == drawn.size() ? drawn : new FrameRange(drawn, 0, count);
    }
    List<VideoFrames.Source> sources = new ArrayList<>();
    for (Footage footage : parts.footage().footages(named, model.size(named))) {
      FootageOptions.requireRepeatable("train", footage);
      FrameLabels labels = options.labels(sources.size(), trainable, video.network());
      sources.add(new VideoFrames.Source(footage, labels));
    }
    return VideoFrames.load(video, sources, wanted);
  }
}

package org.skipconv.bench.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.footage.Footage;
import org.skipconv.bench.cli.job.TrainingFile;
import org.skipconv.bench.cli.job.VideoFrames;
import org.skipconv.bench.cli.model.FrameLabels;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.cli.model.OnnxFileModel;
import org.skipconv.bench.cli.model.Trainable;
import org.skipconv.bench.cli.picture.Fonts;
import org.skipconv.bench.cli.picture.TrainingPlot;
import org.skipconv.bench.cli.setup.FootagePart;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.training.GateTrainer;
import org.skipconv.gates.training.Trained;
import org.skipconv.gates.training.TrainingDivergedException;
import org.skipconv.gates.training.TrainingFrames;
import org.skipconv.gates.training.TrainingResult;
import org.skipconv.models.VideoModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Adapts a network's gates to a camera. */
@Command(
    name = "train",
    description = {
      "Train the gates of a network on the video of a camera, or on generated scenes.",
      "Writes the weights with the gates beside them, for 'run --gate learned'; of thresholds a"
          + " plan, for 'run --plan'. A run that was interrupted goes on where it was when the same"
          + " command is given again."
    })
final class TrainCommand implements Callable<Integer> {
  private static final int SCENES = 400;
  private static final int FRAMES_OF_A_SCENE = 100;

  @Spec private CommandSpec spec;
  @Mixin private ModelOptions model;
  @Mixin private PartOptions parts;
  @Mixin private TrainOptions options;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "What is written; a plot of the training beside it, .png.")
  private Path out;

  @Option(names = "--half", description = "Write the weights in half precision.")
  private boolean half;

  @Override
  public Integer call() throws IOException {
    NamedModel<?> named = model.model();
    List<FootagePart> wanted = parts.parts(named);
    OutputOptions.requireWritable("--out", out);
    if (named instanceof OnnxFileModel<?> && options.trained() != Trained.THRESHOLDS) {
      throw new BadInput("--train: an ONNX file keeps its weights; allowed: thresholds");
    }
    options.check(model.trained(), parts.footage().isGenerated(), parts.footage().inputs());
    VideoModel<?> video = model.chosen(named, model.size(named), null).model();
    SkipNetwork network = video.network();
    GateTrainer trainer = options.apply(GateTrainer.of(network), network, checkpoint());
    PrintWriter text = spec.commandLine().getOut();
    TrainingLog log = new TrainingLog(text);
    trainer.onProgress(log);
    Trainable trainable = named.trainable();
    trainer.task(options.usesLabels() ? trainable.labelLoss() : trainable.distillation());
    TrainingFrames frames = frames(named, video, wanted);
    text.println(
        "training " + options.trained() + " of " + network + ", " + frames.size() + " frames");
    text.flush();
    try {
      TrainingResult result = BadInput.at("train", () -> trainer.run(frames));
      TrainingFile.write(result, named, model.weights(), out, half);
      Files.deleteIfExists(checkpoint());
      text.print(log.summary(result));
      text.println("written to " + out + plot(log));
      text.println("to run it: " + runLine(named, wanted));
      return 0;
    } catch (TrainingDivergedException e) {
      return diverged(e, named);
    }
  }

  /** Shows the network on what it was trained on, with the gates that were trained. */
  private RunLine runLine(NamedModel<?> named, List<FootagePart> wanted) {
    boolean plan = options.trained() == Trained.THRESHOLDS;
    RunLine line =
        new RunLine()
            .with("--model", model.isFile() ? model.source() : named.name())
            .with("--size", model.isFile() ? null : model.size(named))
            .with("--weights", plan ? model.givenWeights() : out)
            .with("--plan", plan ? out : null)
            .with("--gate", plan || options.trained() == Trained.NETWORK ? null : "learned");
    FootagePart part = wanted.get(0);
    return parts.footage().isGenerated()
        ? line
        : line.with("--input", parts.footage().first())
            .with("--start", part.start() == 0 ? null : part.start())
            .with("--frames", part.frames())
            .with("--crop", part.crop());
  }

  /** Writes the best state before, if there is one; it is no success all the same. */
  private int diverged(TrainingDivergedException e, NamedModel<?> named) throws IOException {
    String kept = "nothing was written";
    if (e.best().isPresent()) {
      TrainingFile.write(e.best().get(), named, model.weights(), out, half);
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

  private TrainingFrames frames(
      NamedModel<?> named, VideoModel<?> video, List<FootagePart> wanted) {
    Trainable trainable = named.trainable();
    if (parts.footage().isGenerated()) {
      boolean alone = options.trained() == Trained.NETWORK;
      int scenes = alone ? SCENES : SCENES / 4;
      return trainable.scenes(video.network(), options.seed(), scenes, FRAMES_OF_A_SCENE);
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

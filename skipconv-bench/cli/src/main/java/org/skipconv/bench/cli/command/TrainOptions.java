package org.skipconv.bench.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.job.CalibratedStart;
import org.skipconv.bench.cli.job.FrameRange;
import org.skipconv.bench.cli.job.TrainingSplit;
import org.skipconv.bench.cli.model.FrameLabels;
import org.skipconv.bench.cli.model.Trainable;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.training.GateTrainer;
import org.skipconv.gates.training.Trained;
import org.skipconv.models.VideoModel;
import picocli.CommandLine.Option;

/** Options of a training. */
final class TrainOptions {
  private static final String SCENE = "scene";
  private static final String LABELS = "--labels ";
  private static final String FROM_PLAN = "--from-plan";
  private static final double USUAL_TARGET = 4;
  private static final double USUAL_TOLERANCE = 0.02;
  private static final double CALIBRATION_SHARE = 0.25;

  @Option(
      names = "--train",
      paramLabel = "WHAT",
      defaultValue = "gates",
      description =
          "What is trained: gates; gates-and-kernels; thresholds, one per layer;"
              + " thresholds-and-kernels; context, thresholds that depend on the surroundings of"
              + " a pixel; context-and-kernels; or network, all weights without gates. Default:"
              + " ${DEFAULT-VALUE}.")
  private TrainedChoice trained;

  @Option(
      names = "--labels",
      paramLabel = "scene|FILE",
      description =
          "Learn from the truth instead of from the outputs of the network without gates:"
              + " scene, the truth of the generated scene, or one file for each --input. Boxes as"
              + " MOT text or COCO JSON (efficientdet), joints as COCO JSON with keypoints"
              + " (hrnet). Frames without a label are left out.")
  private List<String> labels = List.of();

  @Option(
      names = "--target-mac-ratio",
      paramLabel = "R",
      description =
          "Adapt the price of MACs until frames cost R times less than dense ones,"
              + " keyframes included. For gates R must be less than the length of a clip, whose"
              + " first frame is a keyframe. Default: for gates, a quarter of the MACs between"
              + " keyframes.")
  private Double targetMacRatio;

  @Option(
      names = "--beta",
      paramLabel = "B",
      description =
          "Price of the dense MACs in units of the task loss. Default: 0.1 for thresholds;"
              + " gates have a target instead.")
  private Double beta;

  @Option(
      names = "--quiet",
      paramLabel = "W",
      description =
          "Price of change from frame to frame in the maps that gates look at, in units of"
              + " the task loss, for kernels that keep still. Only for thresholds-and-kernels and"
              + " context-and-kernels. Default: 0.")
  private Double quiet;

  @Option(
      names = "--from-plan",
      paramLabel = "FILE",
      description =
          "Thresholds to start from, for thresholds and context, with or without kernels: a"
              + " plan written by calibrate, or weights with a plan stored next to them. Default:"
              + " a calibration on some of the frames, which may take up to a quarter of"
              + " --minutes in addition.")
  private Path fromPlan;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description = "Tolerance of that calibration (see calibrate). Default: 0.02.")
  private Double tolerance;

  @Option(
      names = "--block",
      paramLabel = "B",
      description = "Compute blocks of B x B pixels as a whole: 1, 2, 4 or 8. Default: 1.")
  private Integer block;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      required = true,
      description = "Duration of the training in minutes, without the final validation.")
  private double minutes;

  @Option(
      names = "--clip",
      paramLabel = "FRAMES",
      defaultValue = "4",
      description =
          "Number of frames of a clip; the first is computed densely. Default:"
              + " ${DEFAULT-VALUE}.")
  private int clipFrames;

  @Option(
      names = "--batch",
      paramLabel = "CLIPS",
      description = "Number of clips per step. Default: 1; 16 frames for --train network.")
  private Integer batch;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description =
          "Maximum learning rate of Adam. Default: 0.02 for gates, 0.05 for thresholds,"
              + " 0.002 for network.")
  private Double learningRate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of scenes, clips and noise. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of threads. Default: ${DEFAULT-VALUE}.")
  private int threads;

  Trained trained() {
    return trained.trained();
  }

  boolean usesLabels() {
    return !labels.isEmpty();
  }

  /**
   * Returns the labels of some footage.
   *
   * @param index of its --input
   * @return null when nothing is
   */
  FrameLabels labels(int index, Trainable trainable, SkipNetwork network) {
    if (!usesLabels()) {
      return null;
    }
    Path file = Path.of(labels.get(index));
    if (!Files.isRegularFile(file)) {
      throw new BadInput(LABELS + file + ": there is no such file");
    }
    try {
      return trainable.labels(network, file);
    } catch (IOException e) {
      throw new BadInput("--labels: labels " + e.getMessage(), e);
    }
  }

  long seed() {
    return seed;
  }

  int threads() {
    return threads;
  }

  int clipFrames() {
    return clipFrames;
  }

  /** Whether there are gates to train. */
  boolean hasGates() {
    return trained() != Trained.NETWORK;
  }

  private boolean hasThresholds() {
    return switch (trained()) {
      case THRESHOLDS, THRESHOLDS_AND_KERNELS, CONTEXT, CONTEXT_AND_KERNELS -> true;
      case GATES, GATES_AND_KERNELS, NETWORK -> false;
    };
  }

  /** Whether the result is a plan, of a network that stays as it is. */
  boolean writesPlan() {
    return trained() == Trained.THRESHOLDS || trained() == Trained.CONTEXT;
  }

  /** Whether the plan to start from has to be found first. */
  boolean wantsCalibration() {
    return hasThresholds() && fromPlan == null;
  }

  /** The plan to start from that the user gave, null for none. */
  GatePlan givenPlan() {
    return fromPlan == null ? null : GateFiles.plan(FROM_PLAN, fromPlan);
  }

  /** Calibrates a plan to start from; empty when nothing was found in time. */
  Optional<GatePlan> calibrate(VideoModel<?> model, FrameRange frames, BooleanSupplier ended) {
    long end = System.nanoTime() + (long) (CALIBRATION_SHARE * minutes * 60e9);
    return CalibratedStart.find(
        model,
        frames,
        block == null ? 1 : block,
        tolerance == null ? USUAL_TOLERANCE : tolerance,
        threads,
        () -> ended.getAsBoolean() || System.nanoTime() - end > 0);
  }

  /**
   * Refuses what can be told without loading anything.
   *
   * @param hasWeights whether the network knows something
   * @param generated whether it will see generated scenes
   * @param inputs how many videos it will see
   */
  void check(boolean hasWeights, boolean generated, int inputs) {
    checkLabels(generated, inputs);
    if (trained() != Trained.NETWORK && !hasWeights) {
      throw new BadInput(
          "--train "
              + trained
              + ": gates of an untrained network learn nothing; give"
              + " --weights");
    }
    if (fromPlan != null && !hasThresholds()) {
      throw new BadInput(
          FROM_PLAN + ": only thresholds and context, with or without kernels, start from a plan");
    }
    if (quiet != null && (!hasThresholds() || writesPlan())) {
      throw new BadInput("--quiet: only for thresholds-and-kernels and context-and-kernels");
    }
    if (tolerance != null && !wantsCalibration()) {
      throw new BadInput(
          "--tolerance: only for the calibration that thresholds start from without --from-plan");
    }
    if (tolerance != null && !(tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY)) {
      throw new BadInput("--tolerance must be 0 or more, but is " + tolerance);
    }
    if (fromPlan != null && block != null) {
      throw new BadInput("--block: the plan says that; give --block or --from-plan");
    }
    if (beta != null && targetMacRatio != null) {
      throw new BadInput("--beta: --target-mac-ratio adapts it; give one of the two");
    }
    if (targetMacRatio != null && hasLearnedGates() && targetMacRatio >= clipFrames) {
      throw new BadInput(
          "--target-mac-ratio "
              + targetMacRatio
              + ": learned gates compute every frame whole that begins a clip, every "
              + clipFrames
              + "th, so that it must be less than that; longer clips need --clip");
    }
  }

  private boolean hasLearnedGates() {
    return hasGates() && !hasThresholds();
  }

  /** The target of frames after keyframes, such that it is met with keyframes included. */
  private double targetAfterKeyframes() {
    boolean keyframes = hasLearnedGates();
    return keyframes
        ? (clipFrames - 1) * targetMacRatio / (clipFrames - targetMacRatio)
        : targetMacRatio;
  }

  private void checkLabels(boolean generated, int inputs) {
    if (trained() == Trained.NETWORK && !usesLabels()) {
      throw new BadInput("--train network: needs --labels, a file or scene");
    }
    if (!usesLabels()) {
      return;
    }
    boolean ofScene = labels.contains(SCENE);
    if (generated && !labels.equals(List.of(SCENE))) {
      throw new BadInput(LABELS + labels + ": with --input synthetic only scene is allowed");
    }
    if (!generated && ofScene) {
      throw new BadInput("--labels scene: only --input synthetic has them");
    }
    if (labels.size() != inputs) {
      throw new BadInput(
          "--labels: there must be one for each --input, but there are "
              + labels.size()
              + " for "
              + inputs);
    }
  }

  /** A trainer with these options. */
  GateTrainer apply(GateTrainer trainer, SkipNetwork network, Path checkpoint) {
    int clips = batch != null ? batch : trained() == Trained.NETWORK ? 16 : 1;
    trainer.train(trained()).seed(seed).checkpoint(checkpoint, Duration.ofMinutes(2));
    if (block != null) {
      BadInput.at("--block", () -> trainer.block(block));
    }
    GatePlan plan = givenPlan();
    if (plan != null) {
      GateFiles.validate(FROM_PLAN, plan, fromPlan, network);
      BadInput.at(FROM_PLAN, () -> trainer.startingFrom(plan));
    }
    BadInput.at("--minutes", () -> trainer.timeLimit(Duration.ofNanos((long) (minutes * 60e9))));
    BadInput.at("--clip and --batch", () -> trainer.batch(clips, clipFrames));
    BadInput.at("--threads", () -> trainer.threads(threads));
    if (targetMacRatio != null) {
      BadInput.at("--target-mac-ratio", () -> trainer.targetMacRatio(targetAfterKeyframes()));
    } else if (beta == null && hasLearnedGates()) {
      trainer.targetMacRatio(USUAL_TARGET);
    }
    if (beta != null) {
      BadInput.at("--beta", () -> trainer.beta(beta));
    }
    if (quiet != null) {
      BadInput.at("--quiet", () -> trainer.quiet(quiet));
    }
    if (learningRate != null) {
      BadInput.at("--learning-rate", () -> trainer.learningRate(learningRate));
    }
    return hasGates()
        ? trainer.validation(TrainingSplit.VALIDATION, 50, 40)
        : trainer.validation(0.02, 500, 40);
  }
}

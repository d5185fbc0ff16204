package org.skipconv.gates.training;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.skipconv.core.Node;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;

/**
 * Trains the gates of a network, on frames of the camera that it will watch, with or without labels
 * (Habibian et al., CVPR 2021):
 *
 * <pre>
 *   loss = task + beta * sum over gated layers of MACs * mean(mask) / dense MACs
 * </pre>
 *
 * <pre>{@code
 * TrainingResult result =
 *     GateTrainer.of(network).train(Trained.GATES).targetMacRatio(4).timeLimit(Duration.ofHours(1)).run(frames);
 * result.addedTo(SafeTensors.read(weights)).write(file, ElementType.F32);
 * }</pre>
 *
 * <p>Not thread-safe; one training at a time in a process, since PyTorch's random numbers are the
 * process's.
 */
@NullMarked
public final class GateTrainer {
  private final SkipNetwork network;
  private final TrainingSettings settings = new TrainingSettings();

  private GateTrainer(SkipNetwork network) {
    this.network = Objects.requireNonNull(network, "network");
  }

  /**
   * Trains {@link Trained#GATES} by distillation, beta 0.1, clips of 4 frames, unless told.
   *
   * @param network the network
   * @return a trainer with these defaults
   */
  public static GateTrainer of(SkipNetwork network) {
    return new GateTrainer(network);
  }

  /**
   * Sets what is trained.
   *
   * @param what gates, thresholds, or thresholds with the kernels
   * @return this trainer
   */
  public GateTrainer train(Trained what) {
    settings.trained = Objects.requireNonNull(what, "what");
    return this;
  }

  /**
   * Sets the loss to train against.
   *
   * @param task the loss
   * @return this trainer
   */
  public GateTrainer task(TaskLoss task) {
    settings.task = Objects.requireNonNull(task, "task");
    return this;
  }

  /**
   * Side of the blocks that gates open as a whole: 1, 2, 4 or 8 output pixels.
   *
   * @param block the side
   * @return this trainer
   */
  public GateTrainer block(int block) {
    if (block < 1 || block > 8 || Integer.bitCount(block) != 1) {
      throw new IllegalArgumentException("the block size must be 1, 2, 4 or 8, but is " + block);
    }
    settings.block = block;
    return this;
  }

  /**
   * Thresholds to start from, of {@code THRESHOLDS} and {@code CONTEXT}, with kernels or without,
   * with the input and hold threshold to train under: a calibrated plan, for instance. Unless told,
   * 0.05 for all layers.
   *
   * @param plan of gates {@code input} without budgets, policy CARRY; its blocks stay. Contexts may
   *     also go on from gates {@code context}
   * @return this trainer
   */
  public GateTrainer startingFrom(GatePlan plan) {
    if (plan.policy() != ResidualPolicy.CARRY) {
      throw new IllegalArgumentException(
          "thresholds are trained under policy CARRY, but the plan's is " + plan.policy());
    }
    settings.startPlan = plan;
    return this;
  }

  /**
   * The layers that get a gate; unless told, those to which a learned gate costs at most an eighth,
   * all of them for thresholds.
   *
   * @param layers says whether a layer gets a gate
   * @return this trainer
   */
  public GateTrainer layers(Predicate<Node> layers) {
    settings.layers = Objects.requireNonNull(layers, "layers");
    return this;
  }

  /**
   * Clips that one step sees.
   *
   * @param clips at a time
   * @param frames of each, the first a keyframe; at least 2
   * @return this trainer
   */
  public GateTrainer batch(int clips, int frames) {
    requireAtLeast("clips", clips, 1);
    requireAtLeast("frames", frames, 2);
    settings.clips = clips;
    settings.frames = frames;
    return this;
  }

  /**
   * The price of the dense MACs in units of the task loss; rises from 0 at first.
   *
   * @param beta 0 or more
   * @return this trainer
   */
  public GateTrainer beta(double beta) {
    requireAtLeast("beta", beta, 0);
    settings.beta = beta;
    settings.targetMacRatio = 0;
    return this;
  }

  /**
   * Trains kernels that keep still: adds to the loss what changes from frame to frame in the maps
   * that gates look at.
   *
   * <pre>
   *   loss += weight * sum over gated layers of MACs * mean |x_t - x_(t-1)| / mean |x_0| / dense MACs
   * </pre>
   *
   * <p>Of {@code THRESHOLDS_AND_KERNELS} and {@code CONTEXT_AND_KERNELS} alone. 0 unless told.
   *
   * @param weight 0 or more
   * @return this trainer
   */
  public GateTrainer quiet(double weight) {
    requireAtLeast("the price of motion", weight, 0);
    if (Double.isInfinite(weight)) {
      throw new IllegalArgumentException("the price of motion must be finite");
    }
    settings.quiet = weight;
    return this;
  }

  /**
   * Adapts beta until dense MACs over those spent after keyframes reach a ratio.
   *
   * @param ratio more than 1
   * @return this trainer
   */
  public GateTrainer targetMacRatio(double ratio) {
    if (!(ratio > 1) || Double.isInfinite(ratio)) {
      throw new IllegalArgumentException(
          "the target MAC ratio must be more than 1, but is " + ratio);
    }
    settings.targetMacRatio = ratio;
    return this;
  }

  /**
   * Sets the highest learning rate of Adam; 0.02 for gates, 0.05 for thresholds, 0.002 for a
   * network.
   *
   * @param rate above 0
   * @return this trainer
   */
  public GateTrainer learningRate(double rate) {
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException("the learning rate must be above 0, but is " + rate);
    }
    settings.learningRate = rate;
    return this;
  }

  /**
   * Scales a gradient of a larger norm down to this one; 1 unless told.
   *
   * @param maxNorm above 0
   * @return this trainer
   */
  public GateTrainer clipGradients(double maxNorm) {
    if (!(maxNorm > 0)) {
      throw new IllegalArgumentException("the largest norm must be above 0, but is " + maxNorm);
    }
    settings.maxNorm = maxNorm;
    return this;
  }

  /**
   * Ends after this time, over all resumed runs.
   *
   * @param limit above 0
   * @return this trainer
   */
  public GateTrainer timeLimit(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("the time limit must be above 0, but is " + limit);
    }
    settings.minutes = minutes(limit);
    return this;
  }

  /**
   * Ends after so many steps, over all resumed runs.
   *
   * @param steps at least 1
   * @return this trainer
   */
  public GateTrainer steps(int steps) {
    requireAtLeast("steps", steps, 1);
    settings.steps = steps;
    return this;
  }

  /**
   * Ends after the step in which this says so, with the best state so far. The last state is then
   * judged only if none before it was better than the start.
   *
   * @param stop says whether to stop
   * @return this trainer
   */
  public GateTrainer stopWhen(BooleanSupplier stop) {
    settings.stop = Objects.requireNonNull(stop, "stop");
    return this;
  }

  /**
   * The same seed, frames and steps give the same result on the same machine.
   *
   * @param seed any number
   * @return this trainer
   */
  public GateTrainer seed(long seed) {
    settings.seed = seed;
    return this;
  }

  /**
   * Sets the number of threads that PyTorch may use. Default: 1.
   *
   * @param threads at least 1
   * @return this trainer
   */
  public GateTrainer threads(int threads) {
    requireAtLeast("threads", threads, 1);
    settings.threads = threads;
    return this;
  }

  /**
   * Saves the state to a file every so often and at the end. If the file is there already, training
   * goes on from it, unless it is of another training: of other weights, frames, labels or
   * settings. Only the end may be another one.
   *
   * @param file where the state is kept
   * @param every time between two savings
   * @return this trainer
   */
  public GateTrainer checkpoint(Path file, Duration every) {
    requireAtLeast("the minutes between checkpoints", minutes(every), 0);
    settings.checkpoint = Objects.requireNonNull(file, "file");
    settings.checkpointMinutes = minutes(every);
    return this;
  }

  /**
   * The validation part. The result is the state that did best on it, and training ends when it has
   * not become better for a while. The start counts, too: a result is never worse than that, by
   * more than the 5 % that few clips cannot tell apart. However few MACs a state costs, it does not
   * count when its task loss is more than half way from that of the network without gates to that
   * of holding the answers to each clip's first frame: gates that close for good never win.
   *
   * @param share of the frames, the last ones, 0 for none; 0.2 unless told
   * @param everySteps how often it is looked at
   * @param patience end after so many looks without gain
   * @return this trainer
   */
  public GateTrainer validation(double share, int everySteps, int patience) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "the validation share must be 0 to below 1, but is " + share);
    }
    requireAtLeast("everySteps", everySteps, 1);
    requireAtLeast("patience", patience, 1);
    settings.validationShare = share;
    settings.validateEvery = everySteps;
    settings.patience = patience;
    return this;
  }

  /**
   * Hears of every step.
   *
   * @param listener takes what each step found
   * @return this trainer
   */
  public GateTrainer onProgress(Consumer<TrainingProgress> listener) {
    settings.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  private static double minutes(Duration time) {
    return time.getSeconds() / 60.0 + time.getNano() / 60e9;
  }

  private static void requireAtLeast(String what, double value, double least) {
    if (!(value >= least)) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", but is " + value);
    }
  }

  /**
   * Trains.
   *
   * @param frames frames to train and to validate on
   * @return the best state by the validation part
   * @throws IllegalStateException when PyTorch has no native code for this platform on the class
   *     path; the message names the jar
   * @throws IllegalArgumentException when no end was set, the frames do not fit the network, are
   *     not finite or too few, or the checkpoint is of another training; the message says in what
   *     it differs
   * @throws TrainingDivergedException when a loss, gradient or weight is no longer finite, or the
   *     loss has grown out of all proportion; it has the best state before
   * @throws IOException when the checkpoint cannot be read or written, or is damaged; the message
   *     names the file
   */
  public TrainingResult run(TrainingFrames frames) throws IOException {
    if (Double.isInfinite(settings.minutes) && settings.steps == Integer.MAX_VALUE) {
      throw new IllegalArgumentException("say when training is to end: a time limit or steps");
    }
    if (settings.startPlan != null && !settings.trained.thresholds()) {
      throw new IllegalArgumentException(
          "a plan to start from is of trained thresholds, not of " + settings.trained);
    }
    if (settings.quiet > 0 && !(settings.trained.thresholds() && settings.trained.kernels())) {
      throw new IllegalArgumentException(
          "only kernels that are trained with thresholds keep still, not " + settings.trained);
    }
    PyTorch.require();
    return Training.train(network, settings, frames);
  }
}

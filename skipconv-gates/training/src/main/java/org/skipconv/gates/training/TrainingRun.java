package org.skipconv.gates.training;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.Gate;
import org.skipconv.core.Node;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;

/** One training, from its first step or a checkpoint to its end. */
final class TrainingRun implements AutoCloseable {
  private static final int VALIDATION_CLIPS = 6;
  private static final int CALIBRATION_CLIPS = 8;

  /** Validation clips are few: a score so much above the start's, relative, is not worse. */
  private static final double EQUALLY_GOOD = 0.05;

  /**
   * Share of the way from the network without gates to one that computes nothing after keyframes
   * that the task loss may go. Beyond it, gates that close for good would win by their price.
   */
  private static final double MOST_OF_THE_WAY = 0.5;

  /** For outputs of the network that is learned from. */
  private static final long DENSE_BYTES = 1L << 30;

  private final TrainingSettings settings;
  private final TrainedState state;
  private final DenseTeacher teacher;
  private final DifferentiableModel model;
  private final DenseOutputs dense;
  private final ClipSampler sampler;
  private final TrainingSchedule schedule;
  private final MacShare macShare;
  private final MapMotion motion;
  private final Adam adam;
  private final Checkpoint checkpoint;
  private final DistillationLoss distance = new DistillationLoss();

  private int step;
  private int judgedStep;
  private double earlierMinutes;
  private final long begin = System.nanoTime();
  private double bestScore = Double.POSITIVE_INFINITY;
  private int bestStep;
  private int sinceBest;

  /** Task loss of the start, and of the first step where there is no validation part. */
  private double startLoss = Double.NaN;

  /** Task loss on the validation part beyond which no state counts, however cheap. */
  private double mostLoss = Double.POSITIVE_INFINITY;

  /** Validation of the best state so far; null when an earlier run found that state. */
  private TrainingProgress.Validation bestValidation;

  private double savedAt;

  TrainingRun(SkipNetwork network, TrainingSettings settings, TrainingFrames frames) {
    this.settings = settings;
    this.state = new TrainedState(network, settings);
    DifferentiableOptions options = DifferentiableOptions.of(sessions(network));
    this.model = new DifferentiableModel(network, state.weights(), options);
    this.teacher = new DenseTeacher(network, settings.threads);
    this.dense = new DenseOutputs(teacher::of, DENSE_BYTES);
    int length = settings.trained.gated() ? settings.frames : 1;
    this.sampler = new ClipSampler(frames, network.inputShape(), length, settings.validationShare);
    this.schedule = new TrainingSchedule(settings);
    Set<Node> gated = Set.copyOf(settings.gatedLayers(network));
    this.macShare =
        new MacShare(
            network, gated, node -> state.rule() == null ? 0 : state.rule().macsPerPixel(node));
    this.motion = new MapMotion(network, gated);
    this.adam = new Adam(state.parameters());
    this.checkpoint =
        settings.checkpoint == null
            ? null
            : new Checkpoint(
                settings.checkpoint,
                TrainingIdentity.of(network, state.weights(), settings, frames));
  }

  /** Options of the sessions that are trained for. */
  private SessionOptions sessions(SkipNetwork network) {
    return settings.trained.thresholds()
        ? StartPlan.of(network, settings).options()
        : SessionOptions.gates(Gate.ALL_OPEN).withPolicy(ResidualPolicy.REBASE);
  }

  /**
   * Trains until an end is reached.
   *
   * @throws Divergence when it went wrong for good
   */
  void run() throws IOException {
    torch.manual_seed(settings.seed);
    Scopes.scoped(
        () -> {
          measure();
          return null;
        });
    judgeStart();
    resume();
    double done = done();
    // At least one step, however long the measuring took: nobody gets untrained gates by surprise.
    while ((step == 0 || done < 1) && !settings.stop.getAsBoolean() && !hasStoppedImproving()) {
      step++;
      double at = done;
      TrainingProgress progress = Scopes.scoped(() -> step(at));
      done = done();
      settings.listener.accept(progress);
      if (minutes() - savedAt >= settings.checkpointMinutes) {
        save();
      }
    }
    save();
    judgeEnd();
    takeBest();
  }

  /** The start is the first state that may turn out to be the best. */
  private void judgeStart() {
    if (sampler.hasValidation()) {
      TrainingProgress.Validation validation = NoGrad.get(this::validate);
      startLoss = validation.taskLoss();
      if (!Double.isFinite(startLoss)) {
        throw new IllegalArgumentException(
            "the network cannot be trained: its task loss is "
                + startLoss
                + " before the first step; are its weights finite?");
      }
      bestScore = (1 + EQUALLY_GOOD) * schedule.score(validation);
      bestValidation = validation;
      mostLoss = Math.max((1 + EQUALLY_GOOD) * startLoss, NoGrad.get(this::lossHalfWayToHolding));
    }
  }

  /**
   * Task loss of a network that is as wrong as half of holding the answer to each clip's keyframe;
   * a trained network without gates has nothing to hold.
   */
  private double lossHalfWayToHolding() {
    if (!settings.trained.gated()) {
      return Math.max(1, startLoss);
    }
    double[] sums = new double[2];
    List<List<Integer>> clips = sampler.spread(true, VALIDATION_CLIPS * settings.clips);
    for (List<Integer> starts : clips) {
      Scopes.scoped(
          () -> {
            ClipSampler.Batch batch = sampler.batch(starts);
            Map<String, Tensor> wanted = dense.of(batch);
            Map<String, Tensor> held = new LinkedHashMap<>();
            wanted.forEach((name, y) -> held.put(name, batch.clips().held(y)));
            sums[0] += settings.task.of(wanted, wanted, batch.labels()).item_double();
            sums[1] += settings.task.of(held, wanted, batch.labels()).item_double();
            return null;
          });
    }
    double whole = sums[0] / clips.size();
    double holding = sums[1] / clips.size();
    return whole + MOST_OF_THE_WAY * (holding - whole);
  }

  /**
   * The last state may be the best without anybody having looked at it. Who wants the end at once
   * waits for that only where there is nothing better than the start.
   */
  private void judgeEnd() {
    boolean hurried = settings.stop.getAsBoolean() && bestStep > 0;
    if (sampler.hasValidation() && judgedStep < step && !hurried) {
      judge(NoGrad.get(this::validate));
    }
  }

  /**
   * Goes back to the state that did best on the validation part.
   *
   * @return false, and nothing done, without such a part
   */
  boolean takeBest() {
    if (sampler.hasValidation()) {
      state.takeBest();
    }
    return sampler.hasValidation();
  }

  /** The step after which the state was that the result is; 0 for the start. */
  int resultStep() {
    return sampler.hasValidation() ? bestStep : step;
  }

  private boolean hasStoppedImproving() {
    return sinceBest >= settings.patience;
  }

  private double minutes() {
    return earlierMinutes + (System.nanoTime() - begin) / 60e9;
  }

  private double done() {
    return Math.min(1, Math.max((double) step / settings.steps, minutes() / settings.minutes));
  }

  /** Outputs of the network without gates: units of the losses and of the gates. */
  private void measure() {
    NoGrad.run(
        () -> {
          List<Integer> starts =
              sampler.spread(false, CALIBRATION_CLIPS).stream().map(s -> s.get(0)).toList();
          ClipSampler.Batch batch = sampler.batch(starts);
          Map<String, Tensor> outputs = dense.of(batch);
          distance.calibrate(outputs);
          settings.task.calibrate(outputs);
          if (state.rule() instanceof GumbelRule learned) {
            model.run(batch.frames(), batch.clips(), learned.measuring());
          }
        });
  }

  private TrainingProgress step(double done) {
    torch.manual_seed(mix(step));
    ClipSampler.Batch batch = sampler.random(settings.clips, mix(step));
    Map<String, Tensor> wanted = settings.task.needsDense() ? dense.of(batch) : Map.of();
    DifferentiableResult result = model.run(batch.frames(), batch.clips(), training(done));
    Tensor task = settings.task.of(result.outputs(), wanted, batch.labels());
    double beta = schedule.beta(done);
    Tensor loss = task;
    double share = 1;
    if (settings.trained.gated()) {
      loss = task.add(macShare.ofGated(result).mul(new Scalar(beta)));
      if (settings.quiet > 0) {
        loss = loss.add(motion.of(result).mul(new Scalar(settings.quiet)));
      }
      share = macShare.ofAll(result);
      schedule.observe(done, share);
    }
    double lossValue = loss.item_double();
    double taskLoss = task.item_double();
    startLoss = Double.isNaN(startLoss) ? taskLoss : startLoss;
    Divergence.requireSane(step, "its loss", lossValue, startLoss);
    adam.clearGradients();
    result.backward(loss);
    double rate = schedule.rate(done);
    boolean stepped = adam.step(step, name -> rate * settings.learningRate(name), settings.maxNorm);
    Divergence.requireFinite(step, "the gradient of its loss", stepped);
    Divergence.requireFinite(step, "what it has learned", state.isFinite());
    TrainingProgress.Validation validation = null;
    if (step % settings.validateEvery == 0 && sampler.hasValidation()) {
      validation = NoGrad.get(this::validate);
      // Before beta has risen, gates look too good for being open.
      if (!settings.trained.gated() || schedule.annealed(done)) {
        judge(validation);
      }
    }
    return new TrainingProgress(
        step,
        Duration.ofNanos((long) (minutes() * 60e9)),
        done(),
        lossValue,
        taskLoss,
        share,
        beta,
        validation);
  }

  private long mix(long value) {
    return settings.seed * 0x9E3779B97F4A7C15L + value;
  }

  private MaskRule training(double done) {
    if (!settings.trained.gated()) {
      return MaskRule.ALL_OPEN;
    }
    return settings.trained.gumbel()
        ? state.rule().withDecision(Decision.sampled(schedule.noise(done)))
        : state.rule();
  }

  private TrainingProgress.Validation validate() {
    MaskRule rule =
        settings.trained.gated() ? state.rule().withDecision(Decision.HARD) : MaskRule.ALL_OPEN;
    double[] sums = new double[3];
    List<List<Integer>> clips = sampler.spread(true, VALIDATION_CLIPS * settings.clips);
    for (List<Integer> starts : clips) {
      Scopes.scoped(
          () -> {
            ClipSampler.Batch batch = sampler.batch(starts);
            Map<String, Tensor> wanted = dense.of(batch);
            DifferentiableResult result = model.run(batch.frames(), batch.clips(), rule);
            sums[0] += settings.task.of(result.outputs(), wanted, batch.labels()).item_double();
            sums[1] += settings.trained.gated() ? macShare.ofAll(result) : 1;
            sums[2] += 1 - distance.of(result.outputs(), wanted, Map.of()).item_double();
            return null;
          });
    }
    double n = clips.size();
    return new TrainingProgress.Validation(sums[0] / n, sums[1] / n, sums[2] / n);
  }

  private void judge(TrainingProgress.Validation validation) {
    judgedStep = step;
    Divergence.requireSane(step, "its validation", validation.taskLoss(), startLoss);
    double score = schedule.score(validation);
    if (score < bestScore && validation.taskLoss() <= mostLoss) {
      bestScore = score;
      bestValidation = validation;
      bestStep = step;
      sinceBest = 0;
      state.keepAsBest();
    } else {
      sinceBest++;
    }
  }

  private Map<String, Tensor> saved() {
    Map<String, Tensor> all = state.saved();
    all.putAll(adam.state());
    return all;
  }

  private void save() throws IOException {
    savedAt = minutes();
    if (checkpoint != null) {
      checkpoint.save(
          saved(),
          new RunPosition(step, minutes(), schedule.adapted(), bestScore, bestStep, sinceBest));
    }
  }

  private void resume() throws IOException {
    RunPosition position = checkpoint == null ? null : checkpoint.load(saved());
    if (position != null) {
      step = position.step();
      earlierMinutes = position.minutes();
      schedule.adapted(position.beta());
      bestScore = position.bestScore();
      bestStep = position.bestStep();
      sinceBest = position.sinceBest();
      bestValidation = bestStep > 0 ? null : bestValidation;
      savedAt = minutes();
    }
  }

  TrainedState state() {
    return state;
  }

  int steps() {
    return step;
  }

  double trainedMinutes() {
    return minutes();
  }

  /** The validation part as the result sees it, null when there is none. */
  TrainingProgress.Validation lastValidation() {
    if (!sampler.hasValidation()) {
      return null;
    }
    return bestValidation != null ? bestValidation : NoGrad.get(this::validate);
  }

  @Override
  public void close() {
    dense.close();
    state.close();
    teacher.close();
  }
}

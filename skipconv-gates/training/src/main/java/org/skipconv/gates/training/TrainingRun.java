package org.skipconv.gates.training;

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
import org.skipconv.gates.GatePlan;

/** One training, from its first step or a checkpoint to its end. */
final class TrainingRun implements AutoCloseable {
  private static final int VALIDATION_CLIPS = 6;
  private static final int CALIBRATION_CLIPS = 8;

  /** For outputs of the network that is learned from. */
  private static final long DENSE_BYTES = 1L << 30;

  private final TrainingSettings settings;
  private final TrainedState state;
  private final DifferentiableWeights teacherWeights;
  private final DifferentiableModel model;
  private final DenseOutputs dense;
  private final ClipSampler sampler;
  private final TrainingSchedule schedule;
  private final MacShare macShare;
  private final Adam adam;
  private final Checkpoint checkpoint;
  private final DistillationLoss distance = new DistillationLoss();

  private int step;
  private double earlierMinutes;
  private final long begin = System.nanoTime();
  private double bestScore = Double.POSITIVE_INFINITY;
  private int sinceBest;
  private double savedAt;

  TrainingRun(SkipNetwork network, TrainingSettings settings, TrainingFrames frames) {
    this.settings = settings;
    this.state = new TrainedState(network, settings);
    boolean changes = settings.trained.kernels();
    this.teacherWeights =
        changes ? new DifferentiableWeights(network, state.weights().type()) : null;
    DifferentiableOptions options = DifferentiableOptions.of(sessions(network));
    this.model = new DifferentiableModel(network, state.weights(), options);
    DifferentiableModel teacher =
        changes ? new DifferentiableModel(network, teacherWeights, options) : model;
    this.dense = new DenseOutputs(teacher, DENSE_BYTES);
    int length = settings.trained.gated() ? settings.frames : 1;
    this.sampler = new ClipSampler(frames, network.inputShape(), length, settings.validationShare);
    this.schedule = new TrainingSchedule(settings);
    Set<Node> gated = Set.copyOf(settings.gatedLayers(network));
    this.macShare = new MacShare(network, gated, settings.trained.gumbel());
    this.adam = new Adam(state.parameters());
    this.checkpoint =
        settings.checkpoint == null ? null : new Checkpoint(settings.checkpoint, name(network));
  }

  private String start() {
    GatePlan plan = settings.startPlan;
    return plan == null ? "" : ", from plan " + Integer.toHexString(plan.toString().hashCode());
  }

  /** Of the sessions that are trained for. */
  private SessionOptions sessions(SkipNetwork network) {
    return settings.trained.thresholds()
        ? StartPlan.of(network, settings).options()
        : SessionOptions.gates(Gate.ALL_OPEN).policy(ResidualPolicy.REBASE);
  }

  private String name(SkipNetwork network) {
    return String.join(
        ", ",
        network.toString(),
        settings.trained.name(),
        settings.task.label(),
        "block " + settings.block + start(),
        "seed " + settings.seed);
  }

  /** Trains until an end is reached. */
  void run() {
    torch.manual_seed(settings.seed);
    Scopes.scoped(
        () -> {
          measure();
          return null;
        });
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
    if (bestScore < Double.POSITIVE_INFINITY) {
      state.takeBest();
    }
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

  /** What the network does without gates: units of the losses and of the gates. */
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
    DifferentiableResult result = model.run(batch.frames(), batch.clips(), training());
    Tensor task = settings.task.of(result.outputs(), wanted, batch.labels());
    double beta = schedule.beta(done);
    Tensor loss = task;
    double share = 1;
    if (settings.trained.gated()) {
      loss = task.add(macShare.ofGated(result).mul(new Scalar(beta)));
      share = macShare.ofAll(result);
      schedule.observe(done, share);
    }
    double lossValue = loss.item_double();
    adam.clearGradients();
    result.backward(loss);
    double rate = schedule.rate(done);
    adam.step(step, name -> rate * settings.learningRate(name), settings.maxNorm);
    TrainingProgress.Validation validation = null;
    if (step % settings.validateEvery == 0 && sampler.hasValidation()) {
      validation = NoGrad.get(() -> validate(done));
    }
    return new TrainingProgress(
        step, minutes(), done(), lossValue, task.item_double(), share, beta, validation);
  }

  private long mix(long value) {
    return settings.seed * 0x9E3779B97F4A7C15L + value;
  }

  private MaskRule training() {
    if (!settings.trained.gated()) {
      return MaskRule.ALL_OPEN;
    }
    return settings.trained.gumbel() ? state.rule().deciding(Decision.SAMPLED) : state.rule();
  }

  private TrainingProgress.Validation validate(double done) {
    MaskRule rule =
        settings.trained.gated() ? state.rule().deciding(Decision.HARD) : MaskRule.ALL_OPEN;
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
    TrainingProgress.Validation validation =
        new TrainingProgress.Validation(sums[0] / n, sums[1] / n, sums[2] / n);
    judge(validation, done);
    return validation;
  }

  /** Before beta has risen, gates look too good for being open. */
  private void judge(TrainingProgress.Validation validation, double done) {
    if (settings.trained.gated() && !schedule.annealed(done)) {
      return;
    }
    double score = schedule.score(validation);
    if (score < bestScore) {
      bestScore = score;
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

  private void save() {
    savedAt = minutes();
    if (checkpoint != null) {
      Map<String, String> numbers = new LinkedHashMap<>();
      numbers.put("step", Integer.toString(step));
      numbers.put("minutes", Double.toString(minutes()));
      numbers.put("beta", Double.toString(schedule.adapted()));
      numbers.put("bestScore", Double.toString(bestScore));
      numbers.put("sinceBest", Integer.toString(sinceBest));
      checkpoint.save(saved(), numbers);
    }
  }

  private void resume() {
    Map<String, String> numbers = checkpoint == null ? null : checkpoint.load(saved());
    if (numbers != null) {
      step = Integer.parseInt(numbers.get("step"));
      earlierMinutes = Double.parseDouble(numbers.get("minutes"));
      schedule.adapted(Double.parseDouble(numbers.get("beta")));
      bestScore = Double.parseDouble(numbers.get("bestScore"));
      sinceBest = Integer.parseInt(numbers.get("sinceBest"));
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
    return sampler.hasValidation() ? NoGrad.get(() -> validate(0)) : null;
  }

  @Override
  public void close() {
    dense.close();
    state.close();
    if (teacherWeights != null) {
      teacherWeights.close();
    }
  }
}

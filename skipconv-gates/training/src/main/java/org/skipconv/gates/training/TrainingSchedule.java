package org.skipconv.gates.training;

/** Values that change with the progress of a training, 0 to 1. */
final class TrainingSchedule {
  private static final double WARM_UP = 0.03;
  private static final double LAST = 0.02;

  /** Parts of a training at which gates' noise begins to fade, and is gone. */
  private static final double NOISE_FADES = 0.3;

  private static final double NOISE_ENDS = 0.7;

  /** Gain of the controller: how fast beta follows the distance from the target. */
  private static final double GAIN = 0.03;

  private static final double LEAST_BETA = 1e-4;
  private static final double MOST_BETA = 30;

  private final TrainingSettings settings;
  private double adapted;

  TrainingSchedule(TrainingSettings settings) {
    this.settings = settings;
    this.adapted = settings.beta;
  }

  /** Factor of the learning rate: a short linear rise, then half a cosine down to a 50th. */
  double rate(double done) {
    if (done < WARM_UP) {
      return (done + 1e-3) / (WARM_UP + 1e-3);
    }
    double along = (done - WARM_UP) / (1 - WARM_UP);
    return LAST + (1 - LAST) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, along)));
  }

  /**
   * Factor of the noise with which gates decide: 1, then linearly to 0. At inference there is none.
   * Gates that have never been without it end shut: logits just below 0 look well as long as noise
   * opens some, and the MACs that it opens count towards the target.
   */
  double noise(double done) {
    return Math.max(0, Math.min(1, (NOISE_ENDS - done) / (NOISE_ENDS - NOISE_FADES)));
  }

  /** The price of the MAC share: from 0 linearly to beta, then constant or adapted. */
  double beta(double done) {
    double rising = settings.annealed > 0 ? Math.min(1, done / settings.annealed) : 1;
    return rising * adapted;
  }

  boolean annealed(double done) {
    return done >= settings.annealed;
  }

  /**
   * With a target, raises beta while more is spent than the target allows, and lowers it while less
   * is: {@code beta *= exp(gain * (share / target - 1))}, the exponent at most 2 gains.
   */
  void observe(double done, double macShare) {
    if (settings.targetMacRatio > 0 && annealed(done)) {
      double over = macShare * settings.targetMacRatio - 1;
      adapted *= Math.exp(GAIN * Math.max(-2, Math.min(2, over)));
      adapted = Math.max(LEAST_BETA, Math.min(MOST_BETA, adapted));
    }
  }

  /** Score by which a validation is judged; less is better. */
  double score(TrainingProgress.Validation validation) {
    if (!settings.trained.gated()) {
      return validation.taskLoss();
    }
    if (settings.targetMacRatio > 0) {
      double over = validation.macShare() * settings.targetMacRatio - 1;
      return validation.taskLoss() + Math.max(0, over - 0.05);
    }
    return validation.taskLoss() + settings.beta * validation.macShare();
  }

  double adapted() {
    return adapted;
  }

  void adapted(double beta) {
    adapted = beta;
  }
}

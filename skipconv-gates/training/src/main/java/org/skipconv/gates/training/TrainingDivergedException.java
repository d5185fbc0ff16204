package org.skipconv.gates.training;

import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/**
 * Thrown when a training cannot go on: its loss, gradient or weights are no longer finite, or its
 * loss has grown out of all proportion. Most often the learning rate is too high.
 *
 * <p>Nothing of the diverged state is kept. A checkpoint stays as it was last saved.
 */
@NullMarked
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int step;

  /** Tensors cannot be serialised; the message can. */
  private final transient TrainingResult best;

  TrainingDivergedException(Divergence divergence, TrainingResult best) {
    super(message(divergence, best), divergence);
    this.step = divergence.step();
    this.best = best;
  }

  private static String message(Divergence divergence, TrainingResult best) {
    String kept =
        best == null
            ? "no state before it did better than the start"
            : "the best state before it is that of step " + best.step();
    return "the training diverged at step "
        + divergence.step()
        + ": "
        + divergence.getMessage()
        + "; "
        + kept
        + ", and a lower learning rate may help";
  }

  /** {@return the step that went wrong, counted from 1} */
  public int step() {
    return step;
  }

  /**
   * {@return the state that did best on the validation part before; empty if none beat the start}
   */
  public Optional<TrainingResult> best() {
    return Optional.ofNullable(best);
  }
}

package org.skipconv.bench.cli;

/** Refusal of what the user asked for; the message says in one line why, and what is allowed. */
public final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BadInput(String message) {
    super(message);
  }

  public BadInput(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * A step that may fail.
   *
   * @param <T> what it gives
   * @param <E> how it may fail other than by a refused argument
   */
  @FunctionalInterface
  public interface Attempt<T, E extends Exception> {

    /** Takes the step. */
    T get() throws E;
  }

  /**
   * Takes a step, and says which option was wrong when an argument of it is refused.
   *
   * @param option that the argument comes from
   */
  public static <T, E extends Exception> T at(String option, Attempt<T, E> step) throws E {
    try {
      return step.get();
    } catch (IllegalArgumentException e) {
      throw new BadInput(option + ": " + e.getMessage(), e);
    }
  }
}

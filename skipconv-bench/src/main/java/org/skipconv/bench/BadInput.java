package org.skipconv.bench;

import java.util.function.Supplier;

/** What the user asked for cannot be done; the message says in one line why and what is allowed. */
public final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BadInput(String message) {
    super(message);
  }

  public BadInput(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Takes a step, and says which option was wrong when an argument of it is refused.
   *
   * @param option that the argument comes from
   */
  public static <T> T at(String option, Supplier<T> step) {
    try {
      return step.get();
    } catch (IllegalArgumentException e) {
      throw new BadInput(option + ": " + e.getMessage(), e);
    }
  }
}

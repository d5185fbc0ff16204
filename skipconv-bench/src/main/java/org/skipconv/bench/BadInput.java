package org.skipconv.bench;

/** What the user asked for cannot be done; the message says in one line why and what is allowed. */
public final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BadInput(String message) {
    super(message);
  }

  public BadInput(String message, Throwable cause) {
    super(message, cause);
  }
}

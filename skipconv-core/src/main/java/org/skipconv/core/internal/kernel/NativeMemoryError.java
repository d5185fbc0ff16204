package org.skipconv.core.internal.kernel;

/** There is not enough memory outside the Java heap. */
public final class NativeMemoryError extends OutOfMemoryError {
  private static final long serialVersionUID = 1;
  private static final long MIB = 1 << 20;

  /**
   * A block could not be had.
   *
   * @param cause what JavaCPP says
   */
  NativeMemoryError(long bytes, OutOfMemoryError cause) {
    super("no block of " + bytes + " bytes outside the Java heap");
    initCause(cause);
  }

  /**
   * The same for an application, which knows of networks and streams.
   *
   * @param what needs the memory, up to where the amount follows
   */
  public OutOfMemoryError inTermsOf(String what, long bytes) {
    Throwable first = this;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    OutOfMemoryError error =
        new OutOfMemoryError(
            what
                + " "
                + (bytes + MIB - 1) / MIB
                + " MiB outside the Java heap, and there is too little. JavaCPP hands out as much as"
                + " the Java heap may take (-Xmx), or -Dorg.bytedeco.javacpp.maxbytes, while the"
                + " whole process takes no more than twice that, or"
                + " -Dorg.bytedeco.javacpp.maxphysicalbytes: "
                + first.getMessage());
    error.initCause(this);
    return error;
  }
}

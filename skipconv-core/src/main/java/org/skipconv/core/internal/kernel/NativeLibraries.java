package org.skipconv.core.internal.kernel;

import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/**
 * Says why a native library cannot be loaded. JavaCPP unpacks libraries to a folder first, and when
 * they cannot be loaded from there looks for them elsewhere: its last complaint is that they are
 * not elsewhere either.
 */
final class NativeLibraries {
  private static final String FOLDER = "org.bytedeco.javacpp.cachedir";

  private NativeLibraries() {}

  /**
   * Requires memory outside the Java heap, which any kernels need.
   *
   * @throws IllegalStateException when JavaCPP's own library cannot be loaded
   */
  static void requireMemory() {
    try {
      Loader.load(Pointer.class);
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "native libraries cannot be loaded: " + whyNotLoaded(e), firstCause(e));
    }
  }

  /** What went wrong first; and where it may be mended, when the library was there. */
  static String whyNotLoaded(LinkageError error) {
    Throwable first = firstCause(error);
    boolean unpacked = first != error;
    return first
        + (unpacked
            ? "; libraries are unpacked to "
                + folder()
                + ", where it must be allowed to write and to execute: -D"
                + FOLDER
                + " names another folder"
            : "");
  }

  private static Throwable firstCause(Throwable error) {
    Throwable first = error;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    return first;
  }

  private static String folder() {
    try {
      return Loader.getCacheDir().toString();
    } catch (IOException e) {
      return "no folder, since none could be made";
    }
  }
}

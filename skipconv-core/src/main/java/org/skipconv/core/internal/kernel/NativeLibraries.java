package org.skipconv.core.internal.kernel;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/**
 * Unpacks native libraries, and says why one cannot be loaded. JavaCPP unpacks libraries to a
 * folder first, and when they cannot be loaded from there looks for them elsewhere: its last
 * complaint is that they are not elsewhere either.
 */
final class NativeLibraries {
  private static final String FOLDER = "org.bytedeco.javacpp.cachedir";

  private NativeLibraries() {}

  /**
   * Requires memory outside the Java heap, which any kernels need. JavaCPP has a library for it,
   * which asks for a newer C library than ours; where the system's is too old for it, the same
   * functions in ours take its place.
   *
   * @throws IllegalStateException when neither library can be loaded
   */
  static void requireMemory() {
    try {
      Loader.load(Pointer.class);
    } catch (LinkageError e) {
      if (!asksForNewerSystem(e) || !kernelsBringMemory()) {
        throw new IllegalStateException(
            "native libraries cannot be loaded: " + whyNotLoaded(e), firstCause(e));
      }
    }
  }

  private static boolean asksForNewerSystem(LinkageError error) {
    String message = firstCause(error).getMessage();
    return message != null && message.contains("version `GLIBC_");
  }

  private static boolean kernelsBringMemory() {
    try {
      return NativeBinding.supported(NativeLayout.TIER_PORTABLE) != 0
          && Pointer.physicalBytes() >= 0;
    } catch (LinkageError e) {
      return false;
    }
  }

  /**
   * Makes sure that the file that JavaCPP will load holds the bytes of the library in the jar.
   * JavaCPP takes a file that it unpacked before when size and time are those of the jar's entry.
   * Entries of a reproducible build all have one time, so the library of another build of the same
   * version could be loaded, whose structs differ, and results would be wrong in silence.
   *
   * @throws UncheckedIOException when the folder cannot be written to
   */
  static void unpack(Class<?> binding, String library) {
    String prefix = Loader.loadProperties().getProperty("platform.library.prefix", "");
    String suffix = Loader.loadProperties().getProperty("platform.library.suffix", "");
    URL resource = binding.getResource(Loader.getPlatform() + "/" + prefix + library + suffix);
    if (resource == null || resource.getProtocol().equals("file")) {
      return; // Nothing to unpack; where there is no library, Loader.load says so.
    }
    try {
      unpack(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path unpack(URL resource) throws IOException {
    File file = Loader.cacheResource(resource);
    byte[] expected;
    try (InputStream in = resource.openStream()) {
      expected = in.readAllBytes();
    }
    Path path = file.toPath();
    if (!Arrays.equals(Files.readAllBytes(path), expected)) {
      // Other processes may have the old file mapped, or look at it now.
      Path whole = Files.createTempFile(path.getParent(), file.getName(), ".part");
      try {
        Files.write(whole, expected);
        Files.setLastModifiedTime(whole, Files.getLastModifiedTime(path));
        Files.move(whole, path, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(whole);
      }
    }
    return path;
  }

  /** First failure; and where it may be mended, when the library was there. */
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
            : "")
        + whyNotHere(Path.of("/proc/self/maps"));
  }

  /**
   * Says so where the C library is musl: what is published is built for glibc. Which one this
   * process has stands in the list of its mapped files; a system may have both.
   */
  static String whyNotHere(Path mapped) {
    try (Stream<String> files = Files.lines(mapped)) {
      return files.anyMatch(file -> file.contains("/ld-musl-"))
          ? "; this system's C library is musl, but the libraries are built for glibc:"
              + " take a system with glibc, such as Debian instead of Alpine"
          : "";
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
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
      List<String> tried =
          Stream.of(FOLDER, "user.home", "java.io.tmpdir")
              .map(System::getProperty)
              .filter(Objects::nonNull)
              .toList();
      return "the first that allows it of " + tried;
    }
  }
}

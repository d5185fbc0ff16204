package org.skipconv.bench.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;

/** Program, processor and kernels that figures were measured with: without them they say little. */
public final class Platform {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Platform() {}

  /** Version of this program. */
  public static String version() {
    Properties properties = new Properties();
    try (InputStream in = Platform.class.getResourceAsStream("/org/skipconv/bench/cli/version")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the version", e);
    }
    return properties.getProperty("version");
  }

  /**
   * Commit that this program was built from, with {@code +changes} when there were any; or unknown.
   */
  public static String commit() {
    try (InputStream in = Platform.class.getResourceAsStream("/org/skipconv/bench/cli/commit")) {
      return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the commit", e);
    }
  }

  /** Version and vendor of the Java that runs this. */
  public static String java() {
    return System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")";
  }

  /** Name of the processor where the system tells it, else its architecture; number of threads. */
  public static String processor() {
    return model() + ", " + Runtime.getRuntime().availableProcessors() + " threads";
  }

  private static String model() {
    String unknown = System.getProperty("os.arch");
    if (!Files.isReadable(CPU_INFO)) {
      return unknown;
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(unknown);
    } catch (IOException | UncheckedIOException e) {
      return unknown;
    }
  }
}

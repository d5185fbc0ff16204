package org.skipconv.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.skipconv.core.io.FileErrors;

/**
 * A parser on a file that may hold anything. Whatever the file is, the parser gives a result or an
 * {@link IOException} with the file's name and a short message, and asks for no more memory than a
 * multiple of the file's size.
 */
public final class FileTrial {
  /** Maximum number of characters of a message, without the file's name. */
  public static final int MAX_MESSAGE = 500;

  /** Buffers, and classes that are loaded. */
  private static final long FIXED_BYTES = 16L << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private FileTrial() {}

  /**
   * Reads a file.
   *
   * @param multiple of the file's size that may be allocated, besides what any file needs
   * @return the parser's refusal, empty when it gave a result
   */
  public static Optional<IOException> of(Path file, int multiple, FileErrors.Reading<?> parser)
      throws IOException {
    long bound = FIXED_BYTES + multiple * Files.size(file);
    Trial trial = Trial.run(parser);
    if (trial.allocated() > bound) {
      // The first reading loads classes, which fuzzing instruments on this thread.
      trial = Trial.run(parser);
    }
    if (trial.allocated() > bound) {
      fail(file + " of " + Files.size(file) + " bytes made " + trial.allocated() + " be allocated");
    }
    if (trial.refusal() != null) {
      requireShort(file, trial.refusal());
    }
    return Optional.ofNullable(trial.refusal());
  }

  private record Trial(long allocated, IOException refusal) {
    static Trial run(FileErrors.Reading<?> parser) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      IOException refusal = null;
      try {
        parser.read();
      } catch (IOException e) {
        refusal = e;
      }
      return new Trial(THREADS.getCurrentThreadAllocatedBytes() - before, refusal);
    }
  }

  private static void requireShort(Path file, IOException refusal) {
    String message = String.valueOf(refusal.getMessage());
    boolean fine =
        message.contains(file.toString())
            && message.length() - file.toString().length() < MAX_MESSAGE
            && message.indexOf('\n') < 0
            && !(refusal instanceof NoSuchFileException);
    if (!fine) {
      fail("an error must name the file in one short line, but is: " + message, refusal);
    }
  }

  /** Reads a file that must be refused; returns the message. */
  public static String refused(Path file, int multiple, FileErrors.Reading<?> parser)
      throws IOException {
    Optional<IOException> refusal = of(file, multiple, parser);
    assertThat(refusal).as("refusal of %s", file).isPresent();
    return refusal.orElseThrow().getMessage();
  }
}

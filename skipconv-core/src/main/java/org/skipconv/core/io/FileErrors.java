package org.skipconv.core.io;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * One convention for errors of files: whatever is wrong, with the disk or with the content, is an
 * {@link IOException} whose message names the file and says in one short line what is wrong with
 * it.
 */
public final class FileErrors {
  /** Maximum number of characters that a message has after the file's name. */
  public static final int MAX_CHARACTERS = 400;

  /** Gson's advice to who calls it, which is of no use to who has the file. */
  private static final String GSON_ADVICE =
      "Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON";

  private FileErrors() {}

  /**
   * Step that reads a file, or makes something of what was read.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  public interface Reading<T> {
    /**
     * Takes the step.
     *
     * @return the result of the step
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when its content is wrong
     */
    T read() throws IOException;
  }

  /**
   * Runs a step on a file.
   *
   * @param <T> type of the result
   * @param file the file, for the message
   * @param reading the step
   * @return the result of the step
   * @throws IOException when the step fails or refuses what it has read; the message names the file
   */
  public static <T> T naming(Path file, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (IOException | IllegalArgumentException e) {
      throw naming(file, e);
    }
  }

  /**
   * {@return the error itself when it names the file, else one that does and is caused by it}
   *
   * @param file the file, for the message
   * @param e what went wrong
   */
  public static IOException naming(Path file, Exception e) {
    String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    boolean named = text.startsWith(file.toString());
    if (e instanceof FileSystemException || (named && e instanceof IOException)) {
      return (IOException) e;
    }
    if (named) {
      String rest = text.substring(file.toString().length());
      String separator = rest.startsWith(":") ? ": " : " ";
      String fault = rest.startsWith(":") ? rest.substring(1) : rest;
      return new IOException(file + separator + shortened(fault, MAX_CHARACTERS), e);
    }
    return of(file, e instanceof CharacterCodingException ? "it is not text in UTF-8" : text, e);
  }

  /**
   * {@return an error of a file: its name, then the fault, shortened to one line}
   *
   * @param file the file, for the message
   * @param fault what is wrong with the file
   * @param cause what was thrown
   */
  public static IOException of(Path file, String fault, Throwable cause) {
    return new IOException(file + ": " + shortened(fault, MAX_CHARACTERS), cause);
  }

  /**
   * Shortens a text out of a file for a message: one line without control characters, cut in the
   * middle where it is longer than the limit. A hostile file may hold names of many megabytes.
   *
   * @param text text of any length
   * @param limit maximum number of characters, at least 20
   * @return the text in one line
   */
  public static String shortened(String text, int limit) {
    String start = text.length() > 4 * limit ? ends(text, 2 * limit) : text;
    String line =
        start
            .strip()
            .lines()
            .findFirst()
            .orElse("")
            .replace(GSON_ADVICE, "it is not JSON")
            .replaceAll("\\p{Cntrl}", "?");
    return line.length() > limit ? ends(line, limit) : line;
  }

  private static String ends(String text, int limit) {
    int half = (limit - 5) / 2;
    return text.substring(0, half) + " ... " + text.substring(text.length() - half);
  }
}

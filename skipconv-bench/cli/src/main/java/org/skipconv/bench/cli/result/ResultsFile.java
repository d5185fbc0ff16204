package org.skipconv.bench.cli.result;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.skipconv.core.io.FileErrors;

/**
 * File of the findings of a stream, written as they come: one JSON object a frame, or one row of a
 * table a thing found where the file's name ends in {@code .csv}. A frame is written at once, so
 * that whoever reads the file meanwhile, or after the program was ended, finds whole lines.
 *
 * @param <R> what is found in a frame
 */
public final class ResultsFile<R> implements AutoCloseable {
  private final Path file;
  private final ResultForm<R> form;
  private final boolean table;
  private final OutputStream out;
  private boolean begun;

  private ResultsFile(Path file, ResultForm<R> form) throws IOException {
    this.file = file;
    this.form = form;
    this.table = file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    this.out = Files.newOutputStream(file);
  }

  /** Begins a file, over one that is there. */
  public static <R> ResultsFile<R> open(Path file, ResultForm<R> form) {
    try {
      return new ResultsFile<>(file, form);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /**
   * Adds a frame.
   *
   * @param frame its number in the footage, from 0
   * @param seconds since the footage's first frame
   */
  public void add(int frame, double seconds, R found) {
    double time = Math.rint(1000 * seconds) / 1000;
    String text = table ? rows(frame, time, found) : object(frame, time, found);
    try {
      // One call: a process that is killed leaves no half of a line.
      out.write(text.getBytes(StandardCharsets.UTF_8));
      begun = true;
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private String object(int frame, double time, R found) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("frame", frame);
    fields.put("time", time);
    fields.put("annotations", form.annotations(found));
    return Json.line(fields);
  }

  private String rows(int frame, double time, R found) {
    StringBuilder text = new StringBuilder();
    if (!begun) {
      List<Object> columns = new ArrayList<>(List.of("frame", "time"));
      columns.addAll(form.columns(found));
      text.append(row(columns));
    }
    for (List<Object> values : form.rows(found)) {
      List<Object> all = new ArrayList<>(List.of(frame, time));
      all.addAll(values);
      text.append(row(all));
    }
    return text.toString();
  }

  private static String row(List<Object> values) {
    return values.stream()
        .map(value -> quoted(value.toString()))
        .collect(Collectors.joining(",", "", "\n"));
  }

  /** Names of classes may hold what separates columns (RFC 4180). */
  private static String quoted(String text) {
    return text.matches("[^,\"\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static UncheckedIOException failed(Path file, IOException e) {
    String reason =
        e instanceof FileSystemException system && system.getReason() != null
            ? system.getReason()
            : e.getMessage();
    IOException named = FileErrors.of(file, "it cannot be written: " + reason, e);
    return new UncheckedIOException(named.getMessage(), named);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failed(file, e);
    }
  }
}

package org.skipconv.models.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The pages under docs. */
final class Pages {
  /** Tests run in their module's folder. */
  static final Path PROJECT = Path.of("../..");

  private static final Path DOCS = PROJECT.resolve("docs");

  private Pages() {}

  static List<Path> all() {
    try (Stream<Path> files = Files.walk(DOCS)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The page of a path below docs. */
  static String text(String page) {
    return text(DOCS.resolve(page));
  }

  /** The cells of a table, row by row, without its heading. */
  static List<List<String>> table(String page, String heading) {
    List<String> lines = text(page).lines().toList();
    int at = lines.indexOf(heading);
    if (at < 0) {
      throw new IllegalStateException(page + " has no table " + heading);
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = at + 2; i < lines.size() && lines.get(i).startsWith("|"); i++) {
      String line = lines.get(i);
      String[] cells = line.substring(1, line.length() - 1).split("\\|", -1);
      rows.add(Arrays.stream(cells).map(String::strip).toList());
    }
    return rows;
  }

  /** A table of names and percentages. */
  static Map<String, Double> percentages(String page, String heading) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (List<String> row : table(page, heading)) {
      values.put(row.get(0), Double.valueOf(row.get(1).replace("%", "").strip()));
    }
    return values;
  }
}

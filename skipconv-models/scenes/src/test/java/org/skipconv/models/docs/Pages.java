package org.skipconv.models.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.testing.ProjectFiles;

/** The pages under docs. */
public final class Pages {
  private static final Path DOCS = ProjectFiles.root().resolve("docs");

  private Pages() {}

  static List<Path> all() {
    return ProjectFiles.below(DOCS).stream()
        .filter(file -> file.toString().endsWith(".md"))
        .toList();
  }

  /** The page of a path below docs. */
  static String text(String page) {
    return ProjectFiles.text(DOCS.resolve(page));
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

  /** A table of names and numbers. */
  public static Map<String, List<Double>> numbers(String page, String heading) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (List<String> row : table(page, heading)) {
      List<Double> numbers = row.stream().skip(1).map(Double::valueOf).toList();
      values.put(row.get(0), numbers);
    }
    return values;
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

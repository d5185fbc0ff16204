package org.skipconv.bench.cli.command;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

/** Command line that runs what another command wrote, to be copied into a terminal. */
final class RunLine {
  private final List<String> words = new ArrayList<>(List.of("java", "-jar", jar(), "run"));

  /** The jar that this process runs from, or its usual name. */
  private static String jar() {
    CodeSource source = RunLine.class.getProtectionDomain().getCodeSource();
    try {
      Path file = source == null ? Path.of("") : Path.of(source.getLocation().toURI());
      return file.toString().endsWith(".jar") ? near(file) : "skipconv.jar";
    } catch (URISyntaxException e) {
      return "skipconv.jar";
    }
  }

  /** The path from the working directory, where the file lies below it. */
  private static String near(Path file) {
    Path here = Path.of("").toAbsolutePath();
    return (file.startsWith(here) ? here.relativize(file) : file).toString();
  }

  /** Adds an option; leaves it out when there is no value. */
  RunLine with(String option, Object value) {
    if (value != null) {
      words.add(option);
      words.add(quoted(value.toString()));
    }
    return this;
  }

  /** A shell takes spaces, and all but plain characters, for something else. */
  private static String quoted(String word) {
    return word.matches("[\\w./:,@%+=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}

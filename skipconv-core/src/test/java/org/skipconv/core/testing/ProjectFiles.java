package org.skipconv.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the project, for tests of its docs. */
public final class ProjectFiles {
  /** Folders of the libraries. */
  public static final List<String> LIBRARIES =
      List.of(
          "skipconv-core",
          "skipconv-gates",
          "skipconv-gates/training",
          "skipconv-models",
          "skipconv-models/scenes",
          "skipconv-models/training");

  private ProjectFiles() {}

  /** The project's folder: tests run in their module's, which lies in it or deeper. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("CHANGELOG.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** Files in and below a folder, in order. */
  public static List<Path> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

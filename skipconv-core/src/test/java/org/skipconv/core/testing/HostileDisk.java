package org.skipconv.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Folders on disks that are full or forbid something, which only root can mount: CI does. */
public final class HostileDisk {
  private HostileDisk() {}

  /** Folder that can be written to, in which nothing may be executed. */
  public static Path noexec() {
    return require("skipconv.disk.noexec");
  }

  /** Folder that cannot be written to. */
  public static Path readOnly() {
    return require("skipconv.disk.readonly");
  }

  private static Path require(String property) {
    String folder = System.getProperty(property, "");
    assumeTrue(!folder.isEmpty(), "no such disk is mounted: " + property);
    return Path.of(folder);
  }

  /**
   * Disk of a few pages, of which none is free.
   *
   * @param file an older file of that name, which fills it
   */
  public static Path full(String file) throws IOException {
    Path folder = require("skipconv.disk.full");
    for (Path old : files(folder)) {
      Files.delete(old);
    }
    Path filler = folder.resolve(file);
    int page = 4096;
    for (int pages = 1; ; pages++) {
      assertThat(pages).as("pages of %s, which should be tiny", folder).isLessThan(100_000);
      try {
        Files.write(filler, new byte[page], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("No space left");
        return filler;
      }
    }
  }

  /** Files of a folder. */
  public static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(files.toList());
    }
  }
}

package org.skipconv.core.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of real videos, weights and golden values, which is no part of the project. */
public final class TestData {
  private TestData() {}

  /**
   * A file or folder of the test data. Where it is absent the calling test is skipped, saying so;
   * with {@code -Dskipconv.testdata.required=true} it fails.
   */
  public static Path require(String relative) {
    Path path = Path.of(System.getProperty("skipconv.testdata", "../../shared/data"), relative);
    if (!Files.exists(path)) {
      String message = "test data is absent: " + path.toAbsolutePath().normalize();
      if (Boolean.getBoolean("skipconv.testdata.required")) {
        fail(message);
      }
      abort(message);
    }
    return path;
  }
}

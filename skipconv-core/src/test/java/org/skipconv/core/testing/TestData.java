package org.skipconv.core.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of real videos, weights and golden values that some tests need; it is no part of the
 * project. System property {@code skipconv.testdata} says where it is.
 */
public final class TestData {
  private TestData() {}

  /**
   * A file or folder of the test data. Where it is absent the test is skipped, saying so, unless
   * system property {@code skipconv.testdata.required} is {@code true}: then it fails.
   *
   * @param relative path below the test data folder
   */
  public static Path require(String relative) {
    Path path = Path.of(System.getProperty("skipconv.testdata", "../../shared/data"), relative);
    boolean there = Files.exists(path);
    String absent = "test data are absent: " + path.toAbsolutePath().normalize();
    if (Boolean.getBoolean("skipconv.testdata.required")) {
      assertTrue(there, absent);
    } else {
      assumeTrue(there, absent);
    }
    return path;
  }
}

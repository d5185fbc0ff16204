package org.skipconv.models.vision;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.testing.FileTrial;

/** Any bytes as a picture. */
class PictureFuzzTest {
  /**
   * Formats pack thousands of pixels into a byte, and a pixel takes some bytes while it is read.
   */
  private static final int MULTIPLE = 100_000;

  @TempDir static Path folder;

  @FuzzTest
  void picture(byte[] data) throws IOException {
    Path file = Files.write(folder.resolve("fuzzed.img"), data);
    FileTrial.of(file, MULTIPLE, () -> RgbImage.read(file));
  }
}

package org.skipconv.core;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.testing.FileTrial;

/** Any bytes as a safetensors file. */
class SafeTensorsFuzzTest {
  @TempDir static Path folder;

  @FuzzTest
  void safeTensors(byte[] data) throws IOException {
    Path file = Files.write(folder.resolve("fuzzed.safetensors"), data);
    FileTrial.of(file, 20, () -> SafeTensors.read(file));
  }
}

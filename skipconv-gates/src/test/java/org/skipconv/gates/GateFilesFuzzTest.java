package org.skipconv.gates;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.testing.FileTrial;

/** Any bytes as a plan, and as learned gates. */
class GateFilesFuzzTest {
  private static final int MULTIPLE = 200;
  private static final SkipNetwork NETWORK = GatesInSessionsTest.network();

  @TempDir static Path folder;

  @FuzzTest
  void plan(byte[] data) throws IOException {
    Path file = Files.write(folder.resolve("fuzzed.json"), data);
    FileTrial.of(file, MULTIPLE, () -> GatePlan.read(file));
  }

  @FuzzTest
  void gates(byte[] data) throws IOException {
    Path file = Files.write(folder.resolve("fuzzed.safetensors"), data);
    FileTrial.of(file, MULTIPLE, () -> GumbelGates.read(file, NETWORK));
  }
}

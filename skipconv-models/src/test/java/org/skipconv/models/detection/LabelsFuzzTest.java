package org.skipconv.models.detection;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.testing.FileTrial;
import org.skipconv.models.pose.PoseLabels;

/** Any bytes as a file of labels. */
class LabelsFuzzTest {
  private static final int MULTIPLE = 200;

  @TempDir static Path folder;

  @FuzzTest
  void coco(byte[] data) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    json.write('{');
    json.writeBytes(data);
    Path file = Files.write(folder.resolve("fuzzed.json"), json.toByteArray());
    FileTrial.of(file, MULTIPLE, () -> DetectionLabels.read(file));
    FileTrial.of(file, MULTIPLE, () -> PoseLabels.read(file));
  }

  @FuzzTest
  void mot(byte[] data) throws IOException {
    Path file = Files.write(folder.resolve("fuzzed.txt"), data);
    FileTrial.of(file, MULTIPLE, () -> DetectionLabels.read(file));
  }
}

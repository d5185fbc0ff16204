package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.Shape;

/** An application that uses JavaCPP itself may open what it likes within a scope of its own. */
class ApplicationScopeTest {
  private static final int FRAMES = 5;

  @TempDir Path folder;

  @Test
  void aVideoOutlivesTheScopeInWhichItWasOpened() throws IOException {
    Path file = folder.resolve("video.mp4");
    try (VideoWriter writer = VideoWriter.open(file, 96, 130, 10)) {
      for (int i = 0; i < FRAMES; i++) {
        writer.write(grey(40 * i));
      }
    }
    VideoSource video;
    try (PointerScope application = new PointerScope()) {
      assertThat(application).isNotNull();
      video = VideoSource.open(file);
      assertThat(mean(video.read())).isBetween(0.0, 5.0);
    }
    try (video) {
      for (int i = 1; i < FRAMES; i++) {
        assertThat(mean(video.read())).isBetween(40.0 * i - 5, 40.0 * i + 5);
      }
      assertThat(video.read()).isNull();
    }
    // The functions that FFmpeg calls are made with the first source.
    try (VideoSource again = VideoSource.open(file)) {
      assertThat(again.read()).isNotNull();
    }
  }

  @Test
  void anInputOutlivesTheScopeInWhichItWasMade() {
    Shape shape = new Shape(3, 2048, 2048);
    InputBuffer input;
    try (PointerScope application = new PointerScope()) {
      assertThat(application).isNotNull();
      input = new InputBuffer(shape);
    }
    assertThat(input.bytes()).isEqualTo(Float.BYTES * shape.elements());
    input.pixels().put(5, 3f);
    long held = Pointer.totalBytes();
    input.close();
    assertThat(input.bytes()).isZero();
    assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(held - Float.BYTES * shape.elements());
  }

  private static RgbImage grey(int level) {
    RgbImage image = new RgbImage(96, 130);
    Arrays.fill(image.rgb(), (byte) level);
    return image;
  }

  private static double mean(RgbImage image) {
    long sum = 0;
    for (byte value : image.rgb()) {
      sum += value & 0xff;
    }
    return (double) sum / image.rgb().length;
  }
}

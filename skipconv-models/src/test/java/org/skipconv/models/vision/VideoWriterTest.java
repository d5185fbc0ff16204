package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.skipconv.models.vision.VideoSourceTest.meanDifference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoWriterTest {
  @TempDir Path folder;

  /** A gradient with a bright square that moves. */
  private static RgbImage scene(int height, int width, int frame) {
    RgbImage image = new RgbImage(height, width);
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i += 3) {
        boolean square = x / 16 == frame && y / 16 == 1;
        image.rgb()[i] = (byte) (square ? 220 : x);
        image.rgb()[i + 1] = (byte) (square ? 220 : y);
        image.rgb()[i + 2] = (byte) (square ? 220 : 60);
      }
    }
    return image;
  }

  @Test
  void survivesReading() throws IOException {
    Path file = folder.resolve("scene.mp4");
    try (VideoWriter writer = VideoWriter.open(file, 96, 160, 12.5)) {
      for (int i = 0; i < 10; i++) {
        writer.write(scene(96, 160, i));
      }
    }
    try (VideoSource reader = VideoSource.open(file)) {
      assertThat(reader.height()).isEqualTo(96);
      assertThat(reader.width()).isEqualTo(160);
      assertThat(reader.frameRate()).isEqualTo(12.5, within(0.01));
      for (int i = 0; i < 10; i++) {
        RgbImage frame = reader.read();
        assertThat(meanDifference(frame, scene(96, 160, i))).isLessThan(4);
        assertThat(meanDifference(frame, scene(96, 160, (i + 1) % 10))).isGreaterThan(6);
      }
      assertThat(reader.read()).isNull();
    }
  }

  @Test
  void stretchesOddSizes() throws IOException {
    Path file = folder.resolve("odd.mp4");
    try (VideoWriter writer = VideoWriter.open(file, 95, 161, 10)) {
      writer.write(scene(95, 161, 1));
    }
    try (VideoSource reader = VideoSource.open(file)) {
      assertThat(meanDifference(reader.read(), scene(96, 162, 1))).isLessThan(6);
    }
  }

  @Test
  void anOlderVideoStaysUntilTheNewOneIsComplete() throws IOException {
    Path file = Files.writeString(folder.resolve("scene.mp4"), "older");
    VideoWriter writer = VideoWriter.open(file, 96, 160, 10);
    writer.write(scene(96, 160, 0));
    assertThat(file).hasContent("older");
    writer.close();
    assertThat(folder.toFile().list()).containsExactly("scene.mp4");
    try (VideoSource reader = VideoSource.open(file)) {
      assertThat(reader.read()).isNotNull();
    }
  }

  @Test
  void whatAKilledProcessLeftIsOverwritten() throws IOException {
    Path file = folder.resolve("scene.mp4");
    Files.writeString(folder.resolve("scene.mp4.part"), "x".repeat(1_000_000));
    try (VideoWriter writer = VideoWriter.open(file, 96, 160, 10)) {
      writer.write(scene(96, 160, 0));
    }
    assertThat(folder.toFile().list()).containsExactly("scene.mp4");
    assertThat(Mp4Boxes.complete(file)).isTrue();
    assertThat(Files.size(file)).isLessThan(1_000_000);
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path real = Files.writeString(folder.resolve("real.mp4"), "older");
    Path link = Files.createSymbolicLink(folder.resolve("link.mp4"), real);
    try (VideoWriter writer = VideoWriter.open(link, 96, 160, 10)) {
      writer.write(scene(96, 160, 0));
    }
    assertThat(link).isSymbolicLink();
    assertThat(Mp4Boxes.complete(real)).isTrue();
  }

  @Test
  void aVideoThatIsCutOffAnywhereIsNotComplete() throws IOException {
    Path file = folder.resolve("scene.mp4");
    try (VideoWriter writer = VideoWriter.open(file, 96, 160, 10)) {
      writer.write(scene(96, 160, 0));
    }
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(whole, length));
      assertThat(Mp4Boxes.complete(cut)).as("%d of %d bytes", length, whole.length).isFalse();
    }
  }

  @Test
  void refusesWhatItCannotWrite() throws IOException {
    Path file = folder.resolve("a.mp4");
    assertThatThrownBy(() -> VideoWriter.open(file, 8, 100, 10)).hasMessageContaining("8x100");
    assertThatThrownBy(() -> VideoWriter.open(file, 64, 64, 0)).hasMessageContaining("frame rate");
    assertThatThrownBy(() -> VideoWriter.open(folder.resolve("no/a.mp4"), 64, 64, 10))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("folder");
    assertThatThrownBy(() -> VideoWriter.open(folder, 64, 64, 10))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it is a folder");
    VideoWriter writer = VideoWriter.open(file, 64, 64, 10);
    assertThatThrownBy(() -> writer.write(new RgbImage(64, 65))).hasMessageContaining("64x65");
    writer.write(new RgbImage(64, 64));
    writer.close();
    writer.close();
    assertThatThrownBy(() -> writer.write(new RgbImage(64, 64)))
        .isInstanceOf(IllegalStateException.class);
  }
}

package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.testing.TestData;

/** Videos that name other files, and videos that are damaged. */
@Timeout(60)
class VideoAccessTest {
  @TempDir Path folder;

  @BeforeEach
  void writeAVideo() throws IOException {
    try (VideoWriter writer = VideoWriter.open(folder.resolve("other.mp4"), 16, 32, 10)) {
      for (int i = 0; i < 3; i++) {
        writer.write(new RgbImage(16, 32));
      }
    }
  }

  private static long frames(Path file, VideoAccess access) throws IOException {
    try (VideoSource reader =
        VideoSource.open(file, SourceOptions.everyFrame().withAccess(access))) {
      RgbImage frame = new RgbImage(reader.height(), reader.width());
      while (reader.next(frame)) {
        assertThat(reader.position()).isLessThan(10_000);
      }
      return reader.position();
    }
  }

  private static void refused(Path file) {
    assertThatThrownBy(() -> VideoSource.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + " is not a video that FFmpeg can read")
        .hasMessageContaining("allowed here are formats [mov, ");
  }

  @Test
  void aListOfFilesIsReadOnlyWhereThatIsAllowed() throws IOException {
    Path list = folder.resolve("list.mp4");
    Files.writeString(list, "ffconcat version 1.0\nfile other.mp4\nfile other.mp4\n");
    refused(list);
    assertThat(frames(list, VideoAccess.SINGLE_FILES.withFormats("concat"))).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({"list.m3u8", "list.mp4"})
  void aPlaylistIsRefused(String name) throws IOException {
    Path list = folder.resolve(name);
    Files.writeString(
        list,
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://"
            + folder.resolve("other.mp4")
            + "\n#EXT-X-ENDLIST\n");
    refused(list);
  }

  @ParameterizedTest
  @ValueSource(strings = {"concat:other.mp4", "http:a", "100%.mp4", "file:x", "ü  (1).mp4"})
  void namesAreNoAddresses(String name) throws IOException {
    Path file = Files.copy(folder.resolve("other.mp4"), folder.resolve(name));
    assertThat(frames(file, VideoAccess.SINGLE_FILES)).isEqualTo(3);
  }

  @Test
  void namesOfFormatsAreChecked() {
    assertThatThrownBy(() -> VideoAccess.SINGLE_FILES.withFormats("hls,concat"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hls,concat");
    assertThatThrownBy(() -> VideoAccess.SINGLE_FILES.withProtocols(""))
        .isInstanceOf(IllegalArgumentException.class);
    VideoAccess more = VideoAccess.SINGLE_FILES.withFormats("hls").withProtocols("https", "tls");
    assertThat(more.formats()).contains("mov", "hls");
    assertThat(more.protocols()).containsExactly("file", "https", "tls");
    assertThat(VideoAccess.SINGLE_FILES.protocols()).containsExactly("file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vid-concat.mp4", "vid-empty.mp4", "vid-hls.m3u8"})
  void hostileFilesAreRefused(String name) {
    refused(TestData.require("hostile/" + name));
  }

  @Test
  void aStreamOfDataIsNoPicture() throws IOException {
    Path file = TestData.require("hostile/video-classcast.mp4");
    try (VideoSource reader = VideoSource.open(file)) {
      assertThatThrownBy(reader::read)
          .isInstanceOf(IOException.class)
          .hasMessage(file + ": there is no frame in it that FFmpeg can decode");
      assertThat(reader.read()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "r1.h264, 1",
    "rot.mp4, 1",
    "sar.mp4, 1",
    "odd.avi, 1",
    "corrupt.mp4, 1",
    "vfr.mp4, 1",
    "pixchange.avi, 1",
    "full.mp4, 1",
    "vtest-clean.mp4, 41",
    "vtest-noise.mp4, 41",
    "vtest-pan.mp4, 41",
    "vtest-shake.mp4, 41",
    "vtest-steady.mp4, 41"
  })
  void everyCaseIsRead(String name, long least) throws IOException {
    Path file = TestData.require("video-cases/" + name);
    assertThat(frames(file, VideoAccess.SINGLE_FILES)).isGreaterThanOrEqualTo(least);
  }
}

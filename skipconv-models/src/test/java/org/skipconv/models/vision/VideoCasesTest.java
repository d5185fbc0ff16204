package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.core.testing.TestData;

/** Each video that is unlike the usual, and what is unlike about it. */
class VideoCasesTest {
  private static final SourceOptions EVERY = SourceOptions.everyFrame();

  private static Path file(String name) {
    return TestData.require("video-cases/" + name);
  }

  private static RgbImage first(String name, SourceOptions options) throws IOException {
    try (VideoSource video = VideoSource.open(file(name), options)) {
      RgbImage frame = video.read();
      assertThat(frame.height()).isEqualTo(video.height());
      assertThat(frame.width()).isEqualTo(video.width());
      return frame;
    }
  }

  /** Reads to the end, and returns what is said on the way on the standard error stream. */
  private static String read(Path file, long least, long damaged) throws IOException {
    PrintStream usual = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try (VideoSource video = VideoSource.open(file)) {
      assertThat(video.skip(1000)).isGreaterThanOrEqualTo(least);
      SourceReport exact = new SourceReport(video.position(), 0, damaged, 0, 0, 0);
      assertThat(video.report()).isEqualTo(exact);
    } finally {
      System.setErr(usual);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aRawStreamHasNoLengthAndNoClock() throws IOException {
    try (VideoSource video = VideoSource.open(file("r1.h264"))) {
      assertThat(video.frameCount()).isEqualTo(-1);
      assertThat(video.isLive()).isFalse();
      assertThat(video.next()).isTrue();
      assertThat(video.frame().time()).isNull();
      assertThat(video.skip(100)).isEqualTo(5);
      assertThat(video.next()).isFalse();
    }
  }

  @Test
  void aPhonesVideoIsTurnedUpright() throws IOException {
    RgbImage stored = first("rot.mp4", EVERY.withUprightFrames(false));
    RgbImage upright = first("rot.mp4", EVERY);
    assertThat(stored.toString()).isEqualTo("picture of 480x640");
    assertThat(upright.toString()).isEqualTo("picture of 640x480");
    // Its matrix turns against the clock: what is right comes to the top.
    for (int[] place : new int[][] {{0, 0}, {17, 300}, {479, 639}, {479, 0}, {200, 639}}) {
      int y = place[0];
      int x = place[1];
      for (int c = 0; c < 3; c++) {
        assertThat(upright.get(639 - x, y, c)).isEqualTo(stored.get(y, x, c));
      }
    }
    try (VideoSource video = VideoSource.open(file("rot.mp4"))) {
      assertThat(video.height()).isEqualTo(640);
      assertThat(video.width()).isEqualTo(480);
    }
  }

  @Test
  void pixelsBecomeSquare() throws IOException {
    RgbImage stored = first("sar.mp4", EVERY.withUprightFrames(false));
    assertThat(stored.toString()).isEqualTo("picture of 576x720");
    RgbImage square = first("sar.mp4", EVERY);
    assertThat(square.toString()).isEqualTo("picture of 576x1024");
    // The same picture, only wider.
    long apart = 0;
    for (int y = 0; y < 576; y++) {
      for (int x = 0; x < 720; x++) {
        apart += Math.abs(stored.get(y, x, 1) - square.get(y, x * 1024 / 720, 1));
      }
    }
    assertThat(apart / (576.0 * 720)).isLessThan(6);
  }

  @Test
  void framesThatAnAviLeftOutAreNoDamage() throws IOException {
    try (VideoSource video = VideoSource.open(file("odd.avi"))) {
      assertThat(video.height()).isEqualTo(251);
      assertThat(video.width()).isEqualTo(333);
      assertThat(video.frameCount()).isEqualTo(15);
      assertThat(video.next()).isTrue();
      assertThat(video.next()).isTrue();
      // Three were left out after the first.
      assertThat(video.frame().time()).isEqualTo(Duration.ofMillis(400));
      assertThat(video.frame().dropped()).isZero();
    }
    assertThat(read(file("odd.avi"), 12, 0)).isEmpty();
  }

  @Test
  void aVideoThatIsCutOffIsCalledSo(@TempDir Path folder) throws IOException {
    byte[] bytes = Files.readAllBytes(TestData.require("video/one-by-one-person-detection.mp4"));
    Path cut = folder.resolve("cut.mp4");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 4));
    // The last frame is cut in two.
    assertThat(read(cut, 100, 1))
        .containsPattern("cut.mp4 ends after [0-9.]+ s, though it announces 139.4");
  }

  @Test
  void damageIsMarked() throws IOException {
    try (VideoSource video = VideoSource.open(file("corrupt.mp4"))) {
      while (video.next()) {
        // The first frame, which all others are predicted from, is hit.
        assertThat(video.frame().damaged()).isTrue();
      }
      assertThat(video.report()).hasToString("12 frames, 12 frames damaged");
    }
    try (VideoSource video =
        VideoSource.open(file("corrupt.mp4"), EVERY.withDamagedFrames(false))) {
      assertThat(video.next()).isFalse();
      assertThat(video.report())
          .isEqualTo(new SourceReport(0, 0, 12, 12, 0, 0))
          .hasToString("12 frames damaged, 12 of them left out");
    }
  }

  @Test
  void timesAreThoseOfTheVideoWhateverItsRate() throws IOException {
    List<Long> millis = new ArrayList<>();
    try (VideoSource video = VideoSource.open(file("vfr.mp4"))) {
      while (video.next()) {
        millis.add(video.frame().time().toMillis());
      }
    }
    assertThat(millis).hasSize(12).isSorted();
    assertThat(millis.subList(0, 6)).containsExactly(0L, 100L, 200L, 300L, 500L, 700L);
    assertThat(millis.get(11)).isEqualTo(2800);
  }

  @Test
  void aChangeOfThePixelFormatIsFollowed() throws IOException {
    try (VideoSource video = VideoSource.open(file("pixchange.avi"))) {
      List<RgbImage> frames = new ArrayList<>();
      for (RgbImage frame : video) {
        frames.add(frame);
      }
      assertThat(frames).hasSize(4);
      for (RgbImage frame : frames) {
        assertThat(VideoSourceTest.meanDifference(frame, frames.get(0))).isLessThan(8);
      }
      assertThat(video.report().sizeChanges()).isZero();
    }
  }

  @Test
  void fullRangeColoursAreTakenAsSuch() throws IOException {
    // The same frame of the scene in the usual range.
    RgbImage full = first("full.mp4", EVERY);
    RgbImage usual = first("r1.h264", EVERY);
    assertThat(VideoSourceTest.meanDifference(full, usual)).isLessThan(3);
  }

  @ParameterizedTest
  @CsvSource({
    "vtest-clean.mp4, 360, 480",
    "vtest-noise.mp4, 360, 480",
    "vtest-pan.mp4, 360, 480",
    "vtest-shake.mp4, 344, 464",
    "vtest-steady.mp4, 344, 464"
  })
  void clipsOfCamerasAreOrdinary(String name, int height, int width) throws IOException {
    try (VideoSource video = VideoSource.open(file(name))) {
      assertThat(video.height()).isEqualTo(height);
      assertThat(video.width()).isEqualTo(width);
      assertThat(video.frameRate()).isEqualTo(10, within(1e-3));
      assertThat(video.frameCount()).isEqualTo(41);
    }
    assertThat(read(file(name), 41, 0)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"odd.avi", "rot.mp4", "pixchange.avi", "vtest-shake.mp4"})
  void aThreadOfItsOwnGivesTheSame(String name) throws IOException {
    try (VideoSource here = VideoSource.open(file(name));
        VideoSource ahead = VideoSource.open(file(name), EVERY.withDecodingAhead(3));
        VideoSource newest = VideoSource.open(file(name), SourceOptions.live())) {
      RgbImage own = new RgbImage(ahead.height(), ahead.width());
      while (here.next()) {
        assertThat(ahead.next(own)).isTrue();
        assertThat(newest.next()).isTrue();
        assertThat(own.rgb()).isEqualTo(here.picture().rgb());
        assertThat(newest.picture().rgb()).isEqualTo(here.picture().rgb());
        assertThat(ahead.frame().time()).isEqualTo(here.frame().time());
        assertThat(ahead.frame().number()).isEqualTo(here.frame().number());
      }
      assertThat(ahead.next(own)).isFalse();
      assertThat(newest.next()).isFalse();
      assertThat(newest.report().isUndisturbed()).isTrue();
    }
  }
}

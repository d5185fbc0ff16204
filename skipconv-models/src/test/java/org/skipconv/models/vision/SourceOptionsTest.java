package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceOptionsTest {
  private static final SourceOptions EVERY = SourceOptions.everyFrame();

  @TempDir Path folder;

  @Test
  void changeNothingButWhatTheySay() {
    SourceOptions live = SourceOptions.live();
    assertThat(live.newestFrame()).isTrue();
    assertThat(live.decodingAhead()).isEqualTo(1);
    assertThat(live.reconnects()).isEqualTo(100);
    assertThat(EVERY.newestFrame()).isFalse();
    assertThat(EVERY.decodingAhead()).isZero();
    assertThat(EVERY.reconnects()).isZero();
    assertThat(EVERY.damagedFrames()).isTrue();
    assertThat(EVERY.uprightFrames()).isTrue();
    SourceOptions changed =
        live.withDecodingAhead(3)
            .withConnectTimeout(Duration.ofSeconds(1))
            .withReadTimeout(Duration.ofSeconds(2))
            .withDamagedFrames(false)
            .withUprightFrames(false)
            .withCameraMode(480, 640, 15)
            .withAccess(VideoAccess.SINGLE_FILES.withFormats("hls"));
    assertThat(changed.newestFrame()).isFalse();
    assertThat(changed.decodingAhead()).isEqualTo(3);
    assertThat(changed.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(changed.readTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(changed.damagedFrames()).isFalse();
    assertThat(changed.uprightFrames()).isFalse();
    assertThat(changed.cameraMode()).isEqualTo(new SourceOptions.CameraMode(480, 640, 15));
    assertThat(changed.access().formats()).contains("hls");
    assertThat(changed.reconnects()).isEqualTo(100);
    assertThat(live.decodingAhead()).isEqualTo(1);
  }

  @Test
  void pausesDoubleUpToTheLongest() {
    SourceOptions options = EVERY.withBackOff(Duration.ofMillis(500), Duration.ofSeconds(3));
    assertThat(options.pause(0)).isEqualTo(Duration.ofMillis(500));
    assertThat(options.pause(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.pause(2)).isEqualTo(Duration.ofSeconds(2));
    assertThat(options.pause(3)).isEqualTo(Duration.ofSeconds(3));
    assertThat(options.pause(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void refuseWhatMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EVERY.withConnectTimeout(Duration.ZERO))
        .withMessageContaining("PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EVERY.withReadTimeout(Duration.ofSeconds(-1)))
        .withMessageContaining("read time-out");
    assertThatIllegalArgumentException().isThrownBy(() -> EVERY.withReconnects(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> EVERY.withDecodingAhead(65));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EVERY.withBackOff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .withMessageContaining("PT1S");
    assertThatIllegalArgumentException().isThrownBy(() -> EVERY.withCameraMode(0, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EVERY.withCameraMode(10, 10, Double.NaN))
        .withMessageContaining("NaN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp://1.2.3.4:5", "concat:a|b", "stream", "data:x", "rtsp:///stream"})
  void otherAddressesAreRefused(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VideoSource.open(URI.create(address), EVERY));
  }

  @Test
  void aFileAddressIsAFile() throws IOException {
    new RgbImage(4, 5).write(folder.resolve("a.png"));
    try (VideoSource video = VideoSource.open(folder.toUri(), EVERY)) {
      assertThat(video.frameCount()).isEqualTo(1);
    }
    assertThatThrownBy(() -> VideoSource.open(folder.resolve("x.mp4").toUri(), EVERY))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aCameraThatIsNotThereIsNamed() {
    Path camera = Path.of("/dev/video63");
    assertThatThrownBy(() -> VideoSource.open(camera, SourceOptions.live()))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("/dev/video63");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsNoCameraIsNotReadAsOne() {
    assumeTrue(hasDevices(), "FFmpeg's library of devices needs libpulse.so.0");
    MediaAddress place = MediaAddress.ofCamera(Path.of("/dev/null"));
    SourceOptions options = EVERY.withCameraMode(480, 640, 30);
    try (FfmpegWatch watch = new FfmpegWatch()) {
      assertThatThrownBy(() -> FfmpegInput.open(place, options, watch))
          .isInstanceOf(IOException.class)
          .hasMessage("/dev/null: the camera cannot be opened: Inappropriate ioctl for device");
    }
  }

  /** As on a server, where nothing makes a sound. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aMissingLibraryOfTheSystemIsNamed() {
    assumeFalse(hasDevices(), "FFmpeg's library of devices loads here");
    MediaAddress place = MediaAddress.ofCamera(Path.of("/dev/null"));
    try (FfmpegWatch watch = new FfmpegWatch()) {
      assertThatThrownBy(() -> FfmpegInput.open(place, EVERY, watch))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("/dev/null: cameras cannot be read")
          .hasMessageContaining("libpulse0");
    }
  }

  private static boolean hasDevices() {
    try {
      avdevice.avdevice_register_all();
      return true;
    } catch (LinkageError e) {
      return false;
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void ffmpegComesWithTheDemuxerOfCameras() {
    assumeTrue(hasDevices(), "FFmpeg's library of devices needs libpulse.so.0");
    assertThat(avformat.av_find_input_format(FfmpegInput.CAMERAS).priv_class()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example/x, a.example",
    "http://A.example.:80/x, a.example",
    "https://user:pass@a.example?x, a.example",
    "http://allowed.example@evil.example/, evil.example",
    "http://a@b@evil.example/@allowed.example, evil.example",
    "http://evil.example#@allowed.example, evil.example",
    "tcp://[fe80::1]:80, fe80::1",
    "crypto+http://a.example/x, a.example"
  })
  void hostsAreFoundWhereFfmpegConnectsTo(String address, String host) {
    assertThat(FfmpegHosts.hostOf(address)).isEqualTo(host);
    try (FfmpegHosts hosts = new FfmpegHosts(Set.of(host))) {
      assertThat(hosts.allows(address)).isTrue();
    }
    try (FfmpegHosts hosts = new FfmpegHosts(Set.of("allowed.example"))) {
      assertThat(hosts.allows(address)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp://allowed.example", "ftp://allowed.example", "subfile,,:x", "tcp:x"})
  void otherProtocolsOfAPlaylistAreRefused(String address) {
    try (FfmpegHosts hosts = new FfmpegHosts(Set.of("allowed.example"))) {
      assertThat(hosts.allows(address)).isFalse();
      assertThat(hosts.allows("http://allowed.example/x")).isTrue();
      assertThat(hosts.allows("relative/x.ts")).isTrue();
    }
  }

  @Test
  void whoseHostsNobodySeesIsReadFromFilesAlone() throws IOException {
    Path list = Files.writeString(folder.resolve("list"), "ffconcat version 1.0\nfile x.mp4\n");
    VideoAccess access =
        VideoAccess.SINGLE_FILES.withFormats("concat").withProtocols("http", "tcp");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VideoSource.open(list, EVERY.withAccess(access)))
        .withMessageContaining("concat");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VideoAccess.SINGLE_FILES.withHosts("a.example:80"))
        .withMessageContaining("a.example:80");
  }

  @Test
  void aReportSaysWhatIsNotNothing() {
    assertThat(new SourceReport(0, 0, 0, 0, 0, 0)).hasToString("no frames");
    assertThat(new SourceReport(1, 1, 1, 1, 1, 1))
        .hasToString(
            "1 frame, 1 frame dropped, 1 frame damaged, 1 of them left out, 1 reconnection,"
                + " 1 change of size");
    assertThat(new SourceReport(2, 2, 2, 2, 2, 2))
        .hasToString(
            "2 frames, 2 frames dropped, 2 frames damaged, 2 of them left out, 2 reconnections,"
                + " 2 changes of size");
  }
}

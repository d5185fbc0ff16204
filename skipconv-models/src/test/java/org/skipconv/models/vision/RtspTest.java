package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A camera in the network, and all that happens to its connection. */
@Timeout(120)
class RtspTest {
  private static final int HEIGHT = 96;
  private static final int WIDTH = 160;
  private static final int MILLIS = 20;

  @TempDir static Path folder;
  private static H264Clip clip;

  private static final SourceOptions EVERY =
      SourceOptions.everyFrame()
          .withReadTimeout(Duration.ofSeconds(20))
          .withBackOff(Duration.ofMillis(50), Duration.ofMillis(200));

  @BeforeAll
  static void encode() throws IOException {
    clip = H264Clip.of(folder, HEIGHT, WIDTH, 24);
  }

  @Test
  void showsWhatIsFilmed() throws IOException {
    try (RtspServer server = new RtspServer(clip, MILLIS);
        VideoSource camera = VideoSource.open(server.address(), EVERY)) {
      assertThat(camera.isLive()).isTrue();
      assertThat(camera.frameCount()).isEqualTo(-1);
      assertThat(camera.height()).isEqualTo(HEIGHT);
      assertThat(camera.width()).isEqualTo(WIDTH);
      Duration before = Duration.ofMillis(-1);
      for (int i = 0; i < 10; i++) {
        assertThat(camera.next()).isTrue();
        FrameInfo frame = camera.frame();
        assertThat(frame.number()).isEqualTo(i);
        assertThat(frame.time()).isGreaterThan(before);
        assertThat(frame.damaged()).isFalse();
        before = frame.time();
        RgbImage exact = H264Clip.picture(HEIGHT, WIDTH, i);
        assertThat(VideoSourceTest.meanDifference(camera.picture(), exact)).isLessThan(20);
      }
      assertThat(camera.report().isUndisturbed()).isTrue();
      assertThat(camera.report()).hasToString("10 frames");
    }
  }

  @Test
  void goesOnWhenTheServerIsStoppedAndStartedAgain() throws IOException, InterruptedException {
    SourceOptions options = EVERY.withReconnects(200);
    try (RtspServer server = new RtspServer(clip, MILLIS);
        VideoSource camera = VideoSource.open(server.address(), options)) {
      assertThat(camera.skip(5)).isEqualTo(5);
      Duration before = camera.frame().time();
      server.stop();
      CompletableFuture<Void> restart =
          CompletableFuture.runAsync(
              () -> {
                try {
                  server.start();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              CompletableFuture.delayedExecutor(400, TimeUnit.MILLISECONDS));
      while (!camera.frame().reconnected()) {
        assertThat(camera.next()).isTrue();
      }
      restart.join();
      assertThat(camera.frame().time()).isGreaterThan(before);
      assertThat(camera.frame().dropped()).isZero();
      assertThat(camera.next()).isTrue();
      assertThat(camera.frame().reconnected()).isFalse();
      assertThat(server.sessions()).isEqualTo(2);
      assertThat(camera.report().reconnections()).isEqualTo(1);
      assertThat(camera.report().toString()).contains("1 reconnection");
    }
  }

  @Test
  void givesUpWhenTheServerStaysAway() throws IOException {
    try (RtspServer server = new RtspServer(clip, MILLIS);
        VideoSource camera = VideoSource.open(server.address(), EVERY.withReconnects(3))) {
      camera.skip(3);
      server.stop();
      assertThatThrownBy(() -> camera.skip(10_000))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("could not be opened again in 3 attempts")
          .hasMessageStartingWith("rtsp://127.0.0.1:")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void withoutReconnectionsABrokenConnectionEndsTheVideo() throws IOException {
    try (RtspServer server = new RtspServer(clip, MILLIS);
        VideoSource camera = VideoSource.open(server.address(), EVERY)) {
      camera.skip(3);
      server.stop();
      long more = 0;
      try {
        more = camera.skip(10_000);
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("rtsp://127.0.0.1:");
      }
      assertThat(more).isLessThan(10_000);
      assertThat(camera.report().reconnections()).isZero();
    }
  }

  @Test
  void beginsWithAWholeFrameWheneverItComesIn() throws IOException {
    try (RtspServer server = new RtspServer(clip, MILLIS)) {
      server.beginAt(5);
      try (VideoSource camera = VideoSource.open(server.address(), EVERY)) {
        for (int i = 0; i < 30; i++) {
          assertThat(camera.next()).isTrue();
          assertThat(camera.frame().damaged()).isFalse();
          if (i == 0) {
            RgbImage exact = H264Clip.picture(HEIGHT, WIDTH, 0);
            assertThat(VideoSourceTest.meanDifference(camera.picture(), exact)).isLessThan(20);
          }
        }
      }
    }
  }

  @Test
  void marksDamagedFramesUntilTheNextKeyFrame() throws IOException {
    try (RtspServer server = new RtspServer(clip, MILLIS);
        VideoSource camera = VideoSource.open(server.address(), EVERY)) {
      assertThat(camera.skip(2)).isEqualTo(2);
      server.damage(true);
      while (!camera.frame().damaged()) {
        assertThat(camera.next()).isTrue();
      }
      server.damage(false);
      while (camera.frame().damaged()) {
        assertThat(camera.next()).isTrue();
      }
      SourceReport report = camera.report();
      assertThat(report.damagedFrames()).isPositive();
      assertThat(report.leftOutFrames()).isZero();
      assertThat(report.toString()).contains(" damaged");
    }
  }

  @Test
  void leavesDamagedFramesOut() throws IOException {
    try (RtspServer server = new RtspServer(clip, MILLIS);
        VideoSource camera = VideoSource.open(server.address(), EVERY.withDamagedFrames(false))) {
      server.damage(true);
      for (int i = 0; i < 60; i++) {
        assertThat(camera.next()).isTrue();
        assertThat(camera.frame().damaged()).isFalse();
      }
      SourceReport report = camera.report();
      assertThat(report.leftOutFrames()).isPositive().isEqualTo(report.damagedFrames());
      assertThat(report.frames()).isEqualTo(60);
      assertThat(report.toString()).contains(" left out");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsAChangeOfSizeAndGoesOn(boolean ahead) throws IOException {
    H264Clip larger = H264Clip.of(folder, 128, 192, 12);
    SourceOptions options = ahead ? EVERY.withDecodingAhead(2) : EVERY;
    try (RtspServer server = new RtspServer(clip, MILLIS);
        VideoSource camera = VideoSource.open(server.address(), options)) {
      camera.next();
      camera.next();
      server.show(larger);
      while (!camera.frame().sizeChanged()) {
        assertThat(camera.next()).isTrue();
      }
      for (int i = 0; i < 5; i++) {
        assertThat(camera.picture().height()).isEqualTo(128).isEqualTo(camera.height());
        assertThat(camera.picture().width()).isEqualTo(192).isEqualTo(camera.width());
        assertThat(camera.next()).isTrue();
        assertThat(camera.frame().sizeChanged()).isFalse();
      }
      RgbImage fresh = camera.read();
      assertThat(fresh.height()).isEqualTo(128).isEqualTo(camera.height());
      assertThat(fresh.width()).isEqualTo(192).isEqualTo(camera.width());
      assertThat(camera.report().sizeChanges()).isEqualTo(1);
      assertThat(camera.report().toString()).contains("1 change of size");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPictureOfTheOldSizeIsRefusedAndTheFrameWaits(boolean ahead) throws IOException {
    H264Clip larger = H264Clip.of(folder, 128, 192, 12);
    SourceOptions options = ahead ? EVERY.withDecodingAhead(2) : EVERY;
    try (RtspServer server = new RtspServer(clip, MILLIS);
        VideoSource camera = VideoSource.open(server.address(), options)) {
      RgbImage old = new RgbImage(HEIGHT, WIDTH);
      camera.next(old);
      server.show(larger);
      SizeChangedException change = null;
      while (change == null) {
        try {
          camera.next(old);
        } catch (SizeChangedException e) {
          change = e;
        }
      }
      assertThat(change.height()).isEqualTo(128).isEqualTo(camera.height());
      assertThat(change.width()).isEqualTo(192).isEqualTo(camera.width());
      assertThat(change).hasMessageContaining("from 96x160 to 128x192");
      long position = camera.position();
      assertThatThrownBy(() -> camera.next(old)).isInstanceOf(IllegalArgumentException.class);
      RgbImage fresh = new RgbImage(128, 192);
      assertThat(camera.next(fresh)).isTrue();
      assertThat(camera.position()).isEqualTo(position + 1);
      assertThat(camera.frame().dropped()).isZero();
      assertThat(camera.frame().sizeChanged()).isTrue();
      assertThat(VideoSourceTest.meanDifference(fresh, H264Clip.picture(128, 192, 0)))
          .isLessThan(20);
    }
  }

  @Test
  void theNewestFrameIsKeptAndTheOthersAreCounted() throws IOException, InterruptedException {
    SourceOptions options = EVERY.withNewestFrame();
    try (RtspServer server = new RtspServer(clip, MILLIS);
        VideoSource camera = VideoSource.open(server.address(), options)) {
      camera.next();
      Duration first = camera.frame().time();
      long dropped = camera.frame().dropped();
      for (int i = 0; i < 5; i++) {
        Thread.sleep(10 * MILLIS);
        assertThat(camera.next()).isTrue();
        dropped += camera.frame().dropped();
      }
      // A frame that waited since the last call would be the one after it.
      assertThat(camera.frame().time().minus(first)).isGreaterThan(Duration.ofMillis(20 * MILLIS));
      assertThat(dropped).isGreaterThan(10);
      assertThat(camera.report().droppedFrames()).isGreaterThanOrEqualTo(dropped);
      assertThat(camera.frame().number()).isEqualTo(dropped + 5);
      assertThat(camera.report().toString()).contains("6 frames, ").contains(" dropped");
    }
  }

  @Test
  void decodingAheadLosesNothing() throws IOException, InterruptedException {
    try (RtspServer server = new RtspServer(clip, MILLIS);
        VideoSource camera = VideoSource.open(server.address(), EVERY.withDecodingAhead(2))) {
      for (int i = 0; i < 12; i++) {
        assertThat(camera.next()).isTrue();
        assertThat(camera.frame().number()).isEqualTo(i);
        Thread.sleep(i % 3 * 2L * MILLIS);
      }
      assertThat(camera.report().droppedFrames()).isZero();
    }
  }

  @Test
  void aServerThatFallsSilentIsAnErrorInTime() throws IOException {
    SourceOptions options = EVERY.withReadTimeout(Duration.ofMillis(700));
    try (RtspServer server = new RtspServer(clip, MILLIS);
        VideoSource camera = VideoSource.open(server.address(), options)) {
      camera.skip(3);
      server.silence(true);
      long start = System.nanoTime();
      assertThatThrownBy(() -> camera.skip(1000))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no answer within 0.7 s")
          .hasMessageNotContaining("secret");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void aServerThatNeverAnswersIsAnErrorInTime() throws IOException {
    SourceOptions options = EVERY.withConnectTimeout(Duration.ofMillis(500)).withReconnects(5);
    try (ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI address = URI.create("rtsp://user:secret@127.0.0.1:" + deaf.getLocalPort() + "/x?key=1");
      assertThatThrownBy(() -> VideoSource.open(address, options))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "rtsp://127.0.0.1:"
                  + deaf.getLocalPort()
                  + "/x?...: there was no answer within 0.5 s");
    }
  }

  @Test
  void nobodyThereIsAnErrorAtOnce() throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    URI address = URI.create("rtsp://user:secret@127.0.0.1:" + port + "/live");
    assertThatThrownBy(() -> VideoSource.open(address, SourceOptions.live()))
        .isInstanceOf(IOException.class)
        .hasMessage("rtsp://127.0.0.1:" + port + "/live cannot be opened: Connection refused");
  }

  @Test
  void closingEndsACallThatWaits() throws Exception {
    for (SourceOptions options : new SourceOptions[] {EVERY, EVERY.withNewestFrame()}) {
      try (RtspServer server = new RtspServer(clip, MILLIS)) {
        VideoSource camera = VideoSource.open(server.address(), options);
        server.silence(true);
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread reader = reader(camera, end);
        Thread.sleep(300);
        camera.close();
        assertThat(end.get(10, TimeUnit.SECONDS))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("the video is closed");
        reader.join();
      }
    }
  }

  @Test
  void whatWasKnownMayBeAskedForWhenItIsClosed() throws IOException {
    try (RtspServer server = new RtspServer(clip, MILLIS)) {
      VideoSource camera = VideoSource.open(server.address(), SourceOptions.live());
      camera.next();
      camera.close();
      camera.close();
      assertThat(camera.frameRate()).isPositive();
      assertThat(camera.frameCount()).isEqualTo(-1);
      assertThat(camera.isLive()).isTrue();
      assertThat(camera.height()).isEqualTo(HEIGHT);
      assertThat(camera.width()).isEqualTo(WIDTH);
      assertThat(camera.frame().number()).isNotNegative();
      assertThat(camera.picture().height()).isEqualTo(HEIGHT);
      assertThat(camera.report().frames()).isEqualTo(1);
      assertThatThrownBy(camera::next).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> camera.skip(1)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void closingEndsAPauseBetweenAttempts() throws Exception {
    SourceOptions options =
        EVERY.withReconnects(10).withBackOff(Duration.ofHours(1), Duration.ofHours(1));
    try (RtspServer server = new RtspServer(clip, MILLIS)) {
      VideoSource camera = VideoSource.open(server.address(), options);
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread reader = reader(camera, end);
      server.stop();
      Thread.sleep(300);
      camera.close();
      assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
      reader.join();
    }
  }

  @Test
  void anInterruptEndsACallThatWaits() throws Exception {
    for (SourceOptions options : new SourceOptions[] {EVERY, EVERY.withNewestFrame()}) {
      try (RtspServer server = new RtspServer(clip, MILLIS);
          VideoSource camera = VideoSource.open(server.address(), options)) {
        server.silence(true);
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread reader = reader(camera, end);
        Thread.sleep(300);
        reader.interrupt();
        assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
        reader.join();
      }
    }
  }

  private static Thread reader(VideoSource camera, CompletableFuture<Throwable> end) {
    Thread reader =
        new Thread(
            () -> {
              try {
                while (camera.next()) {
                  assertThat(camera.picture().height()).isEqualTo(HEIGHT);
                }
                end.complete(null);
              } catch (IOException | RuntimeException e) {
                end.complete(e);
              }
            });
    reader.start();
    return reader;
  }
}

package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Java2DFrameConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Videos, streams of pictures and playlists from a web server on loopback. */
@Timeout(120)
class HttpVideoTest {
  private static final int HEIGHT = 48;
  private static final int WIDTH = 64;

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  /** Pictures of a stream before its connection ends. */
  private volatile int pictures = 1000;

  private final AtomicInteger opened = new AtomicInteger();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/mjpeg", this::pictures);
    server.createContext("/other", exchange -> redirect(exchange, "localhost", "/mjpeg"));
    server.createContext("/same", exchange -> redirect(exchange, "127.0.0.1", "/mjpeg"));
    server.createContext("/files/", this::file);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private void pictures(HttpExchange exchange) throws IOException {
    opened.incrementAndGet();
    exchange.getResponseHeaders().add("Content-Type", "multipart/x-mixed-replace;boundary=part");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int i = 0; i < pictures; i++) {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(H264Clip.picture(HEIGHT, WIDTH, i).toBufferedImage(), "jpg", jpeg);
        String head =
            "--part\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.size() + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(jpeg.toByteArray());
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void redirect(HttpExchange exchange, String host, String path) throws IOException {
    String to = "http://" + host + ":" + server.getAddress().getPort() + path;
    exchange.getResponseHeaders().add("Location", to);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void file(HttpExchange exchange) throws IOException {
    Path file = folder.resolve(exchange.getRequestURI().getPath().substring("/files/".length()));
    exchange.sendResponseHeaders(200, Files.size(file));
    try (OutputStream out = exchange.getResponseBody()) {
      Files.copy(file, out);
    }
  }

  /** A segment of a playlist. */
  private void writeSegment(String name, int frames) throws IOException {
    try (FFmpegFrameRecorder recorder =
            new FFmpegFrameRecorder(folder.resolve(name).toFile(), WIDTH, HEIGHT);
        Java2DFrameConverter converter = new Java2DFrameConverter()) {
      recorder.setFormat("mpegts");
      recorder.setVideoCodec(avcodec.AV_CODEC_ID_MPEG2VIDEO);
      recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      recorder.setFrameRate(25);
      recorder.start();
      for (int i = 0; i < frames; i++) {
        recorder.record(converter.convert(H264Clip.picture(HEIGHT, WIDTH, i).toBufferedImage()));
      }
      recorder.stop();
    }
  }

  private void writePlaylist(String name, String segment) throws IOException {
    Files.writeString(
        folder.resolve(name),
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.0,\n"
            + segment
            + "\n#EXT-X-ENDLIST\n");
  }

  @Test
  void readsAStreamOfPictures() throws IOException {
    try (VideoSource camera = VideoSource.open(address("/mjpeg"), SourceOptions.everyFrame())) {
      assertThat(camera.isLive()).isTrue();
      Duration before = Duration.ofMillis(-1);
      for (int i = 0; i < 8; i++) {
        assertThat(camera.next()).isTrue();
        assertThat(camera.frame().time()).isGreaterThanOrEqualTo(before);
        before = camera.frame().time();
        RgbImage exact = H264Clip.picture(HEIGHT, WIDTH, i);
        assertThat(VideoSourceTest.meanDifference(camera.picture(), exact)).isLessThan(20);
      }
    }
  }

  @Test
  void opensAStreamAgainThatEnds() throws IOException {
    pictures = 4;
    SourceOptions options =
        SourceOptions.everyFrame()
            .withReconnects(5)
            .withBackOff(Duration.ofMillis(10), Duration.ofMillis(20));
    try (VideoSource camera = VideoSource.open(address("/mjpeg"), options)) {
      assertThat(camera.skip(10)).isEqualTo(10);
      assertThat(camera.report().reconnections()).isEqualTo(2);
      assertThat(opened).hasValue(3);
    }
  }

  @Test
  void readsAVideo() throws IOException {
    H264Clip.of(folder, HEIGHT, WIDTH, 7);
    URI address = address("/files/48x64-7.mp4");
    // A video with an end is not opened again, and none of its frames is dropped.
    try (VideoSource video = VideoSource.open(address, SourceOptions.live())) {
      assertThat(video.isLive()).isFalse();
      assertThat(video.frameCount()).isEqualTo(7);
      assertThat(video.skip(100)).isEqualTo(7);
      assertThat(video.report().isUndisturbed()).isTrue();
    }
  }

  @Test
  void followsARedirectionOnlyToAHostThatIsAllowed() throws IOException {
    SourceOptions options = SourceOptions.everyFrame();
    try (VideoSource camera = VideoSource.open(address("/same"), options)) {
      assertThat(camera.next()).isTrue();
    }
    assertThatThrownBy(() -> VideoSource.open(address("/other"), options))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it names host localhost, which is not allowed");
    VideoAccess access = VideoAccess.SINGLE_FILES.withHosts("LocalHost");
    try (VideoSource camera = VideoSource.open(address("/other"), options.withAccess(access))) {
      assertThat(camera.next()).isTrue();
    }
  }

  @Test
  void readsAPlaylistWhereThatIsAllowed() throws IOException {
    writeSegment("segment.ts", 25);
    writePlaylist("list.m3u8", "segment.ts");
    URI address = address("/files/list.m3u8");
    assertThatThrownBy(() -> VideoSource.open(address, SourceOptions.everyFrame()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/files/list.m3u8 is not a video that FFmpeg can read");
    VideoAccess access = VideoAccess.SINGLE_FILES.withFormats("hls");
    try (VideoSource video =
        VideoSource.open(address, SourceOptions.everyFrame().withAccess(access))) {
      assertThat(video.skip(100)).isEqualTo(25);
    }
  }

  @Test
  void aPlaylistNamesOnlyHostsThatAreAllowed() throws IOException {
    writeSegment("segment.ts", 25);
    String elsewhere = "http://localhost:" + server.getAddress().getPort() + "/files/segment.ts";
    writePlaylist("list.m3u8", elsewhere);
    VideoAccess closed = VideoAccess.SINGLE_FILES.withFormats("hls");
    SourceOptions options = SourceOptions.everyFrame();
    URI address = address("/files/list.m3u8");
    assertThatThrownBy(() -> VideoSource.open(address, options.withAccess(closed)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("localhost, which is not allowed");
    VideoAccess open = closed.withHosts("localhost");
    try (VideoSource video = VideoSource.open(address, options.withAccess(open))) {
      assertThat(video.skip(100)).isEqualTo(25);
    }
    // From the disk, too, where the playlist may then reach out at all.
    Path list = folder.resolve("list.m3u8");
    VideoAccess reaching = closed.withProtocols("http", "tcp");
    assertThatThrownBy(() -> VideoSource.open(list, options.withAccess(reaching)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("localhost, which is not allowed");
    SourceOptions allowed = options.withAccess(reaching.withHosts("localhost"));
    try (VideoSource video = VideoSource.open(list, allowed)) {
      assertThat(video.skip(100)).isEqualTo(25);
    }
  }

  @Test
  void aPlaylistInTheNetworkReachesNoFileOfThisMachine() throws IOException {
    writeSegment("segment.ts", 25);
    writePlaylist("list.m3u8", folder.resolve("segment.ts").toUri().toString());
    VideoAccess access = VideoAccess.SINGLE_FILES.withFormats("hls");
    assertThatThrownBy(
            () ->
                VideoSource.open(
                    address("/files/list.m3u8"), SourceOptions.everyFrame().withAccess(access)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void namesWhatIsMissing() {
    assertThatThrownBy(
            () -> VideoSource.open(address("/nothing?key=1"), SourceOptions.everyFrame()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/nothing?... cannot be opened: ")
        .hasMessageContaining("404");
  }
}

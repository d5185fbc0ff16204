package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.models.vision.RgbImage;

/** A camera as input, which sends pictures faster than any network sees them. */
@Timeout(180)
class CameraCommandTest {
  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  /** Pictures before the next ones have another size. */
  private volatile int sameSize = Integer.MAX_VALUE;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/live", this::pictures);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private String address() {
    return "http://user:secret@127.0.0.1:" + server.getAddress().getPort() + "/live?key=secret";
  }

  private static byte[] jpeg(int height, int width, int grey) throws IOException {
    RgbImage picture = new RgbImage(height, width);
    Arrays.fill(picture.rgb(), (byte) grey);
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(picture.toBufferedImage(), "jpg", jpeg);
    return jpeg.toByteArray();
  }

  private void pictures(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "multipart/x-mixed-replace;boundary=part");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int i = 0; i < 1_000_000; i++) {
        boolean other = i / sameSize % 2 == 1;
        byte[] jpeg = jpeg(other ? 96 : 64, other ? 128 : 96, 100 + i % 50);
        out.write(
            ("--part\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(jpeg);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
    }
  }

  private Ran ran(String command, String input, String... more) {
    List<String> args = new ArrayList<>(List.of(command, "--size", "64x64", "--no-progress"));
    args.addAll(List.of("--input", input));
    args.addAll(List.of(more));
    return Ran.of(args.toArray(String[]::new));
  }

  private JsonObject run(String... more) throws IOException {
    Path json = folder.resolve("report.json");
    List<String> args = new ArrayList<>(List.of("--out", "" + folder.resolve("out")));
    args.addAll(List.of("--json", "" + json));
    args.addAll(List.of(more));
    Ran ran = ran("run", address(), args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).doesNotContain("secret");
    JsonObject report = Ran.json(json);
    assertThat(report.toString()).doesNotContain("secret");
    if (report.get("droppedFrames").getAsInt() > 0) {
      assertThat(ran.out()).contains("\nsource: ", " dropped");
    }
    return report;
  }

  @Test
  void countsTheFramesThatWereDropped() throws IOException {
    JsonObject report = run("--frames", "8");
    assertThat(report.get("frames").getAsInt()).isEqualTo(8);
    assertThat(report.get("droppedFrames").getAsInt()).isPositive();
    assertThat(report.get("damagedFrames").getAsInt()).isZero();
    assertThat(report.get("reconnections").getAsInt()).isZero();
    assertThat(report.get("sizeChanges").getAsInt()).isZero();
    assertThat(report.get("input").getAsString())
        .isEqualTo("http://127.0.0.1:" + server.getAddress().getPort() + "/live?...");
  }

  @Test
  void goesOnWhenTheSizeChanges() throws IOException {
    sameSize = 25;
    JsonObject report = run("--frames", "60");
    assertThat(report.get("frames").getAsInt()).isEqualTo(60);
    assertThat(report.get("sizeChanges").getAsInt()).isPositive();
  }

  @Test
  void needsANumberOfFramesWhereAllAreLookedAtTogether() {
    assertThat(ran("compare", address()))
        .satisfies(ran -> assertThat(ran.code()).isEqualTo(2))
        .satisfies(
            ran ->
                assertThat(ran.err())
                    .contains("a camera never ends; give --frames")
                    .doesNotContain("secret"));
    Ran profile = ran("profile", address(), "--frames", "3");
    assertThat(profile.code()).as(profile.err()).isZero();
  }

  @Test
  void isRefusedWhereFramesAreLookedAtAgain() {
    String out = "" + folder.resolve("plan.json");
    Ran ran = ran("calibrate", address(), "--frames", "3", "--tolerance", "0.1", "--out", out);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains("calibrate looks at frames more than once")
        .doesNotContain("secret");
  }

  @Test
  void whatIsNoCameraIsNamed() {
    assertThat(ran("run", "/dev/video63").err()).contains("/dev/video63: there is no such camera");
    assertThat(ran("run", "udp://1.2.3.4:5").err()).contains("scheme udp");
    assertThat(ran("run", "rtsp://user:secret@ho st/x").err())
        .contains("it is no address")
        .doesNotContain("secret");
    server.stop(0);
    assertThat(ran("run", address()).err()).contains("Connection refused").doesNotContain("secret");
  }

  @Test
  void aCommandIsShownWithoutItsPassword() {
    assertThat(CommandLines.withoutPassword("rtsp://user:pass@host/x@y"))
        .isEqualTo("rtsp://host/x@y");
    assertThat(CommandLines.withoutPassword("--out=a@b")).isEqualTo("--out=a@b");
  }
}

package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.ElementType;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.Tensor;
import org.skipconv.core.testing.HostileDisk;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.VideoWriter;

/** A disk that is full: the message names file and cause, and the older file stays. */
class FullDiskTest {
  private static final String NO_SPACE = "No space left on device";

  private static void failsAndLeavesNothing(Path file, ThrowingCallable write) throws IOException {
    byte[] older = Files.readAllBytes(file);
    assertThatThrownBy(write)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": it cannot be written: ")
        .hasMessageContaining(NO_SPACE);
    assertThat(Files.readAllBytes(file)).isEqualTo(older);
    assertThat(HostileDisk.files(file.getParent())).containsExactly(file);
  }

  @Test
  void weights() throws IOException {
    Path file = HostileDisk.full("weights.safetensors");
    Map<String, Tensor> tensors = Map.of("w", Tensor.of(new float[100_000], 100_000));
    failsAndLeavesNothing(file, () -> SafeTensors.of(tensors).write(file, ElementType.F32));
  }

  @Test
  void plans() throws IOException {
    Path file = HostileDisk.full("plan.json");
    GateSetting gate = GateSetting.input(0.1f);
    GatePlan plan = new GatePlan("any", ResidualPolicy.CARRY, 0, 1, gate, Map.of());
    failsAndLeavesNothing(file, () -> plan.write(file));
  }

  @Test
  void pictures() throws IOException {
    Path file = HostileDisk.full("picture.png");
    failsAndLeavesNothing(file, () -> new RgbImage(64, 64).write(file));
  }

  @Test
  void results(@TempDir Path folder) throws IOException {
    Path file = HostileDisk.full("report.json");
    byte[] older = Files.readAllBytes(file);
    Ran ran =
        Ran.of(
            "run",
            "--size",
            "64x64",
            "--frames",
            "3",
            "--no-progress",
            "--out",
            folder + "",
            "--json",
            file + "");
    assertThat(ran.code()).isNotZero();
    assertThat(ran.err()).contains(file + ": it cannot be written: ").contains(NO_SPACE);
    assertThat(Files.readAllBytes(file)).isEqualTo(older);
    assertThat(HostileDisk.files(file.getParent())).containsExactly(file);
  }

  @Test
  void videosFromTheStart() throws IOException {
    Path file = HostileDisk.full("video.mp4");
    assertThatThrownBy(() -> film(file, 300))
        .hasMessageStartingWith(file + ": the video cannot be ");
    assertThat(HostileDisk.files(file.getParent())).containsExactly(file);
  }

  /**
   * There is room for the frames, and none for the index after them, or only for a part of both.
   */
  @Test
  void videosAtAnyByte() throws IOException {
    Path folder = HostileDisk.full("filler").getParent();
    Path file = folder.resolve("video.mp4");
    int refused = 0;
    int complete = 0;
    for (int free = 0; free <= 48 << 10; free += 4096) {
      Files.deleteIfExists(file);
      Files.write(HostileDisk.full("filler"), new byte[Math.max(0, (64 << 10) - free)]);
      try {
        film(file, 6);
        assertThat(Files.size(file)).isGreaterThan(1000);
        complete++;
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith(file + ": the video cannot be ");
        assertThat(HostileDisk.files(folder)).containsExactly(folder.resolve("filler"));
        refused++;
      }
    }
    assertThat(refused).isPositive();
    assertThat(complete).isPositive();
  }

  /** Noise, which does not compress. */
  private static void film(Path file, int frames) throws IOException {
    Random random = new Random(5);
    RgbImage picture = new RgbImage(64, 64);
    try (VideoWriter writer = VideoWriter.open(file, 64, 64, 25)) {
      for (int i = 0; i < frames; i++) {
        random.nextBytes(picture.rgb());
        writer.write(picture);
      }
    }
  }
}

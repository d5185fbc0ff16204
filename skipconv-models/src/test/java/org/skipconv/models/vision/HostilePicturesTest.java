package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.testing.FileTrial;
import org.skipconv.core.testing.TestData;

/** Pictures whose headers lie. */
@Timeout(30)
class HostilePicturesTest {
  private static final int MULTIPLE = 64;

  @TempDir Path folder;

  private static String refused(Path file) throws IOException {
    return FileTrial.refused(file, MULTIPLE, () -> RgbImage.read(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bmp-neg.bmp",
        "picture-2026-7.img",
        "png-0x5.png",
        "png-46341x46341.png",
        "tiff-short.tiff"
      })
  void hostileFilesAreRefused(String name) throws IOException {
    assertThat(refused(TestData.require("hostile/" + name))).contains(name);
  }

  @Test
  void aDamagedGifIsReadOrRefused() throws IOException {
    Path file = TestData.require("hostile/picture-2026-8.img");
    Optional<IOException> refusal = FileTrial.of(file, MULTIPLE, () -> RgbImage.read(file));
    refusal.ifPresent(e -> assertThat(e).hasMessageContaining("picture-2026-8.img"));
  }

  /** A PNG whose header is changed, its checksum with it. */
  private Path png(int width, int height) throws IOException {
    Path file = folder.resolve("lying.png");
    new RgbImage(5, 7).write(file);
    ByteBuffer png = ByteBuffer.wrap(Files.readAllBytes(file)).putInt(16, width).putInt(20, height);
    CRC32 crc = new CRC32();
    crc.update(png.array(), 12, 17);
    png.putInt(29, (int) crc.getValue());
    return Files.write(file, png.array());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5, 5x0",
    "5, 0, 0x5",
    "46341, 46341, 46341x46341",
    "2147483647, 2147483647, 2147483647x2147483647",
    "10000, 6000, which its"
  })
  void sizesAreNotBelieved(int width, int height, String message) throws IOException {
    assertThat(refused(png(width, height))).contains(message.startsWith("which") ? message : "");
  }

  @ParameterizedTest
  @CsvSource({"-5, 5", "5, 0", "-2147483648, 5", "2147483647, 2147483647", "100000, 100000"})
  void sizesOfBitmapsAreNotBelieved(int width, int height) throws IOException {
    ByteBuffer bmp = ByteBuffer.allocate(60).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put("BM".getBytes(StandardCharsets.US_ASCII)).putInt(60).putInt(0).putInt(54);
    bmp.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) 24);
    refused(Files.write(folder.resolve("lying.bmp"), bmp.array()));
  }

  @ParameterizedTest
  @CsvSource({
    "8, 6, 1073741824, 3, 5, 8",
    "8, 6, 1073741824, 3, 8, 8",
    "8, 6, 1073741824, 3, 32773, 8",
    "8, 6, 2147483647, 3, 7, 8",
    "8, 6, -1, 3, 1, 8",
    "32768, 32768, 144, 3, 1, 8",
    "8, 6, 144, 65535, 1, 8",
    "8, 6, 144, 1000, 1, 8",
    "8, 6, 144, 3, 5, 24",
    "8, 6, 144, 3, 1, 31",
    "8, 6, 144, 3, 5, 32"
  })
  void fieldsOfATiffAreNotBelieved(
      int width, int height, int stripBytes, int samples, int compression, int bits)
      throws IOException {
    byte[] tiff = tiff(width, height, stripBytes, samples, compression, bits);
    refused(Files.write(folder.resolve("lying.tiff"), tiff));
  }

  @Test
  void theSameTiffWithTrueFieldsIsRead() throws IOException {
    Path file = Files.write(folder.resolve("a.tiff"), tiff(8, 6, 144, 3, 1, 8));
    assertThat(RgbImage.read(file).rgb()).hasSize(144).containsOnly(0);
  }

  private static byte[] tiff(
      int width, int height, int stripBytes, int samples, int compression, int bits) {
    ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 9 * 12 + 4 + 144);
    tiff.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
    tiff.putShort((short) 9);
    wide(tiff, 256, width);
    wide(tiff, 257, height);
    narrow(tiff, 258, bits);
    narrow(tiff, 259, compression);
    narrow(tiff, 262, 2);
    wide(tiff, 273, 122);
    narrow(tiff, 277, samples);
    wide(tiff, 278, height);
    wide(tiff, 279, stripBytes);
    return tiff.array();
  }

  private static void wide(ByteBuffer tiff, int tag, int value) {
    tiff.putShort((short) tag).putShort((short) 4).putInt(1).putInt(value);
  }

  private static void narrow(ByteBuffer tiff, int tag, int value) {
    tiff.putShort((short) tag).putShort((short) 3).putInt(1).putInt(value << 16);
  }
}

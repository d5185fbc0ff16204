package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {
  /** Rows of a picture of letters, as it is stored. */
  private static final String[] STORED = {"abc", "def"};

  @TempDir Path folder;

  private static RgbImage letters(String... rows) {
    RgbImage picture = new RgbImage(rows.length, rows[0].length());
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[0].length(); x++) {
        int at = 3 * (y * rows[0].length() + x);
        Arrays.fill(picture.rgb(), at, at + 3, (byte) rows[y].charAt(x));
        picture.rgb()[at + 1]++;
      }
    }
    return picture;
  }

  /** From the standard's description of where row 0 and column 0 of the file are to be seen. */
  @ParameterizedTest
  @CsvSource({
    "0, abc/def",
    "1, abc/def",
    "2, cba/fed",
    "3, fed/cba",
    "4, def/abc",
    "5, ad/be/cf",
    "6, da/eb/fc",
    "7, fc/eb/da",
    "8, cf/be/ad",
    "9, abc/def"
  })
  void exifTurnsAndMirrors(int value, String upright) {
    RgbImage turned = Orientation.ofExif(value).turned(letters(STORED));
    RgbImage exact = letters(upright.split("/", -1));
    assertThat(turned.toString()).isEqualTo(exact.toString());
    assertThat(turned.rgb()).isEqualTo(exact.rgb());
  }

  @ParameterizedTest
  @CsvSource({"0, abc/def", "90, cf/be/ad", "180, fed/cba", "-90, da/eb/fc", "45, abc/def"})
  void aDisplayMatrixTurnsAgainstTheClock(int degrees, String upright) {
    int[] matrix = new int[9];
    // FFmpeg's function turns with the clock.
    avutil.av_display_rotation_set(matrix, -degrees);
    assertThat(avutil.av_display_rotation_get(matrix)).isEqualTo(degrees == 180 ? -180 : degrees);
    RgbImage turned = Orientation.ofMatrix(matrix).turned(letters(STORED));
    assertThat(turned.rgb()).isEqualTo(letters(upright.split("/", -1)).rgb());
  }

  @Test
  void aDisplayMatrixMirrors() {
    int[] matrix = new int[9];
    avutil.av_display_rotation_set(matrix, 0);
    avutil.av_display_matrix_flip(matrix, 1, 0);
    RgbImage turned = Orientation.ofMatrix(matrix).turned(letters(STORED));
    assertThat(turned.rgb()).isEqualTo(letters("cba", "fed").rgb());
  }

  @Test
  void noMatrixWhatsoeverBreaksAPicture() {
    int[] values = {0, 1 << 16, -(1 << 16), Integer.MIN_VALUE, Integer.MAX_VALUE};
    RgbImage picture = letters(STORED);
    for (int i = 0; i < 625; i++) {
      int[] matrix = new int[9];
      matrix[0] = values[i % 5];
      matrix[1] = values[i / 5 % 5];
      matrix[3] = values[i / 25 % 5];
      matrix[4] = values[i / 125];
      assertThat(Orientation.ofMatrix(matrix).turned(picture).rgb()).hasSize(18);
    }
  }

  @Test
  void turnsPicturesLargerThanATile() {
    RgbImage picture = RgbImageTest.noise(70, 99, 5);
    RgbImage turned = picture;
    for (int i = 0; i < 4; i++) {
      turned = Orientation.ofExif(6).turned(turned);
      assertThat(turned.rgb().length).isEqualTo(picture.rgb().length);
    }
    assertThat(turned.rgb()).isEqualTo(picture.rgb());
    assertThat(Orientation.ofExif(8).turned(Orientation.ofExif(6).turned(picture)).rgb())
        .isEqualTo(picture.rgb());
  }

  /** A JPEG with EXIF as cameras write it, after another segment. */
  private byte[] jpeg(int orientation, ByteOrder order) throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    RgbImage picture = new RgbImage(16, 32);
    Arrays.fill(picture.rgb(), 0, 8 * 32 * 3, (byte) 200);
    ImageIO.write(picture.toBufferedImage(), "jpg", plain);
    ByteBuffer exif = ByteBuffer.allocate(2 + 2 + 6 + 8 + 2 + 12 + 4);
    exif.putShort((short) 0xffe1).putShort((short) (exif.capacity() - 2));
    exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    exif.order(order);
    exif.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    exif.putShort((short) 42).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    byte[] bytes = plain.toByteArray();
    jpeg.write(bytes, 0, 20); // Start of the image, and JFIF's segment.
    jpeg.write(exif.array());
    jpeg.write(bytes, 20, bytes.length - 20);
    return jpeg.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BIG_ENDIAN", "LITTLE_ENDIAN"})
  void picturesAreReadUpright(String order) throws IOException {
    ByteOrder bytes = order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    Path file = Files.write(folder.resolve("a.jpg"), jpeg(6, bytes));
    RgbImage upright = RgbImage.read(file);
    assertThat(upright.toString()).isEqualTo("picture of 32x16");
    assertThat(upright.get(3, 14, 0)).isGreaterThan(150); // What was above is right.
    assertThat(upright.get(3, 1, 0)).isLessThan(50);
    try (VideoSource pictures = VideoSource.open(folder)) {
      assertThat(pictures.height()).isEqualTo(32);
      assertThat(pictures.read().rgb()).isEqualTo(upright.rgb());
      assertThat(pictures.frame().time()).isNull();
    }
    SourceOptions asStored = SourceOptions.everyFrame().withUprightFrames(false);
    try (VideoSource pictures = VideoSource.open(folder, asStored)) {
      assertThat(pictures.height()).isEqualTo(16);
      assertThat(pictures.read().get(3, 1, 0)).isGreaterThan(150);
    }
  }

  @Test
  void damagedExifLeavesAPictureAsItIs() throws IOException {
    byte[] sound = jpeg(6, ByteOrder.LITTLE_ENDIAN);
    assertThat(ExifOrientation.of(sound)).isEqualTo(Orientation.ofExif(6));
    for (int length = 0; length < 64; length++) {
      Orientation cut = ExifOrientation.of(Arrays.copyOf(sound, length));
      assertThat(cut).isIn(Orientation.UPRIGHT, Orientation.ofExif(6));
    }
    for (int at = 0; at < 64; at++) {
      for (int value : new int[] {0, 0x7f, 0x80, 0xff}) {
        byte[] damaged = sound.clone();
        damaged[at] = (byte) value;
        assertThat(ExifOrientation.of(damaged)).isNotNull();
      }
    }
  }
}

package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.testing.TestData;

class RgbImageTest {
  @TempDir Path folder;

  static RgbImage noise(int height, int width, long seed) {
    RgbImage image = new RgbImage(height, width);
    new Random(seed).nextBytes(image.rgb());
    return image;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR
      })
  void keepsTheColoursOfEveryColourType(int type) {
    BufferedImage image = new BufferedImage(2, 1, type);
    image.setRGB(0, 0, new Color(1, 128, 255).getRGB());
    image.setRGB(1, 0, new Color(200, 3, 77).getRGB());

    RgbImage copy = RgbImage.from(image);

    assertThat(copy.rgb()).containsExactly(1, (byte) 128, (byte) 255, (byte) 200, 3, 77);
  }

  @Test
  void takesGreyAsItIsStored() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 60);
    image.getRaster().setSample(1, 0, 0, 250);

    assertThat(RgbImage.from(image).rgb())
        .containsExactly(60, 60, 60, (byte) 250, (byte) 250, (byte) 250);
  }

  @Test
  void takesTheUpperBitsOfSixteen() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 0x4321);

    assertThat(RgbImage.from(image).rgb()).containsExactly(0x43, 0x43, 0x43);
  }

  @Test
  void readsAPartOfAnotherPicture() {
    RgbImage whole = noise(6, 7, 1);
    RgbImage part = RgbImage.from(whole.toBufferedImage().getSubimage(2, 3, 4, 2));

    assertThat(part.get(1, 3, 2)).isEqualTo(whole.get(4, 5, 2));
  }

  @Test
  void survivesAFile() throws IOException {
    RgbImage image = noise(5, 9, 2);
    image.write(folder.resolve("a.png"));

    RgbImage read = RgbImage.read(folder.resolve("a.png"));

    assertThat(read.height()).isEqualTo(5);
    assertThat(read.width()).isEqualTo(9);
    assertThat(read.rgb()).isEqualTo(image.rgb());
  }

  @Test
  void readsAnIndexedPicture() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_INDEXED);
    image.setRGB(1, 0, Color.RED.getRGB());
    ImageIO.write(image, "png", folder.resolve("i.png").toFile());

    assertThat(RgbImage.read(folder.resolve("i.png")).rgb())
        .containsExactly(0, 0, 0, (byte) 255, 0, 0, 0, 0, 0);
  }

  @Test
  void readsAPhotograph() throws IOException {
    RgbImage photo = RgbImage.read(TestData.require("images/coco-people/000000000785.jpg"));

    assertThat(photo.width()).isEqualTo(640);
    assertThat(photo.height()).isEqualTo(425);
  }

  @Test
  void namesTheFileThatIsMissingOrBroken() throws IOException {
    Path missing = folder.resolve("missing.png");
    Path text = Files.writeString(folder.resolve("text.png"), "no picture at all");
    noise(20, 20, 3).write(folder.resolve("whole.png"));
    byte[] bytes = Files.readAllBytes(folder.resolve("whole.png"));
    Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> RgbImage.read(missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("missing.png");
    assertThatThrownBy(() -> RgbImage.read(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("text.png");
    assertThatThrownBy(() -> RgbImage.read(cut))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut.png");
    assertThatThrownBy(() -> noise(2, 2, 4).write(folder.resolve("no/a.png")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("a.png");
  }

  @Test
  void refusesSizesThatDoNotFit() {
    assertThatThrownBy(() -> new RgbImage(2, 2, new byte[11])).hasMessageContaining("12 bytes");
    assertThatThrownBy(() -> new RgbImage(0, 2)).hasMessageContaining("0x2");
    assertThatThrownBy(() -> new RgbImage(1 << 20, 1 << 20)).hasMessageContaining("at most");
    assertThatThrownBy(() -> new RgbImage(2, 2).get(2, 0, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}

package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.testing.TestData;

class VideoSourceTest {
  @TempDir Path folder;

  static double meanDifference(RgbImage a, RgbImage b) {
    assertThat(a.toString()).isEqualTo(b.toString());
    long sum = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      sum += Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff));
    }
    return (double) sum / a.rgb().length;
  }

  @ParameterizedTest
  @CsvSource({"one-by-one-person-detection.mp4, 432, 768, 1394", "vtest.avi, 360, 480, 795"})
  void readsEveryFrame(String name, int height, int width, int frames) throws IOException {
    try (VideoSource video = VideoSource.open(TestData.require("video/" + name))) {
      assertThat(video.height()).isEqualTo(height);
      assertThat(video.width()).isEqualTo(width);
      assertThat(video.frameRate()).isEqualTo(10, within(1e-3));
      assertThat(video.frameCount()).isEqualTo(frames);

      RgbImage frame = new RgbImage(height, width);
      int count = 0;
      while (video.next(frame)) {
        count++;
      }
      assertThat(count).isEqualTo(frames);
      assertThat(video.position()).isEqualTo(frames);
      assertThat(video.next(frame)).isFalse();
      assertThat(video.read()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1040, 1041, 1176, 1248})
  void findsAFrameByItsNumber(int number) throws IOException {
    Path clip = TestData.require("video/one-by-one-person-detection.mp4");
    RgbImage exact =
        RgbImage.read(TestData.require("images/exact-inputs/one-by-one_" + number + ".png"));
    try (VideoSource video = VideoSource.open(clip)) {
      assertThat(video.skip(number - 1L)).isEqualTo(number - 1L);
      double before = meanDifference(video.read(), exact);
      double here = meanDifference(video.read(), exact);
      double after = meanDifference(video.read(), exact);

      // FFmpeg's conversion to RGB may differ by a grey level from one processor to another.
      assertThat(here).isLessThan(1);
      // One frame off must not pass, though the person stands still.
      assertThat(here).isLessThan(before).isLessThan(after);
    }
  }

  @Test
  void skippingDecodesAsReadingDoes() throws IOException {
    Path clip = TestData.require("video/vtest.avi");
    try (VideoSource read = VideoSource.open(clip);
        VideoSource skip = VideoSource.open(clip)) {
      for (int i = 0; i < 30; i++) {
        read.read();
      }
      assertThat(skip.skip(30)).isEqualTo(30);
      assertThat(skip.read().rgb()).isEqualTo(read.read().rgb());
      assertThat(skip.skip(10_000)).isEqualTo(795 - 31);
      assertThat(skip.position()).isEqualTo(795);
    }
  }

  @Test
  void readsAFolderOfPicturesByName() throws IOException {
    RgbImage[] frames = new RgbImage[3];
    for (int i = 2; i >= 0; i--) {
      frames[i] = RgbImageTest.noise(5, 7, i);
      frames[i].write(folder.resolve("frame" + i + ".png"));
    }
    Files.writeString(folder.resolve("aaa.txt"), "not a frame");

    try (VideoSource video = VideoSource.open(folder)) {
      assertThat(video.frameCount()).isEqualTo(3);
      assertThat(video.read().rgb()).isEqualTo(frames[0].rgb());
      assertThat(video.skip(1)).isEqualTo(1);
      assertThat(video.read().rgb()).isEqualTo(frames[2].rgb());
      assertThat(video.read()).isNull();
      assertThat(video.skip(1)).isZero();
    }
  }

  @Test
  void loopsOverNewPicturesUntilTheEnd() throws IOException {
    RgbImage[] frames = noise(4);
    List<RgbImage> read = new ArrayList<>();
    try (VideoSource video = VideoSource.open(folder)) {
      video.skip(1);
      for (RgbImage frame : video) {
        read.add(frame);
      }
      assertThat(video.position()).isEqualTo(4);
      assertThat(video.iterator().hasNext()).isFalse();
      assertThatThrownBy(video.iterator()::next).isInstanceOf(NoSuchElementException.class);
    }
    // All three are kept, so none was written over.
    assertThat(read).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(read.get(i).rgb()).isEqualTo(frames[i + 1].rgb());
    }
  }

  @Test
  void askingTwiceForTheNextFrameReadsItOnce() throws IOException {
    RgbImage[] frames = noise(3);
    try (VideoSource video = VideoSource.open(folder)) {
      Iterator<RgbImage> iterator = video.iterator();
      assertThat(iterator.hasNext()).isTrue();
      assertThat(iterator.hasNext()).isTrue();
      assertThat(iterator.next().rgb()).isEqualTo(frames[0].rgb());
      assertThat(iterator.next().rgb()).isEqualTo(frames[1].rgb());
      assertThat(video.read().rgb()).isEqualTo(frames[2].rgb());
      assertThat(iterator.hasNext()).isFalse();
    }
  }

  @Test
  void aLoopTellsOfAFrameThatCannotBeRead() throws IOException {
    new RgbImage(5, 7).write(folder.resolve("a.png"));
    new RgbImage(5, 8).write(folder.resolve("b.png"));
    try (VideoSource video = VideoSource.open(folder)) {
      Iterator<RgbImage> iterator = video.iterator();
      iterator.next();
      assertThatThrownBy(iterator::hasNext)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("b.png");
    }
  }

  private RgbImage[] noise(int count) throws IOException {
    RgbImage[] frames = new RgbImage[count];
    for (int i = 0; i < count; i++) {
      frames[i] = RgbImageTest.noise(5, 7, i);
      frames[i].write(folder.resolve("frame" + i + ".png"));
    }
    return frames;
  }

  @Test
  void namesThePictureOfAnotherSize() throws IOException {
    new RgbImage(5, 7).write(folder.resolve("a.png"));
    new RgbImage(5, 8).write(folder.resolve("b.png"));

    try (VideoSource video = VideoSource.open(folder)) {
      video.skip(1);
      assertThatThrownBy(video::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("b.png")
          .hasMessageContaining("5x8");
    }
  }

  @Test
  void namesTheFileThatIsMissingOrBroken() throws IOException {
    Path garbage = folder.resolve("garbage.mp4");
    byte[] bytes = new byte[20_000];
    Arrays.fill(bytes, (byte) 0x5a);
    Files.write(garbage, bytes);
    Path empty = Files.createFile(folder.resolve("empty.avi"));
    Path nothing = Files.createDirectory(folder.resolve("nothing"));

    assertThatThrownBy(() -> VideoSource.open(folder.resolve("missing.mp4")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("missing.mp4");
    assertThatThrownBy(() -> VideoSource.open(garbage))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("garbage.mp4 is not a video");
    assertThatThrownBy(() -> VideoSource.open(empty))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("empty.avi is not a video");
    assertThatThrownBy(() -> VideoSource.open(nothing))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no pictures");
  }

  @Test
  void readsWhatThereIsOfACutOffVideo() throws IOException {
    byte[] bytes = Files.readAllBytes(TestData.require("video/one-by-one-person-detection.mp4"));
    Path cut = folder.resolve("cut.mp4");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));

    try (VideoSource video = VideoSource.open(cut)) {
      assertThat(video.frameCount()).isEqualTo(1394);
      assertThat(video.skip(2000)).isBetween(100L, 1393L);
      assertThat(video.read()).isNull();
    }
  }

  @Test
  void namesTheDependenciesThatAreMissing() throws Exception {
    Path file = Files.writeString(folder.resolve("any.mp4"), "x");
    new RgbImage(5, 7).write(folder.resolve("a.png"));
    List<URL> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.contains("javacv") && !entry.contains("ffmpeg")) {
        path.add(new File(entry).toURI().toURL());
      }
    }
    try (URLClassLoader loader =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> reader = loader.loadClass(VideoSource.class.getName());
      Method open = reader.getMethod("open", Path.class);
      Method openWriter =
          loader
              .loadClass(VideoWriter.class.getName())
              .getMethod("open", Path.class, int.class, int.class, double.class);

      assertThatThrownBy(() -> open.invoke(null, file))
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("any.mp4")
          .hasMessageContaining("org.bytedeco:javacv")
          .hasMessageContaining("org.bytedeco:ffmpeg");
      assertThatThrownBy(() -> openWriter.invoke(null, folder.resolve("new.mp4"), 16, 16, 10.0))
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("org.bytedeco:ffmpeg");
      assertThat(reader.getMethod("height").invoke(open.invoke(null, folder))).isEqualTo(5);
    }
  }

  @Test
  void refusesAPictureOfAnotherSizeAndUseAfterClose() throws IOException {
    new RgbImage(5, 7).write(folder.resolve("a.png"));
    VideoSource video = VideoSource.open(folder);
    assertThatThrownBy(() -> video.next(new RgbImage(7, 5))).hasMessageContaining("5x7");
    assertThatThrownBy(() -> video.skip(-1)).hasMessageContaining("-1");
    assertThat(video.position()).isZero();
    video.close();
    video.close();
    assertThatThrownBy(video::read).isInstanceOf(IllegalStateException.class);
  }
}

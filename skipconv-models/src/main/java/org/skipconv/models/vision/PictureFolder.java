package org.skipconv.models.vision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.io.FileErrors;

/** The pictures of a folder in the order of their names, all of one size. */
final class PictureFolder extends FrameSource {
  private final List<Path> files;
  private final boolean upright;
  private final int height;
  private final int width;
  private int next;
  private Instant arrival = Instant.EPOCH;

  private PictureFolder(List<Path> files, boolean upright) throws IOException {
    this.files = files;
    this.upright = upright;
    RgbImage first = picture(files.get(0));
    this.height = first.height();
    this.width = first.width();
  }

  /**
   * Opens a folder.
   *
   * @param upright whether pictures are turned as their EXIF asks for
   */
  static PictureFolder open(Path folder, boolean upright) throws IOException {
    Set<String> suffixes = Set.of(ImageIO.getReaderFileSuffixes());
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(file -> suffixes.contains(suffix(file)) && Files.isRegularFile(file))
              .sorted(Comparator.comparing(file -> file.getFileName().toString()))
              .toList();
    } catch (UncheckedIOException e) {
      IOException cause = e.getCause();
      throw FileErrors.naming(folder, cause == null ? e : cause);
    }
    if (files.isEmpty()) {
      throw new IOException("there are no pictures in folder " + folder);
    }
    return new PictureFolder(files, upright);
  }

  private static String suffix(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  @Override
  double frameRate() {
    return 0;
  }

  @Override
  long frameCount() {
    return files.size();
  }

  @Override
  int height() {
    return height;
  }

  @Override
  int width() {
    return width;
  }

  private RgbImage picture(Path file) throws IOException {
    return upright
        ? RgbImage.read(file)
        : FileErrors.naming(file, () -> PictureFile.readStored(file));
  }

  @Override
  boolean advance() {
    if (next == files.size()) {
      return false;
    }
    next++;
    arrival = Instant.now();
    return true;
  }

  @Override
  FrameFacts facts() {
    return new FrameFacts(next - 1, null, arrival, false, 0);
  }

  @Override
  void read(RgbImage into) throws IOException {
    RgbImage image = exchange(null);
    System.arraycopy(image.rgb(), 0, into.rgb(), 0, into.rgb().length);
  }

  @Override
  RgbImage exchange(@Nullable RgbImage spare) throws IOException {
    Path file = files.get(next - 1);
    RgbImage image = picture(file);
    if (image.height() != height || image.width() != width) {
      throw new IOException(
          file + " is a " + image + ", but those before are of " + height + "x" + width);
    }
    return image;
  }

  @Override
  public void close() {}
}

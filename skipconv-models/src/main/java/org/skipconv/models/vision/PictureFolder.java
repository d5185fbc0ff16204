package org.skipconv.models.vision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.skipconv.core.io.FileErrors;

/** The pictures of a folder in the order of their names, all of one size. */
final class PictureFolder extends FrameSource {
  private final List<Path> files;
  private int next;

  private PictureFolder(List<Path> files, RgbImage first) {
    super(first.height(), first.width());
    this.files = files;
  }

  static PictureFolder open(Path folder) throws IOException {
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
    return new PictureFolder(files, RgbImage.read(files.get(0)));
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
  boolean next(RgbImage into) throws IOException {
    if (next == files.size()) {
      return false;
    }
    Path file = files.get(next);
    RgbImage image = RgbImage.read(file);
    if (image.height() != height || image.width() != width) {
      throw new IOException(
          file + " is a " + image + ", but those before are of " + height + "x" + width);
    }
    System.arraycopy(image.rgb(), 0, into.rgb(), 0, into.rgb().length);
    next++;
    return true;
  }

  @Override
  boolean skip() {
    if (next == files.size()) {
      return false;
    }
    next++;
    return true;
  }

  @Override
  public void close() {}
}

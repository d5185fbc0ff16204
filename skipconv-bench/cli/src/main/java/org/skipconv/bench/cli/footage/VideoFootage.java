package org.skipconv.bench.cli.footage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.models.vision.VideoSource;

/** A video file or a folder of pictures. */
public record VideoFootage(Path path) implements Footage {
  private static final List<String> PICTURES =
      List.of(".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp");

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public Frames open(int start) {
    return SourceFrames.open(name(), start, this::source);
  }

  private VideoSource source() throws IOException {
    try {
      return VideoSource.open(path);
    } catch (NoSuchFileException e) {
      throw new BadInput(
          "--input "
              + path
              + ": there is no such file or folder; allowed: a video, a folder of"
              + " pictures, an address (rtsp, http), a camera such as /dev/video0, or synthetic",
          e);
    } catch (IOException e) {
      if (isPicture()) {
        throw new BadInput("--input " + path + ": is a single picture; give a folder of them", e);
      }
      throw e;
    }
  }

  /** Whether the name is that of a picture, some of which FFmpeg reads as videos of one frame. */
  private boolean isPicture() {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return PICTURES.stream().anyMatch(name::endsWith);
  }
}

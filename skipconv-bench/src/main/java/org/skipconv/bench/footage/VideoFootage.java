package org.skipconv.bench.footage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.skipconv.bench.BadInput;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.VideoSource;

/** A video file or a folder of pictures. */
public record VideoFootage(Path path) implements Footage {
  /** Of a folder of pictures, which says nothing about time. */
  private static final double USUAL_RATE = 10;

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public Frames open(int start) {
    VideoSource reader = reader();
    try {
      long skipped = reader.skip(start);
      if (skipped < start || reader.frameCount() == start) {
        throw new BadInput(
            "--start " + start + ": " + path + " has " + skipped + " frames, counted from 0");
      }
      return new Showing(reader);
    } catch (IOException e) {
      close(reader);
      throw broken(e);
    } catch (BadInput e) {
      close(reader);
      throw e;
    }
  }

  private VideoSource reader() {
    try {
      return VideoSource.open(path);
    } catch (NoSuchFileException e) {
      throw new BadInput(
          "--input "
              + path
              + ": there is no such file or folder; allowed: a video, a folder of"
              + " pictures, or synthetic",
          e);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private BadInput broken(IOException e) {
    return new BadInput("--input " + path + ": " + e.getMessage(), e);
  }

  private static void close(VideoSource reader) {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One reading from the start on. */
  private final class Showing implements Frames {
    private final VideoSource reader;

    Showing(VideoSource reader) {
      this.reader = reader;
    }

    @Override
    public int height() {
      return reader.height();
    }

    @Override
    public int width() {
      return reader.width();
    }

    @Override
    public double frameRate() {
      return reader.frameRate() > 0 ? reader.frameRate() : USUAL_RATE;
    }

    @Override
    public long remaining() {
      long count = reader.frameCount();
      return count < 0 ? -1 : Math.max(0, count - reader.position());
    }

    @Override
    public boolean next(RgbImage into) {
      try {
        return reader.next(into);
      } catch (IOException e) {
        throw broken(e);
      }
    }

    @Override
    public void close() {
      VideoFootage.close(reader);
    }
  }
}

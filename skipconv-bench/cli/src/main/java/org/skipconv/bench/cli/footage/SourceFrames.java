package org.skipconv.bench.cli.footage;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.SizeChangedException;
import org.skipconv.models.vision.SourceReport;
import org.skipconv.models.vision.VideoSource;

/** One reading of a source. Frames of another size than the first are stretched to it. */
final class SourceFrames implements Footage.Frames {
  /** Usual frame rate of what says nothing about time, as a folder of pictures. */
  private static final double USUAL_RATE = 10;

  private final String name;
  private final VideoSource source;
  private final int height;
  private final int width;

  /** Opens the source. */
  @FunctionalInterface
  interface Opening {
    VideoSource open() throws IOException;
  }

  private SourceFrames(String name, VideoSource source) {
    this.name = name;
    this.source = source;
    this.height = source.height();
    this.width = source.width();
  }

  static SourceFrames open(String name, int start, Opening opening) {
    VideoSource source;
    try {
      source = opening.open();
    } catch (IOException e) {
      throw broken(name, e);
    }
    try {
      long skipped = source.skip(start);
      if (skipped < start || source.frameCount() == start) {
        throw new BadInput(
            "--start " + start + ": " + name + " has " + skipped + " frames, counted from 0");
      }
      return new SourceFrames(name, source);
    } catch (IOException e) {
      close(source);
      throw broken(name, e);
    } catch (BadInput e) {
      close(source);
      throw e;
    }
  }

  private static BadInput broken(String name, IOException e) {
    return new BadInput("--input " + name + ": " + e.getMessage(), e);
  }

  private static void close(VideoSource source) {
    try {
      source.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public double frameRate() {
    return source.frameRate() > 0 ? source.frameRate() : USUAL_RATE;
  }

  @Override
  public double seconds(int number) {
    Duration time = source.frame().time();
    return time == null ? number / frameRate() : time.toNanos() / 1e9;
  }

  @Override
  public long remaining() {
    long count = source.frameCount();
    return count < 0 ? -1 : Math.max(0, count - source.position());
  }

  @Override
  public boolean isLive() {
    return source.isLive();
  }

  @Override
  public SourceReport report() {
    return source.report();
  }

  @Override
  public boolean next(RgbImage into) {
    try {
      if (source.height() == height && source.width() == width) {
        return source.next(into);
      }
    } catch (SizeChangedException e) {
      // The frame waits, and is read below.
    } catch (IOException e) {
      throw broken(name, e);
    }
    return nextStretched(into);
  }

  private boolean nextStretched(RgbImage into) {
    try {
      RgbImage other = source.read();
      if (other == null) {
        return false;
      }
      byte[] pixels = stretched(other).rgb();
      System.arraycopy(pixels, 0, into.rgb(), 0, pixels.length);
      return true;
    } catch (IOException e) {
      throw broken(name, e);
    }
  }

  private RgbImage stretched(RgbImage other) {
    if (other.height() == height && other.width() == width) {
      return other;
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(other.toBufferedImage(), 0, 0, width, height, null);
    graphics.dispose();
    return RgbImage.from(image);
  }

  @Override
  public void close() {
    close(source);
  }
}

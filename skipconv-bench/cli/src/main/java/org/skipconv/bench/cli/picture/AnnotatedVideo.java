package org.skipconv.bench.cli.picture;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import org.skipconv.bench.cli.footage.Footage;
import org.skipconv.core.FrameResult;
import org.skipconv.models.Task;
import org.skipconv.models.VideoModel;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.OpenPixels;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.StreamFrame;
import org.skipconv.models.vision.VideoWriter;

/**
 * The footage with results, beside it where the network computed, below it what that cost: a video,
 * and a few of its frames as PNG files.
 *
 * @param <R> what is found in a frame
 */
public final class AnnotatedVideo<R> implements AutoCloseable {
  /** Name of the video. */
  public static final String FILE = "annotated.mp4";

  private static final int STILLS = 6;
  private static final long USUAL_LENGTH = 100;

  /** Smaller pictures are enlarged. */
  private static final int LEAST_WIDTH = 320;

  private final Path folder;
  private final Task<R> task;
  private final OpenPixels openPixels;
  private final CostStrip strip;
  private final HeatPanel panel;
  private final boolean text;
  private final long stillEvery;
  private final BufferedImage canvas;

  /** Row of the canvas at which the picture ends. */
  private final int width;

  private final int height;
  private final VideoWriter writer;
  private int frames;

  private AnnotatedVideo(Path folder, VideoModel<R> model, Footage.Frames footage, long expected)
      throws IOException {
    this.folder = folder;
    this.task = model.task();
    CropWindow window = model.place(footage.height(), footage.width()).window();
    this.openPixels = OpenPixels.of(model.network());
    this.stillEvery = Math.max(1, (expected > 0 ? expected : USUAL_LENGTH) / STILLS);
    int scale = (LEAST_WIDTH + footage.width() - 1) / footage.width();
    this.width = scale * footage.width();
    this.height = scale * footage.height();
    this.text = Fonts.available();
    this.strip = new CostStrip(expected, text);
    this.panel = new HeatPanel(window, height, text);
    this.canvas =
        new BufferedImage(
            width + panel.width(), height + CostStrip.HEIGHT, BufferedImage.TYPE_INT_RGB);
    this.writer =
        VideoWriter.open(
            folder.resolve(FILE), canvas.getHeight(), canvas.getWidth(), footage.frameRate());
  }

  /**
   * Starts the files.
   *
   * @param folder that exists
   * @param expected number of frames, -1 when unknown
   */
  public static <R> AnnotatedVideo<R> open(
      Path folder, VideoModel<R> model, Footage.Frames footage, long expected) {
    try {
      return new AnnotatedVideo<>(folder, model, footage, expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * Appends a frame.
   *
   * @param number of the frame in its footage
   * @param found in the frame
   * @param result of the network
   * @param frame what it did to the view
   */
  public void add(RgbImage picture, int number, R found, FrameResult result, StreamFrame frame) {
    CropWindow window = frame.view().window();
    Overlay overlay = Overlay.on(picture).window(window);
    task.paint(overlay, found, text);
    Graphics2D graphics = canvas.createGraphics();
    graphics.drawImage(overlay.image(), 0, 0, width, height, null);
    panel.paint(graphics, width, picture, window, openPixels.shares(result));
    strip.paint(graphics, height, canvas.getWidth(), number, result.report(), frame.displacement());
    graphics.dispose();
    write(RgbImage.from(canvas), number);
  }

  private void write(RgbImage annotated, int number) {
    try {
      writer.write(annotated);
      if (frames % stillEvery == stillEvery / 2) {
        annotated.write(folder.resolve(String.format(Locale.ROOT, "frame-%05d.png", number)));
      }
      frames++;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}

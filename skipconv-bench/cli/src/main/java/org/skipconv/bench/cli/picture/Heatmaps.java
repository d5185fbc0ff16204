package org.skipconv.bench.cli.picture;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.skipconv.core.FrameResult;
import org.skipconv.core.GateMask;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.OpenPixels;
import org.skipconv.models.vision.RgbImage;

/**
 * Pictures of how often each pixel was computed: of the whole network, its layers weighted by their
 * multiply-accumulates, and of each layer. Not thread-safe.
 */
public final class Heatmaps {
  /** Name of the whole network's picture. */
  public static final String FILE = "heatmap.png";

  /** Name of the folder with the layers' pictures, in the order of the network. */
  public static final String FOLDER = "heatmap";

  private static final int LEAST_HEIGHT = 360;

  private final OpenPixels openPixels;
  private final List<Node> layers;
  private final int[][][] counts;
  private float[][] sum;
  private int frames;

  /**
   * Pictures of a network.
   *
   * @param perLayer whether one of each layer, too
   */
  public Heatmaps(SkipNetwork network, boolean perLayer) {
    this.openPixels = OpenPixels.of(network);
    this.layers = perLayer ? network.gatedLayers() : List.of();
    this.counts = new int[layers.size()][][];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new int[layers.get(i).shape().height()][layers.get(i).shape().width()];
    }
  }

  /** Adds a frame. */
  public void add(FrameResult result) {
    float[][] shares = openPixels.shares(result);
    if (sum == null) {
      sum = new float[shares.length][shares[0].length];
    }
    for (int y = 0; y < sum.length; y++) {
      for (int x = 0; x < sum[y].length; x++) {
        sum[y][x] += shares[y][x];
      }
    }
    for (int i = 0; i < counts.length; i++) {
      add(result.mask(layers.get(i).name()), counts[i]);
    }
    frames++;
  }

  private static void add(GateMask mask, int[][] count) {
    for (int y = 0; y < count.length; y++) {
      for (int x = 0; x < count[y].length; x++) {
        count[y][x] += mask.isOpen(y, x) ? 1 : 0;
      }
    }
  }

  /**
   * Writes the pictures; none when there was no frame.
   *
   * @param folder that exists
   * @param window what the network saw of a picture
   * @param picture to draw them over
   */
  public void write(Path folder, CropWindow window, RgbImage picture) {
    if (frames == 0) {
      return;
    }
    int height = Math.max(LEAST_HEIGHT, picture.height());
    HeatPanel panel = new HeatPanel(window, height, Fonts.available());
    try {
      draw(panel, height, picture, sum).write(folder.resolve(FILE));
      if (!layers.isEmpty()) {
        writeLayers(Files.createDirectories(folder.resolve(FOLDER)), panel, height, picture);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private void writeLayers(Path folder, HeatPanel panel, int height, RgbImage picture)
      throws IOException {
    for (int i = 0; i < counts.length; i++) {
      String name = layers.get(i).name().replaceAll("[^A-Za-z0-9._@-]", "_");
      Path file = folder.resolve(String.format(Locale.ROOT, "%03d-%s.png", i + 1, name));
      draw(panel, height, picture, floats(counts[i])).write(file);
    }
  }

  private static float[][] floats(int[][] count) {
    float[][] values = new float[count.length][count[0].length];
    for (int y = 0; y < count.length; y++) {
      for (int x = 0; x < count[y].length; x++) {
        values[y][x] = count[y][x];
      }
    }
    return values;
  }

  private RgbImage draw(HeatPanel panel, int height, RgbImage picture, float[][] total) {
    float[][] shares = new float[total.length][total[0].length];
    for (int y = 0; y < shares.length; y++) {
      for (int x = 0; x < shares[y].length; x++) {
        shares[y][x] = total[y][x] / frames;
      }
    }
    BufferedImage image = new BufferedImage(panel.width(), height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    panel.paint(graphics, 0, picture, shares);
    graphics.dispose();
    return RgbImage.from(image);
  }
}

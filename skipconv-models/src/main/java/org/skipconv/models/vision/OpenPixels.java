package org.skipconv.models.vision;

import java.util.List;
import org.skipconv.core.FrameResult;
import org.skipconv.core.GateMask;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;

/**
 * Share of computing of each pixel, over all layers of a network: for each cell of a grid over the
 * input the share of the multiply-accumulates there that was spent, 0 to 1. Made for {@link
 * Overlay#heat}. Immutable.
 */
public final class OpenPixels {
  /** Pixels of the input to a side of a cell. */
  private static final int CELL = 4;

  private final int rows;
  private final int columns;
  private final List<Node> layers;
  private final double[] weights;

  private OpenPixels(SkipNetwork network, int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.layers = network.gatedLayers();
    double total = layers.stream().mapToDouble(Node::denseMacs).sum();
    this.weights = layers.stream().mapToDouble(layer -> layer.denseMacs() / total).toArray();
  }

  /**
   * {@return a grid with a cell for each 4 x 4 pixels of the network's input}
   *
   * @param network the network
   */
  public static OpenPixels of(SkipNetwork network) {
    Shape input = network.inputShape();
    return new OpenPixels(
        network, Math.max(1, input.height() / CELL), Math.max(1, input.width() / CELL));
  }

  /**
   * {@return the shares of one frame, [row][column]; on a keyframe all are 1}
   *
   * @param result of a session of this network
   */
  public float[][] shares(FrameResult result) {
    float[][] shares = new float[rows][columns];
    for (int i = 0; i < weights.length; i++) {
      add(result.mask(layers.get(i).name()), weights[i], shares);
    }
    return shares;
  }

  /** A layer's pixels spread over the cells: a cell has several of them, or is a part of one. */
  private void add(GateMask mask, double weight, float[][] shares) {
    for (int row = 0; row < rows; row++) {
      int top = row * mask.height() / rows;
      int bottom = Math.max(top + 1, (row + 1) * mask.height() / rows);
      for (int column = 0; column < columns; column++) {
        int left = column * mask.width() / columns;
        int right = Math.max(left + 1, (column + 1) * mask.width() / columns);
        int open = 0;
        for (int y = top; y < bottom; y++) {
          for (int x = left; x < right; x++) {
            open += mask.isOpen(y, x) ? 1 : 0;
          }
        }
        shares[row][column] += (float) (weight * open / ((bottom - top) * (right - left)));
      }
    }
  }
}

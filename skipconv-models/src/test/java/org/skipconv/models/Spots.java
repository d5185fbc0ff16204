package org.skipconv.models;

import java.util.Arrays;
import java.util.List;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Node;
import org.skipconv.core.Padding;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.Placement;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.View;

/**
 * A model as an application would bring it: where a picture is brightest. The network averages over
 * cells of 4x4 pixels and looks at the cells around each; only {@link Task#decode} is written for
 * it.
 */
final class Spots implements Task<Spots.Spot> {
  static final int HEIGHT = 32;
  static final int WIDTH = 48;

  /** Values 0 to 1. */
  static final Normalization NONE = new Normalization(List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

  /** Whether the next decoding fails. */
  private final boolean[] fails = new boolean[1];

  /** The brightest cell's first pixel, in the picture. */
  record Spot(float x, float y, float brightness) {}

  static SkipNetwork network(int channels) {
    float[] mean = new float[channels * 16];
    Arrays.fill(mean, 1f / mean.length);
    float[] peak = new float[9];
    Arrays.fill(peak, 0.05f);
    peak[4] = 0.6f;
    Tensor cell = Tensor.of(mean, 1, channels, 4, 4);
    SkipNetwork.Builder builder = SkipNetwork.builder("spots");
    Node input = builder.input(channels, HEIGHT, WIDTH);
    Node cells = builder.conv("cells", input, ConvSpec.of(4).withStride(4), cell, null);
    ConvSpec around = ConvSpec.of(3).withPadding(Padding.symmetric(1));
    Node peaks = builder.conv("peaks", cells, around, Tensor.of(peak, 1, 1, 3, 3), null);
    return builder.output("spots", builder.activation(Activation.RELU, peaks)).build();
  }

  VideoModel<Spot> model() {
    return VideoModel.of(network(3), View.stretched(), NONE, this);
  }

  void failOnce() {
    fails[0] = true;
  }

  /** A black picture with a white square of 8x8 pixels. */
  static RgbImage picture(int height, int width, int x, int y) {
    RgbImage image = new RgbImage(height, width);
    for (int row = y; row < y + 8; row++) {
      for (int column = x; column < x + 8; column++) {
        for (int c = 0; c < 3; c++) {
          image.rgb()[(row * width + column) * 3 + c] = (byte) 255;
        }
      }
    }
    return image;
  }

  @Override
  public void requireFit(SkipNetwork network) {
    if (!network.outputs().containsKey("spots")) {
      throw new IllegalArgumentException(network + " has no output spots");
    }
  }

  @Override
  public Spot decode(FrameResult result, Placement view) {
    if (fails[0]) {
      fails[0] = false;
      throw new IllegalStateException("cannot decode");
    }
    FeatureMap map = result.map("spots");
    int columns = map.shape().width();
    int rows = map.shape().height();
    int best = 0;
    for (int i = 1; i < rows * columns; i++) {
      best = at(map, i) > at(map, best) ? i : best;
    }
    int row = best / columns;
    int column = best % columns;
    return new Spot(view.imageX(column, columns), view.imageY(row, rows), at(map, best));
  }

  private static float at(FeatureMap map, int cell) {
    return map.get(0, cell / map.shape().width(), cell % map.shape().width());
  }

  @Override
  public Agreement<Spot> agreement() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Closeness closeness(SkipNetwork network) {
    return Closeness.ofOutputs(network);
  }

  @Override
  public void paint(Overlay overlay, Spot spot, boolean labels) {
    overlay.dot(spot.x(), spot.y(), Overlay.color(0));
  }
}

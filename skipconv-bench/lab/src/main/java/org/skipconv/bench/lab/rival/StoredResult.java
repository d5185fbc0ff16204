package org.skipconv.bench.lab.rival;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.FrameReport;
import org.skipconv.core.FrameResult;
import org.skipconv.core.GateMask;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;

/** Outputs that another engine has computed, as ours come; it tells nothing of layers. */
final class StoredResult implements FrameResult {
  private final Map<String, StoredMap> maps = new LinkedHashMap<>();
  private final SkipNetwork network;

  /** All outputs of a network, 0. */
  StoredResult(SkipNetwork network) {
    this.network = network;
    network.outputs().forEach((name, node) -> maps.put(name, StoredMap.of(node.shape())));
  }

  /** An output in the order of rows, columns and channels. */
  private record StoredMap(Shape shape, FloatBuffer values) implements FeatureMap {
    static StoredMap of(Shape shape) {
      return new StoredMap(shape, FloatBuffer.allocate(Math.toIntExact(shape.elements())));
    }

    int index(int y, int x) {
      return (Objects.checkIndex(y, shape.height()) * shape.width()
              + Objects.checkIndex(x, shape.width()))
          * shape.channels();
    }

    @Override
    public float get(int channel, int y, int x) {
      return values.get(index(y, x) + Objects.checkIndex(channel, shape.channels()));
    }

    @Override
    public void read(int y, int x, float[] channels) {
      values.get(index(y, x), channels, 0, shape.channels());
    }
  }

  /**
   * Overwrites a window of every output.
   *
   * @param window of the network's input
   * @param outputs NCHW, of the window alone
   * @param edge pixels of the input along the window's edges, where it does not end with the input,
   *     that are left as they were: the engine saw nothing beyond
   */
  void paste(Window window, Map<String, float[]> outputs, int edge) {
    outputs.forEach((name, values) -> paste(maps.get(name), window, values, edge));
  }

  private void paste(StoredMap map, Window window, float[] nchw, int edge) {
    Shape shape = map.shape();
    Shape input = network.inputShape();
    int strideY = input.height() / shape.height();
    int strideX = input.width() / shape.width();
    int height = window.height() / strideY;
    int width = window.width() / strideX;
    int top = window.top() == 0 ? 0 : edge / strideY;
    int left = window.left() == 0 ? 0 : edge / strideX;
    int bottom = height - (window.bottom() == input.height() ? 0 : edge / strideY);
    int right = width - (window.right() == input.width() ? 0 : edge / strideX);
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int to = map.index(window.top() / strideY + y, window.left() / strideX + x);
        for (int c = 0; c < shape.channels(); c++) {
          map.values().put(to + c, nchw[(c * height + y) * width + x]);
        }
      }
    }
  }

  @Override
  public FeatureMap map(String name) {
    FeatureMap map = maps.get(name);
    if (map == null) {
      throw new IllegalArgumentException(
          "no output named " + name + "; there are " + maps.keySet());
    }
    return map;
  }

  @Override
  public GateMask mask(String layer) {
    throw new UnsupportedOperationException("another engine computed this; it has no masks");
  }

  @Override
  public FrameReport report() {
    throw new UnsupportedOperationException("another engine computed this; it counts no MACs");
  }
}

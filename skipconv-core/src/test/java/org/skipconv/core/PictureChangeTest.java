package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.graph.Strides;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;

/** The picture's change as gates see it, against a count from the frames. */
class PictureChangeTest {

  static List<SkipNetwork> networks() {
    return List.of(
        Networks.chain(),
        Networks.pyramid(),
        Networks.resolutions(),
        Networks.oddities(),
        Networks.shuffles());
  }

  /** Values of a layer in the frame under way. */
  private static float[] values(Residual residual) {
    float[] values = new float[residual.height() * residual.width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = residual.pictureChange(i / residual.width(), i % residual.width());
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void isTheLargestChangeUnderAPixelInThisFrame(SkipNetwork network) {
    Map<String, float[]> seen = new HashMap<>();
    SessionOptions options =
        SessionOptions.gates(
                TestGates.watching((layer, residual) -> seen.put(layer.name(), values(residual))))
            .withInputThreshold(0)
            .withKeyframes(KeyframePolicy.first().withoutCuts());
    List<Tensor> frames = Frames.movingBlock(network.inputShape(), 3, 4);
    double size = 0;
    for (float value : frames.get(0).values()) {
      size += Math.abs(value) / frames.get(0).elements();
    }
    Strides strides = Strides.of(network);
    int positive = 0;
    try (VideoSession session = network.open(options)) {
      session.next(frames.get(0));
      for (int t = 1; t < frames.size(); t++) {
        seen.clear();
        session.next(frames.get(t));
        for (Node layer : network.gatedLayers()) {
          float[] values = seen.get(layer.name());
          if (values == null) {
            continue; // Nothing reached it.
          }
          int width = layer.shape().width();
          for (int i = 0; i < values.length; i++) {
            double expected =
                largest(network, frames, t, strides, layer, i / width, i % width) / size;
            assertThat((double) values[i])
                .as("%s, frame %d, pixel %d", layer.name(), t, i)
                .isCloseTo(expected, within(1e-4 * (1 + expected)));
            positive += expected > 0 ? 1 : 0;
          }
        }
      }
    }
    assertThat(positive).isPositive();
  }

  private static double largest(
      SkipNetwork network, List<Tensor> frames, int t, Strides strides, Node layer, int y, int x) {
    Shape shape = network.inputShape();
    int rows = strides.rows(layer);
    int columns = strides.columns(layer);
    double largest = 0;
    for (int row = y * rows; row < Math.min((y + 1) * rows, shape.height()); row++) {
      for (int column = x * columns;
          column < Math.min((x + 1) * columns, shape.width());
          column++) {
        double sum = 0;
        for (int c = 0; c < shape.channels(); c++) {
          int at = (c * shape.height() + row) * shape.width() + column;
          sum += Math.abs(frames.get(t).get(at) - frames.get(t - 1).get(at));
        }
        largest = Math.max(largest, sum / shape.channels());
      }
    }
    return largest;
  }

  @Test
  void isOfTheFrameUnderWayAndOfTheOneWhoDecides() {
    SkipNetwork network = Networks.chain();
    AtomicReference<Residual> kept = new AtomicReference<>();
    SessionOptions options =
        SessionOptions.gates(TestGates.watching((layer, residual) -> kept.set(residual)));
    try (VideoSession session = network.open(options)) {
      Frames.movingBlock(network.inputShape(), 3, 2).forEach(session::next);
      assertThat(kept.get()).isNotNull();
      assertThatThrownBy(() -> kept.get().pictureChange(0, 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("while it decides");
      assertThatThrownBy(() -> kept.get().pictureChange(-1, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }
}

package org.skipconv.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.skipconv.models.onnx.GraphWriter.integer;
import static org.skipconv.models.onnx.GraphWriter.ints;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Tensor;

/**
 * Graphs of the shape of published networks whose weights may not be kept here: YOLOv8 (C2f, SPPF,
 * distributions of distances), YOLO11 (attention in mid-network), RTMPose (channel attention, and a
 * head of gated attention units before SimCC).
 */
class ShapedNetworksTest {
  private static final int SIZE = 96;

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("YOLOv8", yolo(false), 0),
        Arguments.of("YOLO11", yolo(true), 1),
        Arguments.of("RTMPose", rtmPose(), 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void imports(String name, byte[] bytes, int inNetwork) throws Exception {
    OnnxModel model = OnnxModel.of(bytes, ImportOptions.defaults());
    Coverage coverage = model.coverage();
    // The distributions of YOLO are a convolution of 16 weights after the network.
    assertThat(coverage.foreignConvolutions()).as(coverage.table()).isLessThanOrEqualTo(1);
    assertThat(coverage.parts().stream().filter(Coverage.ForeignSubgraph::inNetwork))
        .as(coverage.table())
        .hasSize(inNetwork);
    try (OnnxSession dense = model.open(SessionOptions.dense());
        OnnxSession exact = model.open(SessionOptions.exact());
        OnnxRuntimeFile peer = new OnnxRuntimeFile(bytes)) {
      for (int i = 0; i < 3; i++) {
        Tensor frame = frame(i);
        Map<String, Tensor> expected = dense.next(frame);
        Map<String, Tensor> actual = exact.next(frame);
        Map<String, float[]> others = peer.run(Map.of("images", frame));
        for (Map.Entry<String, float[]> other : others.entrySet()) {
          float[] values = expected.get(other.getKey()).values();
          assertThat(actual.get(other.getKey()).values()).isEqualTo(values);
          OnnxRuntimeFile.assertSame(other.getKey(), values, other.getValue());
        }
      }
      exact.next(frame(2));
      assertThat(exact.lastReport().macs().computed()).isZero();
    }
  }

  /** Noise, of which a square differs from frame to frame. */
  private static Tensor frame(int index) {
    float[] values = new float[3 * SIZE * SIZE];
    Random still = new Random(1);
    Random moving = new Random(100 + index);
    for (int i = 0; i < values.length; i++) {
      float value = still.nextFloat();
      int y = i / SIZE % SIZE;
      int x = i % SIZE;
      values[i] = y > 40 && y < 60 && x > 30 && x < 50 ? moving.nextFloat() : value;
    }
    return Tensor.of(values, 1, 3, SIZE, SIZE);
  }

  private static byte[] yolo(boolean attention) {
    GraphWriter g = new GraphWriter(attention ? 11 : 8);
    String x = g.input("images", 1, 3, SIZE, SIZE);
    x = g.convSilu(x, 3, 16, 3, 2);
    x = g.convSilu(x, 16, 32, 3, 2);
    x = c2f(g, x, 32, 32);
    String p3 = c2f(g, g.convSilu(x, 32, 64, 3, 2), 64, 64);
    String p4 = c2f(g, g.convSilu(p3, 64, 64, 3, 2), 64, 64);
    String p5 = c2f(g, g.convSilu(p4, 64, 64, 3, 2), 64, 64);
    p5 = sppf(g, p5, 64);
    if (attention) {
      p5 = attention(g, p5, 64, SIZE / 32);
    }
    String n4 = c2f(g, g.concat(1, g.twice(p5), p4), 128, 64);
    String n3 = c2f(g, g.concat(1, g.twice(n4), p3), 128, 64);
    String d4 = c2f(g, g.concat(1, g.convSilu(n3, 64, 64, 3, 2), n4), 128, 64);
    String d5 = c2f(g, g.concat(1, g.convSilu(d4, 64, 64, 3, 2), p5), 128, 64);
    List<String> heads = new ArrayList<>();
    int anchors = 0;
    int[] strides = {8, 16, 32};
    List<String> levels = List.of(n3, d4, d5);
    for (int i = 0; i < 3; i++) {
      String level = levels.get(i);
      String box = g.conv(g.convSilu(level, 64, 64, 3, 1), 64, 64, 1, 1, 1);
      String classes = g.conv(g.convSilu(level, 64, 32, 3, 1), 32, 20, 1, 1, 1);
      int cells = SIZE / strides[i] * (SIZE / strides[i]);
      heads.add(g.reshape(g.concat(1, box, classes), 1, 84, cells));
      anchors += cells;
    }
    String all = g.concat(2, heads.toArray(String[]::new));
    List<String> split = g.nodes("Split", 2, List.of(all, g.numbers(64, 20)), integer("axis", 1));
    // Distances as means of distributions, then boxes around the anchors.
    String bins = g.transpose(g.reshape(split.get(0), 1, 4, 16, anchors), 0, 2, 1, 3);
    float[] places = new float[16];
    for (int i = 0; i < 16; i++) {
      places[i] = i;
    }
    String arange = g.constant(OnnxConstant.floats(new int[] {1, 16, 1, 1}, places));
    String means = g.node("Conv", List.of(g.softmax(bins, 1), arange));
    String distances = g.reshape(means, 1, 4, anchors);
    List<String> sides =
        g.nodes("Split", 2, List.of(distances, g.numbers(2, 2)), integer("axis", 1));
    String centres = g.weights(1, 2, anchors);
    String low = g.node("Sub", List.of(centres, sides.get(0)));
    String high = g.add(centres, sides.get(1));
    String middle = g.node("Div", List.of(g.add(low, high), g.number(2)));
    String size = g.node("Sub", List.of(high, low));
    String boxes = g.node("Mul", List.of(g.concat(1, middle, size), g.weights(1, 1, anchors)));
    g.output(g.concat(1, boxes, g.node("Sigmoid", List.of(split.get(1)))));
    return g.bytes();
  }

  private static String c2f(GraphWriter g, String x, int in, int out) {
    int half = out / 2;
    String wide = g.convSilu(x, in, out, 1, 1);
    List<String> parts =
        g.nodes("Split", 2, List.of(wide, g.numbers(half, half)), integer("axis", 1));
    String last = parts.get(1);
    String inner = g.convSilu(g.convSilu(last, half, half, 3, 1), half, half, 3, 1);
    String added = g.add(last, inner);
    return g.convSilu(g.concat(1, parts.get(0), last, added), 3 * half, out, 1, 1);
  }

  private static String sppf(GraphWriter g, String x, int channels) {
    String a = g.convSilu(x, channels, channels / 2, 1, 1);
    List<String> all = new ArrayList<>(List.of(a));
    for (int i = 0; i < 3; i++) {
      all.add(
          g.node(
              "MaxPool",
              List.of(all.get(i)),
              ints("kernel_shape", 5, 5),
              ints("strides", 1, 1),
              ints("pads", 2, 2, 2, 2)));
    }
    return g.convSilu(g.concat(1, all.toArray(String[]::new)), 2 * channels, channels, 1, 1);
  }

  /** C2PSA: attention over the pixels of one half of the channels. */
  private static String attention(GraphWriter g, String x, int channels, int side) {
    int half = channels / 2;
    int pixels = side * side;
    String wide = g.convSilu(x, channels, channels, 1, 1);
    List<String> parts =
        g.nodes("Split", 2, List.of(wide, g.numbers(half, half)), integer("axis", 1));
    String b = parts.get(1);
    String qkv = g.reshape(g.conv(b, half, 64, 1, 1, 1), 1, 1, 64, pixels);
    List<String> three =
        g.nodes("Split", 3, List.of(qkv, g.numbers(16, 16, 32)), integer("axis", 2));
    String scores =
        g.node(
            "Mul",
            List.of(
                g.node("MatMul", List.of(g.transpose(three.get(0), 0, 1, 3, 2), three.get(1))),
                g.number(0.25f)));
    String weighted =
        g.node("MatMul", List.of(three.get(2), g.transpose(g.softmax(scores, -1), 0, 1, 3, 2)));
    String map = g.reshape(weighted, 1, half, side, side);
    String places = g.conv(g.reshape(three.get(2), 1, half, side, side), half, half, 3, 1, half);
    String attended = g.add(b, g.conv(g.add(map, places), half, half, 1, 1, 1));
    String fed =
        g.add(
            attended, g.conv(g.convSilu(attended, half, channels, 1, 1), channels, half, 1, 1, 1));
    return g.convSilu(g.concat(1, parts.get(0), fed), channels, channels, 1, 1);
  }

  private static byte[] rtmPose() {
    GraphWriter g = new GraphWriter(17);
    String x = g.input("images", 1, 3, SIZE, SIZE);
    x = g.convSilu(g.convSilu(x, 3, 16, 3, 2), 16, 32, 3, 2);
    for (int stage = 0; stage < 3; stage++) {
      x = g.convSilu(x, 32, 32, 3, 2);
      String main = g.convSilu(x, 32, 16, 1, 1);
      String inner = g.convSilu(main, 16, 16, 3, 1);
      String deep = g.conv(inner, 16, 16, 5, 1, 16);
      deep = g.node("Mul", List.of(deep, g.node("Sigmoid", List.of(deep))));
      String both =
          g.concat(1, g.add(main, g.convSilu(deep, 16, 16, 1, 1)), g.convSilu(x, 32, 16, 1, 1));
      String gate =
          g.node(
              "HardSigmoid",
              List.of(g.conv(g.node("GlobalAveragePool", List.of(both)), 32, 32, 1, 1, 1)));
      x = g.convSilu(g.node("Mul", List.of(both, gate)), 32, 32, 1, 1);
    }
    int joints = 17;
    int cells = 9;
    String maps = g.conv(x, 32, joints, 7, 1, 1);
    String tokens = g.reshape(maps, 1, joints, cells);
    String normed = norm(g, tokens, cells);
    String features = g.node("MatMul", List.of(normed, g.weights(cells, 32)));
    String uv = g.node("MatMul", List.of(norm(g, features, 32), g.weights(32, 96)));
    String silu = g.node("Mul", List.of(uv, g.node("Sigmoid", List.of(uv))));
    List<String> parts =
        g.nodes("Split", 3, List.of(silu, g.numbers(32, 32, 32)), integer("axis", 2));
    String q = g.node("Mul", List.of(parts.get(2), g.weights(32)));
    String k = g.node("Mul", List.of(parts.get(2), g.weights(32)));
    String kernel = g.node("Relu", List.of(g.node("MatMul", List.of(q, g.transpose(k, 0, 2, 1)))));
    String squared = g.node("Mul", List.of(kernel, kernel));
    String gau =
        g.node("Mul", List.of(parts.get(0), g.node("MatMul", List.of(squared, parts.get(1)))));
    String out = g.add(features, g.node("MatMul", List.of(gau, g.weights(32, 32))));
    g.output(g.node("MatMul", List.of(out, g.weights(32, 2 * SIZE))));
    g.output(g.node("MatMul", List.of(out, g.weights(32, 2 * SIZE))));
    return g.bytes();
  }

  private static String norm(GraphWriter g, String x, int size) {
    String square = g.node("Mul", List.of(x, x));
    String mean = g.node("ReduceMean", List.of(square), ints("axes", -1));
    String root = g.node("Sqrt", List.of(g.add(mean, g.number(1e-5f))));
    return g.node("Mul", List.of(g.node("Div", List.of(x, root)), g.weights(size)));
  }
}

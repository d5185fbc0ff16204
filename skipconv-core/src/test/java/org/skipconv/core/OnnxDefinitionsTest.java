package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.graph.AxisMap;
import org.skipconv.core.graph.Gather;
import org.skipconv.core.graph.Interpolate;
import org.skipconv.core.graph.Interpolate.Coordinates;
import org.skipconv.core.graph.Operation;
import org.skipconv.core.graph.Pool;
import org.skipconv.core.graph.Reduce;
import org.skipconv.core.testing.Results;
import org.skipconv.core.testing.TestKernels;

/**
 * Operations on numbers of the examples in ONNX's operator documentation, or worked out by hand.
 */
class OnnxDefinitionsTest {
  private static float[] run(TestKernels kernels, Shape in, float[] values, Operation operation) {
    SkipNetwork.Builder b = SkipNetwork.builder("one");
    Node x = b.input(in.channels(), in.height(), in.width());
    SkipNetwork network = b.output("y", b.add("y", operation, List.of(x))).build();
    SessionOptions dense = SessionOptions.dense();
    try (VideoSession session = TestSessions.open(network, dense, kernels.require())) {
      int[] shape = {in.channels(), in.height(), in.width()};
      return Results.values(session, session.next(Tensor.of(values, shape)));
    }
  }

  private static void check(float[] got, double... expected) {
    assertThat(got).hasSize(expected.length);
    for (int i = 0; i < got.length; i++) {
      assertThat((double) got[i]).as("value %d", i).isCloseTo(expected[i], within());
    }
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(2e-6);
  }

  private static float[] counting(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i + 1;
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void resizeUpByEveryRule(TestKernels kernels) {
    Shape in = new Shape(1, 2, 2);
    check(
        run(kernels, in, counting(4), new Interpolate(4, 4)),
        1,
        1.25,
        1.75,
        2,
        1.5,
        1.75,
        2.25,
        2.5,
        2.5,
        2.75,
        3.25,
        3.5,
        3,
        3.25,
        3.75,
        4);
    double third = 1 / 3.0;
    check(
        run(kernels, in, counting(4), new Interpolate(4, 4, Coordinates.ALIGN_CORNERS)),
        1,
        1 + third,
        2 - third,
        2,
        2 - third,
        2,
        2 + third,
        3 - third,
        2 + third,
        3 - third,
        3,
        3 + third,
        3,
        3 + third,
        4 - third,
        4);
    check(
        run(kernels, in, counting(4), new Interpolate(4, 4, Coordinates.ASYMMETRIC)),
        1,
        1.5,
        2,
        2,
        2,
        2.5,
        3,
        3,
        3,
        3.5,
        4,
        4,
        3,
        3.5,
        4,
        4);
  }

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void resizeDownByAGivenScaleAndToOneLine(TestKernels kernels) {
    Interpolate scaled = new Interpolate(1, 2, Coordinates.HALF_PIXEL, 0.6, 0.6);
    check(run(kernels, new Shape(1, 2, 4), counting(8), scaled), 2.6666665, 4.3333331);
    Interpolate pytorch = new Interpolate(3, 1, Coordinates.PYTORCH_HALF_PIXEL);
    check(run(kernels, new Shape(1, 4, 4), counting(16), pytorch), 1.6666666, 7, 12.333333);
    Interpolate aligned = new Interpolate(1, 2, Coordinates.ALIGN_CORNERS);
    check(run(kernels, new Shape(1, 2, 4), counting(8), aligned), 1, 4);
  }

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void depthToSpace(TestKernels kernels) {
    float[] values = new float[48];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 6 * 9 + i % 6;
    }
    Shape in = new Shape(8, 2, 3);
    check(
        run(kernels, in, values, Gather.depthToSpace(8, 2, false)),
        0,
        18,
        1,
        19,
        2,
        20,
        36,
        54,
        37,
        55,
        38,
        56,
        3,
        21,
        4,
        22,
        5,
        23,
        39,
        57,
        40,
        58,
        41,
        59,
        9,
        27,
        10,
        28,
        11,
        29,
        45,
        63,
        46,
        64,
        47,
        65,
        12,
        30,
        13,
        31,
        14,
        32,
        48,
        66,
        49,
        67,
        50,
        68);
    check(
        run(kernels, in, values, Gather.depthToSpace(8, 2, true)),
        0,
        9,
        1,
        10,
        2,
        11,
        18,
        27,
        19,
        28,
        20,
        29,
        3,
        12,
        4,
        13,
        5,
        14,
        21,
        30,
        22,
        31,
        23,
        32,
        36,
        45,
        37,
        46,
        38,
        47,
        54,
        63,
        55,
        64,
        56,
        65,
        39,
        48,
        40,
        49,
        41,
        50,
        57,
        66,
        58,
        67,
        59,
        68);
  }

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void averagePools(TestKernels kernels) {
    Shape five = new Shape(1, 5, 5);
    ConvSpec wide = ConvSpec.keepingSize(5);
    check(
        run(kernels, five, counting(25), new Pool(wide, Pool.Pooling.MEAN)),
        7,
        7.5,
        8,
        8.5,
        9,
        9.5,
        10,
        10.5,
        11,
        11.5,
        12,
        12.5,
        13,
        13.5,
        14,
        14.5,
        15,
        15.5,
        16,
        16.5,
        17,
        17.5,
        18,
        18.5,
        19);
    check(
        run(kernels, five, counting(25), new Pool(wide, Pool.Pooling.MEAN_OF_PADDED)),
        2.52,
        3.6,
        4.8,
        4.08,
        3.24,
        4.56,
        6.4,
        8.4,
        7.04,
        5.52,
        7.2,
        10,
        13,
        10.8,
        8.4,
        6.96,
        9.6,
        12.4,
        10.24,
        7.92,
        6.12,
        8.4,
        10.8,
        8.88,
        6.84);
    // ceil_mode: one more row and column.
    ConvSpec ceiling = new ConvSpec(3, 3, 2, 2, new Padding.Explicit(0, 0, 1, 1), 1, 1, 1);
    check(
        run(kernels, new Shape(1, 4, 4), counting(16), new Pool(ceiling, Pool.Pooling.MEAN)),
        6,
        7.5,
        12,
        13.5);
  }

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void maximumOfThePicture(TestKernels kernels) {
    float[] values = {-3, -1, -2, -9, 4, 8, 7, 6};
    check(run(kernels, new Shape(2, 2, 2), values, new Reduce(Reduce.Reduction.MAX)), -1, 8);
  }

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void slicesPaddingTablesAndCopies(TestKernels kernels) {
    Shape in = new Shape(1, 1, 6);
    AxisMap same = AxisMap.identity();
    List<Gather.Channels> all = List.of(Gather.Channels.all(0));
    float[] x = counting(6);
    check(run(kernels, in, x, new Gather(same, AxisMap.stepped(1, 2, 3), all)), 2, 4, 6);
    check(run(kernels, in, x, new Gather(same, AxisMap.stepped(5, -2, 3), all)), 6, 4, 2);
    check(run(kernels, in, x, new Gather(same, AxisMap.padded(2, -3), all)), 0, 0, 1, 2, 3);
    check(run(kernels, in, x, new Gather(same, AxisMap.table(5, -1, 0, 0), all)), 6, 0, 1, 1);
    check(run(kernels, in, x, new Gather(same, AxisMap.spread(3, 2, 5), all)), 1, 2, 2, 2, 3);
    List<Gather.Channels> zeros = List.of(Gather.Channels.zeros(1), Gather.Channels.all(0));
    check(run(kernels, in, x, new Gather(same, AxisMap.stepped(0, 5, 2), zeros)), 0, 0, 1, 6);
  }

  @Test
  void choicesGrowWithThePicture() {
    assertThat(AxisMap.stepped(1, 2, 7).resized(28, 14)).isEqualTo(AxisMap.stepped(1, 2, 14));
    assertThat(AxisMap.stepped(4, 1, 8).resized(28, 14)).isEqualTo(AxisMap.stepped(8, 1, 16));
    assertThat(AxisMap.stepped(13, -1, 14).resized(28, 14)).isEqualTo(AxisMap.stepped(27, -1, 28));
    assertThat(AxisMap.padded(1, -2).resized(28, 14)).isEqualTo(AxisMap.padded(1, -2));
    assertThat(AxisMap.spread(2, 1, 13).resized(28, 14)).isEqualTo(AxisMap.spread(2, 1, 26));
    assertThat(AxisMap.spread(2).resized(28, 14)).isEqualTo(AxisMap.spread(2));
    assertThatThrownBy(() -> AxisMap.table(0, 2).resized(28, 14))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be resized from 14 to 28");
  }

  @Test
  void gathersRefuseWhatIsNotThere() {
    List<Shape> in = List.of(new Shape(4, 3, 3));
    List<Gather.Channels> all = List.of(Gather.Channels.all(0));
    refused(new Gather(AxisMap.stepped(1, 1, 3), AxisMap.identity(), all), in, "line 3 of 3 rows");
    refused(new Gather(AxisMap.identity(), AxisMap.table(0, 7), all), in, "line 7 of 3 columns");
    refused(new Gather(AxisMap.padded(-2, -1), AxisMap.identity(), all), in, "leaves none");
    List<List<Gather.Channels>> uneven =
        IntStream.of(1, 2).mapToObj(n -> List.of(new Gather.Channels(0, 0, n))).toList();
    AxisMap same = AxisMap.identity();
    refused(new Gather(same, same, 1, 2, uneven), in, "phases of 1 and of 2 channels");
    assertThatThrownBy(() -> new Gather(same, same, 2, 2, uneven))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 x 2 phases, but channels are given for 2");
    assertThatThrownBy(() -> Gather.depthToSpace(6, 2, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 channels");
  }

  private static void refused(Gather gather, List<Shape> operands, String why) {
    assertThatThrownBy(() -> gather.shape(operands))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}

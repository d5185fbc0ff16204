package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.graph.Gather;
import org.skipconv.core.graph.Interpolate;
import org.skipconv.core.graph.Pointwise;
import org.skipconv.core.graph.Pool;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.RandomNetworks;
import org.skipconv.core.testing.Reference;
import org.skipconv.core.testing.Results;
import org.skipconv.core.testing.TestKernels;

/** Networks of random shape, and the others, against their definition. */
class RandomNetworksTest {
  /** Of the largest magnitude in a result; networks are up to a dozen layers deep. */
  private static final double TOLERANCE = 3e-5;

  private static List<SkipNetwork> randomNetworks() {
    return LongStream.range(0, 40).mapToObj(RandomNetworks::of).toList();
  }

  static Stream<SkipNetwork> networks() {
    return Stream.concat(Networks.all().stream(), randomNetworks().stream());
  }

  @Test
  void randomNetworksUseEveryOperationButSqueezeExcite() {
    Set<Class<?>> used = new HashSet<>();
    randomNetworks().forEach(n -> n.nodes().forEach(node -> used.add(node.op().getClass())));
    assertThat(used)
        .contains(Conv.class, Pointwise.class, Pool.class, Gather.class, Interpolate.class);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theTwinComputesTheDefinition(SkipNetwork network) {
    KeyframePolicy once = KeyframePolicy.first().withoutCuts();
    check(network, TestKernels.REFERENCE, SessionOptions.dense(), 1);
    check(network, TestKernels.REFERENCE, SessionOptions.exact().withKeyframes(once), 1);
    SessionOptions rebase =
        SessionOptions.exact().withPolicy(ResidualPolicy.REBASE).withKeyframes(once);
    check(network, TestKernels.REFERENCE, rebase, 4);
  }

  private static void check(
      SkipNetwork network, TestKernels kernels, SessionOptions options, double looser) {
    List<Tensor> video = Frames.mixed(network.inputShape(), 3);
    try (VideoSession session = TestSessions.open(network, options, kernels.require())) {
      for (Tensor frame : video) {
        FrameResult result = session.next(frame);
        Map<Node, double[][][]> values = Reference.evaluate(network, frame.values());
        for (Map.Entry<String, Node> output : network.outputs().entrySet()) {
          double[] expected = Reference.flat(values.get(output.getValue()));
          float[] got = result.map(output.getKey()).toArray();
          double largest = 1e-3;
          for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
          }
          for (int i = 0; i < got.length; i++) {
            double off = Math.abs(got[i] - expected[i]);
            if (!(off <= looser * TOLERANCE * largest)) {
              String where = network + " on " + kernels + ", " + options.policy() + ", frame ";
              throw new AssertionError(
                  where + result.report().frame() + ", " + output + "[" + i + "] off by " + off);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void exactGivesTheBitsOfDense(TestKernels kernels) {
    for (SkipNetwork network : randomNetworks()) {
      List<Tensor> video = Frames.mixed(network.inputShape(), 5);
      KeyframePolicy once = KeyframePolicy.first().withoutCuts();
      List<float[]> dense = run(network, SessionOptions.dense(), kernels, video);
      for (int threads = 1; threads <= 3; threads += 2) {
        SessionOptions exact = SessionOptions.exact().withKeyframes(once).withThreads(threads);
        String what = network + " on " + kernels + ", " + threads + " threads";
        Results.checkSameBits(what, run(network, exact, kernels, video), dense);
      }
    }
  }

  private static List<float[]> run(
      SkipNetwork network, SessionOptions options, TestKernels kernels, List<Tensor> video) {
    return Results.all(TestSessions.open(network, options, kernels.require()), video);
  }
}

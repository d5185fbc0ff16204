package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.skipconv.core.AbsConvolutionTest.frame;
import static org.skipconv.core.AbsConvolutionTest.network;
import static org.skipconv.core.AbsConvolutionTest.normal;
import static org.skipconv.core.AbsConvolutionTest.rebase;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What gates may not ask for, and gates that refuse their layer. */
class AbsConvolutionRefusalTest {

  @Test
  void carryHasNoResidualToConvolve() {
    OneChannelKernel kernel = OneChannelKernel.of(normal(new Random(1), 1, 3, 3, 3));
    Gate.State state = (residual, mask) -> residual.absConvolution(kernel, 0, new float[437]);
    SessionOptions options = SessionOptions.gates(layer -> state).withInputThreshold(0);
    try (VideoSession session = network().open(options)) {
      session.next(frame(0));
      assertThatThrownBy(() -> session.next(frame(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("layer first")
          .hasMessageContaining("REBASE")
          .hasMessageContaining("CARRY");
    }
  }

  @Test
  void refusesKernelsAndArraysThatDoNotFitTheLayer() {
    OneChannelKernel fits = OneChannelKernel.of(normal(new Random(1), 1, 3, 3, 3));
    for (int[] shape : new int[][] {{1, 4, 3, 3}, {1, 3, 1, 3}, {1, 3, 3, 5}}) {
      OneChannelKernel other = OneChannelKernel.of(normal(new Random(1), shape));
      assertRefused(
          (residual, mask) ->
              residual.absConvolution(other, 0, new float[residual.height() * residual.width()]),
          "layer first: a convolution to one channel of its residual needs a kernel [1, 3, 3, 3],"
              + " but this one is Tensor["
              + shape[0]);
    }
    assertRefused(
        (residual, mask) -> residual.absConvolution(fits, 0, new float[7]),
        "layer first has 437 output pixels, but the array has room for 7");
  }

  private static void assertRefused(Gate.State state, String message) {
    try (VideoSession session = network().open(rebase(layer -> state))) {
      session.next(frame(0));
      assertThatThrownBy(() -> session.next(frame(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void aKernelHasOneFiniteOutputChannel() {
    for (int[] shape : new int[][] {{2, 3, 3, 3}, {3, 3, 3}, {1, 0, 3, 3}}) {
      Tensor weight = normal(new Random(1), shape);
      assertThatThrownBy(() -> OneChannelKernel.of(weight))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[1, channels, kernel height, kernel width], but is " + weight);
    }
    Tensor nan = Tensor.of(new float[] {1, Float.NaN}, 1, 2, 1, 1);
    assertThatThrownBy(() -> OneChannelKernel.of(nan)).hasMessageContaining("NaN");
    OneChannelKernel kernel = OneChannelKernel.of(normal(new Random(1), 1, 7, 3, 2));
    assertThat(kernel.macsPerPixel()).isEqualTo(42);
  }

  @Test
  void aGateThatRefusesItsLayerLeavesNoThreadBehind() {
    Gate refusing =
        layer -> {
          throw new IllegalArgumentException("not this layer");
        };
    SessionOptions options = rebase(refusing).withThreads(4);
    List<Thread> before = workers();
    assertThatThrownBy(() -> network().open(options)).hasMessage("not this layer");
    List<Thread> left = workers();
    left.removeAll(before);
    for (Thread worker : left) {
      try {
        worker.join(10_000);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      assertThat(worker.isAlive()).as("%s", worker).isFalse();
    }
  }

  private static List<Thread> workers() {
    return new ArrayList<>(
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("skipconv-worker"))
            .toList());
  }
}

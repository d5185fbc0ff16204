package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.internal.kernel.Bfloat16;
import org.skipconv.core.internal.kernel.NativeKernels.Products;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Results;
import org.skipconv.core.testing.TestKernels;

/** Maps, results and refusals of a session of bfloat16. */
class PrecisionTest {
  private static final SessionOptions NARROW =
      SessionOptions.exact().withPrecision(Precision.BFLOAT16);

  @BeforeEach
  void nativeKernels() {
    String name = KernelInfo.current().name();
    assumeTrue(!name.equals("openblas") && !name.equals("java"), "there are no native kernels");
  }

  /** Three convolutions; the second one's result is an output, too. */
  private static SkipNetwork network() {
    SkipNetwork.Builder b = SkipNetwork.builder("three");
    Random random = new Random(1);
    Node x = b.input(3, 32, 32);
    ConvSpec same = ConvSpec.keepingSize(3);
    Node a = b.activation(Activation.RELU, b.conv("a", x, same, weight(random, 64, 3), null));
    Node middle = b.conv("b", a, same, weight(random, 64, 64), null);
    Node last = b.conv("c", middle, same, weight(random, 5, 64), null);
    return b.output("middle", middle).output("last", last).build();
  }

  private static Tensor weight(Random random, int out, int in) {
    float[] values = new float[out * in * 9];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() / Math.sqrt(in * 9));
    }
    return Tensor.of(values, out, in, 3, 3);
  }

  private static boolean areAllBfloat16s(float[] values) {
    for (float value : values) {
      if (Bfloat16.rounded(value) != value) {
        return false;
      }
    }
    return true;
  }

  @Test
  void mapsBetweenLayersAreRoundedAndWhatADecoderReadsIsNot() {
    SkipNetwork network = network();
    try (VideoSession session = network.open(NARROW)) {
      FrameResult result = session.next(Frames.picture(network.inputShape(), 1));
      FeatureMap middle = result.map("middle");
      assertThat(areAllBfloat16s(middle.toArray())).isTrue();
      assertThat(areAllBfloat16s(result.map("last").toArray())).isFalse();
      float[] channels = new float[64];
      middle.read(3, 4, channels);
      assertThat(channels[63]).isEqualTo(middle.get(63, 3, 4)).isNotZero();
    }
  }

  @Test
  void resultsAreCloseToThoseOfFloat32AndNotTheSame() {
    SkipNetwork network = network();
    List<Tensor> video = Frames.mixed(network.inputShape(), 2);
    List<float[]> wide = Results.all(network.open(SessionOptions.exact()), video);
    List<float[]> narrow = Results.all(network.open(NARROW), video);
    double largest = 0;
    for (float value : wide.get(0)) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < video.size(); i++) {
      double off = Results.largestDifference(wide.get(i), narrow.get(i));
      assertThat(off).as("frame %d", i).isBetween(1e-4 * largest, 2e-2 * largest);
    }
  }

  @Test
  void mapsAndWeightsTakeHalfTheMemory() {
    // Apart: packed weights are those of all precisions that were used.
    SkipNetwork wide = network();
    SkipNetwork narrow = network();
    try (VideoSession a = wide.open(SessionOptions.exact());
        VideoSession b = narrow.open(NARROW)) {
      int maps = 2 * 64 * 34 * 34;
      assertThat(a.memoryBytes() - b.memoryBytes()).isCloseTo(2L * maps, within(0.05, maps));
      assertThat(narrow.packedBytes()).isLessThan(wide.packedBytes() * 6 / 10);
    }
  }

  private static Offset<Long> within(double share, int of) {
    return Assertions.within((long) (share * of));
  }

  @Test
  void rebaseIsRefused() {
    SkipNetwork network = network();
    SessionOptions rebase = NARROW.withPolicy(ResidualPolicy.REBASE);
    assertThatThrownBy(() -> network.open(rebase))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BFLOAT16 needs the policy CARRY, but the options have REBASE");
    assertThatThrownBy(() -> KernelInfo.of(rebase)).isInstanceOf(IllegalArgumentException.class);
    SessionOptions auto = rebase.withPrecision(Precision.AUTO);
    assertThat(KernelInfo.of(auto).name()).isEqualTo(KernelInfo.current().name());
    assertThat(KernelInfo.of(auto).reason()).contains("REBASE adds to what is kept");
    network.open(auto).close();
  }

  @Test
  void autoTakesBfloat16WhereItSavesTimeAndSaysWhy() {
    KernelInfo auto = KernelInfo.of(SessionOptions.exact().withPrecision(Precision.AUTO));
    KernelInfo narrow = KernelInfo.of(NARROW);
    String floats = KernelInfo.current().name();
    String products = floats + "_bf16";
    boolean multiplies =
        Arrays.stream(Products.values())
            .anyMatch(some -> some.id().equals(products) && some.supported());
    if (multiplies) {
      assertThat(narrow.name()).isEqualTo(products);
      assertThat(narrow.reason()).contains("multiplies bfloat16 as it is");
      assertThat(auto).isEqualTo(narrow);
    } else {
      assertThat(narrow.name()).isEqualTo(floats + " bfloat16");
      assertThat(narrow.reason()).contains("saves memory and no time");
      assertThat(narrow.rejected()).anyMatch(why -> why.matches("(avx512|neon)_bf16: .*"));
      assertThat(auto.name()).isEqualTo(floats);
      assertThat(auto.reason()).contains("multiplies no bfloat16s");
    }
  }

  @Test
  void optionsSayTheirPrecision() {
    assertThat(SessionOptions.exact().precision()).isEqualTo(Precision.FLOAT32);
    assertThat(SessionOptions.exact().toString()).doesNotContain("FLOAT");
    assertThat(NARROW.withThreads(2).withInputThreshold(1).precision())
        .isEqualTo(Precision.BFLOAT16);
    assertThat(NARROW.toString()).contains("BFLOAT16");
    assertThatThrownBy(() -> NARROW.withPrecision(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("precision");
  }

  /** Nothing adds up: an error of rounding in one frame is gone in the next that computes it. */
  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void thereIsNoDrift(TestKernels kernels) {
    SkipNetwork network = network();
    List<Tensor> video = Frames.mixed(network.inputShape(), 3);
    SessionOptions exact =
        SessionOptions.exact().withKeyframes(KeyframePolicy.first().withoutCuts());
    try (VideoSession session = TestSessions.open(network, exact, kernels.require())) {
      float[] first = null;
      for (int turn = 0; turn < 5; turn++) {
        for (Tensor frame : video) {
          session.next(frame);
        }
        float[] last = Results.values(session, session.next(video.get(0)));
        first = first == null ? last : first;
        assertThat(last).isEqualTo(first);
      }
    }
  }
}

package org.skipconv.bench.lab.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.skipconv.bench.lab.layer.OneDnn.Precision;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.hrnet.HrNet;

class OneDnnLayerTest {
  @Test
  void computesWhatWeCompute() throws Exception {
    String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    assumeTrue(machine.equals("Linux amd64"), "oneDNN is brought for Linux on amd64 alone");
    try (OneDnn library = OneDnn.open()) {
      assertThat(library.version()).startsWith("3.");
      agree(library, HrNet.w18SmallV1(64, 64).seeded(3));
      agree(library, EfficientDet.of("lite0").withSize(128, 128).seeded(3));
      assertThat(library.supports(Precision.F32)).isTrue();
      if (Files.isReadable(Path.of("/proc/cpuinfo"))) {
        assertThat(library.supports(Precision.BF16))
            .isEqualTo(Files.readString(Path.of("/proc/cpuinfo")).contains("avx512_bf16"));
      }
    }
  }

  @Test
  void refusesWhatDoesNotAgree() {
    float[] ours = {1, -2, 3};
    assertThat(Precision.F32.requireAgreement(ours, ours, "conv")).isZero();
    assertThat(Precision.BF16.requireAgreement(new float[] {1, -2, 3.03f}, ours, "conv"))
        .isCloseTo(0.01, within(1e-6));
    assertThatThrownBy(
            () -> Precision.F32.requireAgreement(new float[] {1, -2, 3.03f}, ours, "conv"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("conv", "no times are given");
    float[] broken = {1, Float.NaN, 3};
    assertThatThrownBy(() -> Precision.BF16.requireAgreement(broken, ours, "conv"))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void agree(OneDnn library, SkipNetwork network) {
    for (LayerKind kind : LayerKind.of(network)) {
      for (Precision precision : Precision.values()) {
        if (library.supports(precision)) {
          double error = error(library, kind, precision);
          assertThat(error).as(kind.kind()).isLessThan(precision == Precision.F32 ? 1e-4 : 0.03);
          if (precision == Precision.BF16) {
            assertThat(error).as("rounded").isGreaterThan(1e-4);
          }
        }
      }
    }
  }

  private static double error(OneDnn library, LayerKind kind, Precision precision) {
    try (OneLayer ours = new OneLayer(kind.example(), SessionOptions.dense());
        OneDnnLayer theirs =
            new OneDnnLayer(
                library,
                precision,
                ours.conv(),
                ours.inputShape(),
                ours.outputShape(),
                ours.input())) {
      assertThat(theirs.next()).isPositive();
      assertThat(theirs.implementation()).isNotEmpty();
      return OneLayer.difference(theirs.output(), ours.output());
    }
  }
}

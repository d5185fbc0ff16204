package org.skipconv.models.fingerprint;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.testing.TestKernels;

/** One line in the file of fingerprints. */
record Scenario(String network, ResidualPolicy policy, GateSet gates, TestKernels kernels) {
  /** OpenBLAS sums as it likes on each processor, and the reference kernels are too slow. */
  static final List<TestKernels> TIERS =
      List.of(TestKernels.AVX512, TestKernels.AVX2, TestKernels.PORTABLE);

  /** All lines in the order of the file. */
  static Stream<Scenario> all() {
    return FingerprintedNetwork.all()
        .flatMap(subject -> TIERS.stream().flatMap(tier -> of(subject, tier)));
  }

  static Stream<Scenario> of(FingerprintedNetwork subject, TestKernels tier) {
    return Arrays.stream(ResidualPolicy.values())
        .flatMap(
            policy ->
                Arrays.stream(GateSet.values())
                    .filter(gates -> gates.runsUnder(policy))
                    .map(gates -> new Scenario(subject.name(), policy, gates, tier)));
  }

  @Override
  public String toString() {
    return String.format("%-18s %-8s %-6s %-8s", network, kernels.id(), policy, gates.id());
  }
}

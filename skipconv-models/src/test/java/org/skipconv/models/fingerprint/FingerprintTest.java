package org.skipconv.models.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.TestSessions;
import org.skipconv.core.VideoSession;
import org.skipconv.core.testing.TestKernels;

/**
 * Every bit of what the engine computes stays as it was: outputs, masks and MACs of networks ×
 * kernels × policies × gates, over twenty frames. A change of structure must leave this green.
 *
 * <p>Where a change of results is meant, this writes the file of expected values anew (the lines of
 * kernels that the processor lacks stay as they are) and counts as skipped:
 *
 * <pre>
 * ./mvnw test -pl skipconv-models -am -Dtest=FingerprintTest -Dskipconv.fingerprints.write=true \
 *     -Dsurefire.failIfNoSpecifiedTests=false -DfailIfNoTests=false
 * </pre>
 */
class FingerprintTest {
  private static final String WRITE = "skipconv.fingerprints.write";

  /** The network of the last test, which the next one mostly wants again; only one is kept. */
  private static Map.Entry<String, SkipNetwork> last;

  static Stream<Arguments> subjects() {
    return FingerprintedNetwork.all()
        .flatMap(subject -> Scenario.TIERS.stream().map(kernels -> Arguments.of(subject, kernels)));
  }

  private static SkipNetwork network(FingerprintedNetwork subject) {
    if (last == null || !last.getKey().equals(subject.name())) {
      last = null;
      last = Map.entry(subject.name(), subject.network().get());
    }
    return last.getValue();
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("subjects")
  void everyBitIsAsItWas(FingerprintedNetwork subject, TestKernels kernels) throws IOException {
    kernels.require();
    SkipNetwork network = network(subject);
    Map<String, Fingerprint> got = new LinkedHashMap<>();
    Scenario.of(subject, kernels).forEach(s -> got.put(s.toString(), run(network, s)));
    if (Boolean.getBoolean(WRITE)) {
      FingerprintFile.write(got);
      abort("written, not checked: " + FingerprintFile.PATH.toAbsolutePath());
    }
    Map<String, Fingerprint> expected = FingerprintFile.read();
    List<String> differences = new ArrayList<>();
    got.forEach(
        (scenario, print) -> {
          Fingerprint before = expected.get(scenario);
          String difference = before == null ? "not in the file" : print.difference(before);
          if (!difference.isEmpty()) {
            differences.add(scenario + ": " + difference);
          }
        });
    assertThat(differences).as("scenarios that differ, of " + got.size()).isEmpty();
  }

  private static Fingerprint run(SkipNetwork network, Scenario scenario) {
    // Every frame by its gates: computing one whole is a decision of its own, with its own tests.
    SessionOptions options =
        scenario.gates().options().withPolicy(scenario.policy()).withWholeFrames(false);
    try (VideoSession session = TestSessions.open(network, options, scenario.kernels().require())) {
      return Fingerprint.of(session);
    }
  }

  @Test
  void theFileHoldsTheseScenariosAndNoOthers() throws IOException {
    assumeFalse(Boolean.getBoolean(WRITE), "the file is being written");
    List<String> scenarios = Scenario.all().map(Scenario::toString).toList();
    assertThat(FingerprintFile.read().keySet()).containsExactlyElementsOf(scenarios);
  }
}

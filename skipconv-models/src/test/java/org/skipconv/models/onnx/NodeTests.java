package org.skipconv.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.testing.TestKernels;

/**
 * ONNX's own tests of its operators, on each kernel tier and on the reference kernels; their
 * results are float32's, and maps of bfloat16 cannot hold them.
 */
class NodeTests {
  static Stream<Arguments> carried() throws IOException {
    return NodeTestRun.all().stream()
        .filter(run -> run.kind() != NodeTestRun.Kind.FOREIGN)
        .filter(run -> !NodeTestLimits.OTHER_RESULTS.containsKey(run.test().name()))
        .flatMap(
            run ->
                Arrays.stream(TestKernels.values())
                    .filter(kernels -> !kernels.areOfBfloat16())
                    .map(kernels -> Arguments.of(run, kernels)));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("carried")
  void givesWhatOnnxSays(NodeTestRun run, TestKernels kernels) {
    run.check(kernels);
  }

  static Stream<NodeTestRun> foreign() throws IOException {
    return NodeTestRun.all().stream()
        .filter(run -> run.kind() == NodeTestRun.Kind.FOREIGN)
        .filter(run -> !NodeTestLimits.NOT_BY_ONNX_RUNTIME.containsKey(run.test().name()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("foreign")
  void aForeignPartGivesWhatOnnxSays(NodeTestRun run) {
    run.check(TestKernels.PORTABLE);
  }

  /** What is left out is named with its reason, and nothing else is. */
  @Test
  void operatorsThatTheGraphCarriesRunInTheEngine() throws IOException {
    Set<String> carried = Lowering.operators().keySet();
    List<NodeTestRun> runs = NodeTestRun.all();
    Set<String> foreign =
        runs.stream()
            .filter(run -> carried.contains(run.test().operator()))
            .filter(run -> run.kind() == NodeTestRun.Kind.FOREIGN)
            .map(run -> run.test().name())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(foreign).containsExactlyElementsOf(NodeTestLimits.FOREIGN.keySet());
    Set<String> folded =
        runs.stream()
            .filter(run -> run.kind() == NodeTestRun.Kind.FOLDED)
            .filter(run -> Lowering.operators().get(run.test().operator()) != null)
            .filter(
                run -> Lowering.operators().get(run.test().operator()) != Lowering.Handling.FOLDED)
            .map(run -> run.test().name())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(folded).containsExactlyElementsOf(NodeTestLimits.FOLDED.keySet());
  }
}

package org.skipconv.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * The page of operators says what the importer does. Where it differs, this writes it anew and
 * counts as skipped:
 *
 * <pre>
 * ./mvnw test -pl skipconv-models -am -Dtest=OperatorsPageTest -Dskipconv.operators.write=true \
 *     -Dsurefire.failIfNoSpecifiedTests=false -DfailIfNoTests=false
 * </pre>
 */
class OperatorsPageTest {
  private static final String WRITE = "skipconv.operators.write";
  private static final Path PAGE = Path.of("../docs/reference/onnx-operators.md");

  private static String table() {
    StringBuilder text = new StringBuilder();
    text.append("| operator | becomes | what makes it foreign |\n|---|---|---|\n");
    Lowering.operators()
        .forEach(
            (operator, form) ->
                text.append(
                    String.format(
                        "| %s | %s | %s |%n", operator, form, OperatorLimits.of(operator))));
    return text.toString();
  }

  private static long count(List<NodeTestRun> runs, Predicate<NodeTestRun> which) {
    return runs.stream().filter(which).count();
  }

  private static String page() throws IOException {
    List<NodeTestRun> runs = NodeTestRun.all();
    long engine = count(runs, run -> run.kind() == NodeTestRun.Kind.ENGINE);
    long folded = count(runs, run -> run.kind() == NodeTestRun.Kind.FOLDED);
    long foreign = count(runs, run -> run.kind() == NodeTestRun.Kind.FOREIGN);
    Map<String, Integer> others = new TreeMap<>();
    for (NodeTestRun run : runs) {
      String operator = run.test().operator();
      if (run.kind() == NodeTestRun.Kind.FOREIGN && !Lowering.operators().containsKey(operator)) {
        others.merge(operator, 1, Integer::sum);
      }
    }
    StringBuilder text =
        new StringBuilder(
            """
            # Operators of ONNX

            What becomes of a node of an ONNX file, by its operator. *graph*: a node of the skip graph, or part of one.
            *rewritten*: nodes that mean the same. *moved*: a choice of values, which costs nothing or one copy. *folded*: nothing,
            because the result is known when the model is read; so is whatever has constant operands alone. All other operators,
            and nodes that the last column names, are [foreign parts](../concepts/foreign-parts.md), which ONNX Runtime computes
            when their inputs change.

            """);
    text.append(table());
    text.append("\n## ONNX's own tests\n\n");
    text.append(
        String.format(
            """
            Of ONNX's tests of its operators %d that networks for pictures may need are run, on each kernel tier and on the
            reference kernels: %d in the engine, %d folded, %d as foreign parts, of which %d have an operator of the table above.

            """,
            runs.size(),
            engine,
            folded,
            foreign,
            foreign - others.values().stream().mapToInt(i -> i).sum()));
    text.append("| foreign | because of |\n|---|---|\n");
    NodeTestLimits.FOREIGN.forEach(
        (test, reason) -> text.append(String.format("| %s | %s |%n", test, reason)));
    text.append("\n| operator that is foreign | tests |\n|---|---|\n");
    others.forEach((operator, n) -> text.append(String.format("| %s | %d |%n", operator, n)));
    text.append("\n| folded although the operator is of the graph | because of |\n|---|---|\n");
    NodeTestLimits.FOLDED.forEach(
        (test, reason) -> text.append(String.format("| %s | %s |%n", test, reason)));
    text.append("\n| in the engine with other results | because |\n|---|---|\n");
    NodeTestLimits.OTHER_RESULTS.forEach(
        (test, reason) -> text.append(String.format("| %s | %s |%n", test, reason)));
    return text.toString();
  }

  @Test
  void thePageIsOfThisImporter() throws IOException {
    String page = page();
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(PAGE, page);
      abort("written, not checked: " + PAGE.toAbsolutePath().normalize());
    }
    assertThat(Files.readString(PAGE)).as("write it anew with -D%s=true", WRITE).isEqualTo(page);
  }

  @Test
  void theTableIsOfThisImporter() throws IOException {
    assertThat(Files.readString(PAGE)).as("write it anew with -D%s=true", WRITE).contains(table());
  }

  @Test
  void limitsAreOfOperatorsThatTheGraphCarries() {
    assertThat(Lowering.operators().keySet()).containsAll(OperatorLimits.operators());
  }
}

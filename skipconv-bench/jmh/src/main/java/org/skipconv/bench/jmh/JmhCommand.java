package org.skipconv.bench.jmh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.skipconv.bench.cli.command.CommandLines;
import org.skipconv.bench.cli.command.KernelsCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the JMH benchmarks. */
@Command(
    name = "jmh",
    description = {
      "Run the JMH benchmarks, with JMH's own options.",
      "Floating-point operations saved per frame, kernel speed and memory come as secondary"
          + " results. Parity is checked first: a contender that does not agree has no result.",
      "",
      "-l lists the benchmarks, -lp with their parameters, -p NAME=VALUE,... sets one, -f forks,"
          + " -wi and -w warm-up iterations and their time, -i and -r measured ones, -rf json -rff"
          + " FILE writes the results; 'skipconv jmh -- -h' lists all of JMH's options."
    },
    footer = {
      "%nExamples:",
      "  skipconv jmh KernelBenchmark -p openPercent=10 -p isa=avx512,avx2,portable",
      "  skipconv jmh SkipNetworkBenchmark -p model=hrnet-w32 -p gate=input-norm",
      "  skipconv jmh StreamsBenchmark -rf json -rff streams.json"
    })
final class JmhCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ARGUMENT", arity = "0..*", description = "Passed on to JMH.")
  private List<String> arguments = new ArrayList<>();

  /** All that is not ours is JMH's. */
  @Spec
  void takeAll(CommandSpec spec) {
    spec.parser().unmatchedOptionsArePositionalParams(true);
  }

  @Override
  public Integer call() throws IOException {
    KernelsCommand.current();
    return Benchmarks.run(arguments) ? 0 : CommandLines.FAILED;
  }
}

package org.skipconv.bench.jmh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.skipconv.bench.cli.BadInput;

/** Runs the benchmarks as JMH's own program does, with the profilers of this package. */
public final class Benchmarks {
  private static final int NEEDS_FLAGS = 24;

  private Benchmarks() {}

  /**
   * Runs JMH.
   *
   * @param arguments as JMH takes them
   * @return whether all that was asked for was done
   * @throws BadInput when JMH does not understand them, or there is no such benchmark
   */
  public static boolean run(List<String> arguments) throws IOException {
    CommandLineOptions options = parse(arguments);
    Runner runner = new Runner(options);
    if (options.shouldHelp()) {
      options.showHelp();
    } else if (options.shouldList()) {
      runner.list();
    } else if (options.shouldListWithParams()) {
      runner.listWithParams(options);
    } else if (options.shouldListProfilers()) {
      options.listProfilers();
    } else if (options.shouldListResultFormats()) {
      options.listResultFormats();
    } else {
      return measure(options);
    }
    return true;
  }

  private static CommandLineOptions parse(List<String> arguments) {
    try {
      return new CommandLineOptions(arguments.toArray(String[]::new));
    } catch (CommandLineOptionException e) {
      throw new BadInput("JMH: " + e.getMessage(), e);
    }
  }

  private static boolean measure(CommandLineOptions options) {
    OptionsBuilder builder = new OptionsBuilder();
    builder.parent(options).addProfiler(CostProfiler.class).addProfiler(IsaProfiler.class);
    if (Runtime.version().feature() >= NEEDS_FLAGS) {
      // What the manifest of the one jar and its launcher say does not reach a fork.
      List<String> flags = new ArrayList<>(options.getJvmArgsAppend().orElse(List.of()));
      flags.add("--enable-native-access=ALL-UNNAMED");
      flags.add("--sun-misc-unsafe-memory-access=allow");
      builder.jvmArgsAppend(flags.toArray(String[]::new));
    }
    try {
      return !new Runner(builder.build()).run().isEmpty();
    } catch (NoBenchmarksException e) {
      throw new BadInput("no benchmark has such a name; -l lists them", e);
    } catch (RunnerException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}

package org.skipconv.bench.cli.command;

import org.skipconv.bench.cli.report.Platform;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program without a command: tells what there is. */
@Command(
    name = "skipconv",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = SkipconvCommand.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Convolutional networks on video that recompute only what changed.",
      "'skipconv run' without options shows it on a generated scene."
    },
    subcommands = {
      RunCommand.class,
      CompareCommand.class,
      CalibrateCommand.class,
      ProfileCommand.class,
      TrainCommand.class,
      ExportCommand.class,
      CoverageCommand.class,
      KernelsCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; --debug shows where",
      "2:refused: the message says what is allowed"
    })
final class SkipconvCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure.")
  private boolean debug;

  /** Whether failures come with their stack trace. */
  boolean debug() {
    return debug;
  }

  @Override
  public void run() {
    CommandLine line = spec.commandLine();
    line.usage(line.getOut());
  }

  /** Reads the program's version. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"skipconv " + Platform.version()};
    }
  }
}

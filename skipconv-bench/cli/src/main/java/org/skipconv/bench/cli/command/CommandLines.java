package org.skipconv.bench.cli.command;

import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.DidYouMean;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.bench.cli.setup.FootagePart;
import org.skipconv.bench.cli.setup.GateChoice;
import org.skipconv.gates.Polygon;
import org.skipconv.models.vision.Camera;
import org.skipconv.models.vision.CropWindow;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs arguments; every failure is one line that says what was wrong. */
public final class CommandLines {
  /** Exit code when something failed. */
  public static final int FAILED = 1;

  /** Exit code when something else must be asked for. */
  public static final int REFUSED = 2;

  private CommandLines() {}

  /** Runs a command and returns its exit code. */
  public static int execute(PrintWriter out, PrintWriter err, String... args) {
    SkipconvCommand root = new SkipconvCommand();
    CommandLine line = new CommandLine(root);
    for (CommandGroup group : ServiceLoader.load(CommandGroup.class)) {
      group.commands().forEach(line::addSubcommand);
    }
    line.setOut(out)
        .setErr(err)
        .registerConverter(Path.class, converter(CommandLines::path))
        .registerConverter(Size.class, converter(Size::parse))
        .registerConverter(CropWindow.class, converter(CropWindow::parse))
        .registerConverter(FootagePart.class, converter(FootagePart::parse))
        .registerConverter(Polygon.class, converter(Polygon::parse))
        .registerConverter(Camera.Mount.class, converter(Camera.Mount::parse))
        .registerConverter(GateChoice.class, converter(GateChoice::parse))
        .registerConverter(HeatmapChoice.class, converter(HeatmapChoice::parse))
        .registerConverter(NoiseChoice.class, converter(NoiseChoice::parse))
        .registerConverter(PolicyChoice.class, converter(PolicyChoice::parse))
        .registerConverter(TrainedChoice.class, converter(TrainedChoice::parse))
        .setParameterExceptionHandler((e, rest) -> tell(err, REFUSED, text(e), e, root.debug()))
        .setExecutionExceptionHandler((e, command, parsed) -> failed(err, e, root.debug()));
    try {
      requireCommand(line, args);
      return line.execute(args);
    } catch (BadInput | Error e) {
      return failed(err, e, root.debug());
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** A command as it was typed, or as it would be at a prompt. */
  public static String typed(CommandSpec command) {
    List<String> arguments = command.commandLine().getParent().getParseResult().originalArgs();
    return arguments.stream()
        .map(CommandLines::withoutPassword)
        .map(word -> word.matches("[\\w./:,=+@%-]+") ? word : "'" + word + "'")
        .collect(Collectors.joining(" ", "java -jar skipconv.jar ", ""));
  }

  /** Reports are shown to others; a camera's address may hold a password. */
  static String withoutPassword(String word) {
    return word.replaceAll("://[^/@\\s]*@", "://");
  }

  /** Returns a converter whose refusals reach the user without the exception's name. */
  public static <T> ITypeConverter<T> converter(ITypeConverter<T> parser) {
    return text -> {
      try {
        return parser.convert(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  private static int failed(PrintWriter err, Throwable e, boolean debug) {
    if (e instanceof BadInput) {
      return tell(err, REFUSED, e.getMessage(), e, debug);
    }
    if (e instanceof OutOfMemoryError) {
      String advice = "failed: not enough memory (" + e.getMessage() + "); give Java more, -Xmx2g";
      return tell(err, FAILED, advice, e, debug);
    }
    String text = e.getMessage() == null ? e.toString() : e.getMessage();
    String where = debug ? "" : " (--debug shows where)";
    return tell(err, FAILED, "failed: " + text + where, e, debug);
  }

  private static int tell(PrintWriter err, int code, String text, Throwable e, boolean debug) {
    err.println("skipconv: " + text.strip().replaceAll("\\s*\\R\\s*", "; "));
    if (debug) {
      e.printStackTrace(err);
    }
    err.flush();
    return code;
  }

  private static String text(ParameterException e) {
    CommandLine command = e.getCommandLine();
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched.getUnmatched().get(0), command);
    }
    return e.getMessage();
  }

  private static String unknown(String word, CommandLine command) {
    boolean option = word.startsWith("-");
    if (!option && !command.getSubcommands().isEmpty()) {
      return "unknown command " + word + "; " + hint(word, command, commands(command));
    }
    String kind = option ? "unknown option " : "unexpected argument ";
    return kind + word + "; " + hint(word, command, options(command));
  }

  /** The few names that are likely meant, or else all. */
  private static String hint(String word, CommandLine command, List<String> known) {
    String question = DidYouMean.question(word, known);
    return question.isEmpty()
        ? "allowed: " + String.join(", ", known)
        : question + " ('" + command.getCommandSpec().qualifiedName() + " --help' lists all)";
  }

  private static List<String> commands(CommandLine command) {
    return List.copyOf(command.getSubcommands().keySet());
  }

  private static List<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .map(option -> option.longestName())
        .toList();
  }

  /**
   * The option --help answers for whatever else is on the line, a command's wrong name included.
   */
  private static void requireCommand(CommandLine line, String... args) {
    if (args.length > 0 && !args[0].startsWith("-") && !commands(line).contains(args[0])) {
      throw new BadInput(unknown(args[0], line));
    }
  }

  /**
   * Reads the name of a file.
   *
   * @throws IllegalArgumentException when this process cannot express it
   */
  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      boolean plain = text.chars().allMatch(c -> c < 128);
      throw new IllegalArgumentException(
          plain
              ? e.getMessage()
              : "the locale of this process has no such characters as are in "
                  + text
                  + "; set LC_ALL=C.UTF-8",
          e);
    }
  }
}

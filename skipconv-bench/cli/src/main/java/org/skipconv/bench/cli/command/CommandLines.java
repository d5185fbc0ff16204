package org.skipconv.bench.cli.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.skipconv.bench.cli.BadInput;
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
      return line.execute(args);
    } catch (Error e) {
      return failed(err, e, root.debug());
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
      List<String> words = unmatched.getUnmatched();
      if (!words.isEmpty() && !words.get(0).startsWith("-") && !commands(command).isEmpty()) {
        return "unknown command " + words.get(0) + "; allowed: " + commands(command);
      }
      String kind = words.get(0).startsWith("-") ? "unknown option " : "unexpected argument ";
      return kind + words.get(0) + "; allowed: " + options(command);
    }
    return e.getMessage();
  }

  private static String commands(CommandLine command) {
    return String.join(", ", command.getSubcommands().keySet());
  }

  private static String options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .map(option -> option.longestName())
        .collect(Collectors.joining(", "));
  }
}

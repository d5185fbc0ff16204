package org.skipconv.bench.lab.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.command.GateOptions;
import org.skipconv.bench.cli.command.Interruption;
import org.skipconv.bench.cli.command.KernelsCommand;
import org.skipconv.bench.cli.command.ModelOptions;
import org.skipconv.bench.cli.command.OutputOptions;
import org.skipconv.bench.cli.command.ProgressOptions;
import org.skipconv.bench.cli.footage.SceneFootage;
import org.skipconv.bench.cli.model.ChosenModel;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.bench.cli.picture.Fonts;
import org.skipconv.bench.cli.report.ReportText;
import org.skipconv.bench.cli.setup.Gating;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.bench.lab.drift.DriftJob;
import org.skipconv.bench.lab.drift.DriftPlot;
import org.skipconv.bench.lab.drift.DriftReport;
import org.skipconv.bench.lab.drift.DriftScenes;
import org.skipconv.bench.lab.drift.DriftText;
import org.skipconv.core.SkipNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows whether errors add up over time. */
@Command(
    name = "drift",
    description = {
      "Run long generated scenes through the skip path and the dense path: do errors add up"
          + " over time?",
      "The scenes have a slow change of light, a flickering lamp, sensor noise of 1, 2 and"
          + " 4 grey levels, and a person who stops for a minute and walks on. Without arguments:"
          + " a small pose network trained on such scenes; with --size and without --weights,"
          + " generated weights.",
      "May be interrupted (Ctrl-C): the scenes so far are then written."
    })
final class DriftCommand implements Callable<Integer> {
  private static final Size SMALL = new Size(128, 96);
  private static final int LEAST_FRAMES = 20;
  private static final int MOST_FRAMES = 1_000_000;

  @Spec private CommandSpec spec;
  @Mixin private ModelOptions model;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Number of frames of each scene, at least 20. Default: ${DEFAULT-VALUE}.")
  private int frames;

  @Mixin private GateOptions gate;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "skipconv-out",
      description = "Folder for the plot. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Mixin private ProgressOptions progress;

  @Override
  public Integer call() throws IOException {
    if (frames < LEAST_FRAMES || frames > MOST_FRAMES) {
      throw new BadInput(
          "--frames must be " + LEAST_FRAMES + " to " + MOST_FRAMES + ", but is " + frames);
    }
    KernelsCommand.current();
    NamedModel<?> named = model.model();
    Size size = model.size(named, SMALL);
    List<SceneFootage> scenes = scenes(size);
    Setup setup = setup(named, size, scenes.get(0));
    Path folder = OutputOptions.folder(out);
    PrintWriter text = spec.commandLine().getOut();
    text.print(ReportText.heading(setup));
    text.flush();
    PrintWriter err = spec.commandLine().getErr();
    try (Interruption interruption = Interruption.listening(err, Interruption.RESULTS_SO_FAR)) {
      DriftReport report = new DriftJob(setup, scenes, progress.progress(), interruption).run();
      if (report.runs().isEmpty()) {
        text.println("ended before there was anything to report");
      } else {
        write(report, folder, text);
      }
      text.flush();
      return interruption.exitCode();
    }
  }

  private static void write(DriftReport report, Path folder, PrintWriter text) throws IOException {
    text.print(DriftText.of(report));
    if (Fonts.available()) {
      DriftPlot.write(report, folder.resolve(DriftPlot.FILE));
      text.println(System.lineSeparator() + "written to " + folder + ": " + DriftPlot.FILE);
    } else {
      text.println("no plot: this machine has no fonts (fontconfig)");
    }
  }

  private List<SceneFootage> scenes(Size size) {
    return BadInput.at("--size", () -> DriftScenes.all(size, frames));
  }

  private Setup setup(NamedModel<?> named, Size size, SceneFootage first) {
    Function<SkipNetwork, Gating> gating = gate.gating(model, named);
    ChosenModel<?> chosen = model.chosen(named, size, null);
    return new Setup(
        "drift",
        chosen,
        first,
        0,
        frames,
        null,
        gating.apply(chosen.network()).forPictures(chosen.greyLevel()));
  }
}

package org.skipconv.bench.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.job.Progress;
import org.skipconv.bench.cli.job.RunFiles;
import org.skipconv.bench.cli.job.RunJob;
import org.skipconv.bench.cli.measure.WarmUp;
import org.skipconv.bench.cli.picture.AnnotatedVideo;
import org.skipconv.bench.cli.picture.CostPlot;
import org.skipconv.bench.cli.picture.Fonts;
import org.skipconv.bench.cli.picture.Heatmaps;
import org.skipconv.bench.cli.report.Report;
import org.skipconv.bench.cli.report.ReportText;
import org.skipconv.bench.cli.setup.Setup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a network over footage and shows what it finds and what it costs. */
@Command(
    name = "run",
    description = {
      "Run a network on a video, recomputing only what changed, next to the dense path.",
      "Writes an annotated video, some of its frames, and a plot of the cost of each frame."
          + " Without arguments: a generated scene and a small pose network trained on such"
          + " scenes, with the share of joints that both paths find.",
      "May be interrupted (Ctrl-C): the video and the figures then cover the frames so far."
    })
final class RunCommand implements Callable<Integer> {
  private static final String RESULTS = "--results";
  private static final WarmUp WARM_UP = new WarmUp(8, 0.5);

  @Spec private CommandSpec spec;
  @Mixin private SetupOptions setup;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "skipconv-out",
      description = "Folder for the output. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(
      names = RESULTS,
      paramLabel = "FILE",
      description =
          "Write the poses or objects of each frame to this file as they are found: JSON"
              + " lines with COCO's fields, or a table if its name ends in .csv.")
  private Path results;

  @Option(
      names = "--heatmap",
      arity = "0..1",
      fallbackValue = "network",
      paramLabel = "network|layers",
      description =
          "Draw how often each pixel was computed: in the whole network, or also in each layer.")
  private HeatmapChoice heatmap;

  @Mixin private OutputOptions output;
  @Mixin private ProgressOptions progress;

  @Override
  public Integer call() throws IOException {
    output.check();
    if (results != null) {
      OutputOptions.requireWritable(RESULTS, results);
    }
    Setup wanted = setup.setup("run");
    requireResults(wanted);
    Path folder = OutputOptions.folder(out);
    PrintWriter text = spec.commandLine().getOut();
    text.print(ReportText.heading(wanted));
    text.flush();
    Heatmaps heatmaps = heatmap == null ? null : heatmap.heatmaps(wanted.network());
    RunFiles files = new RunFiles(folder, heatmaps, results);
    // A camera never ends by itself: whoever interrupts the command gets the report all the same.
    PrintWriter err = spec.commandLine().getErr();
    try (Interruption interruption = Interruption.listening(err, Interruption.RESULTS_SO_FAR)) {
      Progress shown = progress.progress();
      Report report = new RunJob(wanted, files, WARM_UP, shown, interruption).run();
      write(report, folder, text);
      return interruption.exitCode();
    }
  }

  /** Refuses to write what nobody can name. */
  private void requireResults(Setup wanted) {
    if (results == null) {
      return;
    }
    if (!wanted.trained()) {
      throw new BadInput(
          RESULTS + ": generated weights find nothing; give trained ones, --weights");
    }
    if (wanted.chosen().named().resultForm().isEmpty()) {
      throw new BadInput(
          RESULTS
              + ": what "
              + wanted.model()
              + " finds is neither poses nor objects; --decoder says what its outputs mean");
    }
  }

  private void write(Report report, Path folder, PrintWriter text) throws IOException {
    text.print(ReportText.of(report));
    String plot = "";
    if (Fonts.available()) {
      CostPlot.write(report, folder.resolve(CostPlot.FILE));
      plot = ", " + CostPlot.FILE;
    } else {
      text.println("no plot and no text on pictures: this machine has no fonts (fontconfig)");
    }
    plot += heatmap == null ? "" : ", " + heatmap.files();
    text.println("written to " + folder + ": " + AnnotatedVideo.FILE + ", frame-*.png" + plot);
    if (results != null) {
      text.println("written: " + results);
    }
    output.write(report);
    text.flush();
  }
}

package org.skipconv.bench.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.job.CompareJob;
import org.skipconv.bench.cli.measure.WarmUp;
import org.skipconv.bench.cli.picture.CostPlot;
import org.skipconv.bench.cli.report.Report;
import org.skipconv.bench.cli.report.ReportText;
import org.skipconv.bench.cli.setup.Setup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures skip path, dense path and ONNX Runtime beside each other. */
@Command(
    name = "compare",
    description = {
      "Measure the skip path, the dense path and ONNX Runtime side by side, from raw input"
          + " to raw outputs, on frames decoded beforehand.",
      "Prints no times unless the dense path and ONNX Runtime agree."
    })
final class CompareCommand implements Callable<Integer> {
  private static final int WARM_UP_FRAMES = 20;

  @Spec private CommandSpec spec;
  @Mixin private SetupOptions setup;

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Number of timed passes over all frames; the sum of each frame's fastest time is"
              + " printed as well. Default: ${DEFAULT-VALUE}.")
  private int passes;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description =
          "Seconds that each contender runs before it is timed, at least 20 frames."
              + " Default: ${DEFAULT-VALUE}.")
  private double warmUp;

  @Option(
      names = "--turn",
      paramLabel = "FRAMES",
      description =
          "Frames in a row on one contender before the next has its turn. With 1 each finds the"
              + " caches full of what the others left, as when a processor is shared; with 16 it"
              + " runs nearly as if alone. Default: 1; with several threads 16.")
  private Integer turn;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for a plot of the cost of each frame. Default: no plot.")
  private Path out;

  @Mixin private OutputOptions output;
  @Mixin private ProgressOptions progress;

  @Override
  public Integer call() throws IOException {
    if (passes < 1 || passes > 1000) {
      throw new BadInput("--passes must be 1 to 1000, but is " + passes);
    }
    if (!(warmUp >= 0 && warmUp <= 600)) {
      throw new BadInput("--warm-up must be 0 to 600 seconds, but is " + warmUp);
    }
    if (turn != null && (turn < 1 || turn > 10_000)) {
      throw new BadInput("--turn must be 1 to 10000 frames, but is " + turn);
    }
    output.check();
    Setup wanted = setup.setup("compare");
    Path folder = out == null ? null : OutputOptions.folder(out);
    PrintWriter text = spec.commandLine().getOut();
    text.print(ReportText.heading(wanted));
    text.flush();
    WarmUp settle = new WarmUp(WARM_UP_FRAMES, warmUp);
    PrintWriter err = spec.commandLine().getErr();
    try (Interruption interruption = Interruption.listening(err, Interruption.RESULTS_SO_FAR)) {
      Report report =
          new CompareJob(wanted, passes, turn, settle, progress.progress(), interruption).run();
      text.print(ReportText.of(report));
      text.flush();
      if (folder != null) {
        CostPlot.write(report, folder.resolve(CostPlot.FILE));
      }
      output.write(report);
      return interruption.exitCode();
    }
  }
}

package org.skipconv.bench.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.skipconv.bench.cli.job.ProfileJob;
import org.skipconv.bench.cli.measure.ProcessorPeak;
import org.skipconv.bench.cli.measure.WarmUp;
import org.skipconv.bench.cli.report.ProfileText;
import org.skipconv.bench.cli.report.ReportText;
import org.skipconv.bench.cli.setup.Setup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells where the time of a frame goes. */
@Command(
    name = "profile",
    description = {
      "Show where the time of a frame goes, by kind of layer, for the dense path and the"
          + " skip path side by side, and what share of the processor's peak each reaches.",
      "May be interrupted (Ctrl-C): the table is then of the frames so far."
    })
final class ProfileCommand implements Callable<Integer> {
  private static final WarmUp WARM_UP = new WarmUp(20, 2);

  @Spec private CommandSpec spec;
  @Mixin private SetupOptions setup;
  @Mixin private ProgressOptions progress;

  @Override
  public Integer call() throws IOException {
    Setup wanted = setup.setup("profile");
    PrintWriter text = spec.commandLine().getOut();
    text.print(ReportText.heading(wanted));
    text.flush();
    PrintWriter err = spec.commandLine().getErr();
    try (Interruption interruption = Interruption.listening(err, Interruption.RESULTS_SO_FAR)) {
      ProfileJob.Result result =
          new ProfileJob(wanted, WARM_UP, progress.progress(), interruption).run();
      text.print(ProfileText.of(result.dense(), result.skip(), ProcessorPeak.flops()));
      text.flush();
      return interruption.exitCode();
    }
  }
}

package org.skipconv.bench.lab.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.command.CommandLines;
import org.skipconv.bench.cli.command.GateFiles;
import org.skipconv.bench.cli.command.Interruption;
import org.skipconv.bench.cli.command.OutputOptions;
import org.skipconv.bench.cli.command.ProgressOptions;
import org.skipconv.bench.cli.command.SetupOptions;
import org.skipconv.bench.cli.model.OnnxFileModel;
import org.skipconv.bench.cli.report.ReportText;
import org.skipconv.bench.cli.setup.Gating;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.bench.lab.page.ReportPage;
import org.skipconv.bench.lab.study.Study;
import org.skipconv.bench.lab.study.StudyJob;
import org.skipconv.bench.lab.study.StudyJson;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.io.AtomicFile;
import org.skipconv.gates.GatePlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures everything and writes it to a page. */
@Command(
    name = "report",
    description = {
      "Measure this machine, this network and this footage in every respect, and write one"
          + " HTML page with tables and plots, and all figures as JSON.",
      "Takes a minute with the defaults, several with a large network and many frames."
          + " Gives no times unless the contenders that must agree do.",
      "May be interrupted (Ctrl-C): the page then has what was measured so far."
    })
final class ReportCommand implements Callable<Integer> {
  /** Names of the files. */
  static final String PAGE = "report.html";

  static final String JSON = "report.json";

  private static final String PLAN = "--with-plan";

  @Spec private CommandSpec spec;
  @Mixin private SetupOptions setup;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "skipconv-out",
      description = "Folder for " + PAGE + " and " + JSON + ". Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(
      names = "--quick",
      description = "Fewer contenders and shorter measurements: a first look with rough figures.")
  private boolean quick;

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Number of timed passes over all frames; the fastest time of each frame counts."
              + " Default: ${DEFAULT-VALUE}.")
  private int passes;

  @Option(
      names = PLAN,
      paramLabel = "FILE",
      description = "A plan written by calibrate that takes part. May be repeated.")
  private List<Path> plans = new ArrayList<>();

  @Mixin private ProgressOptions progress;

  @Override
  public Integer call() throws IOException {
    if (passes < 1 || passes > 100) {
      throw new BadInput("--passes must be 1 to 100, but is " + passes);
    }
    List<GatePlan> read = plans.stream().map(file -> GateFiles.plan(PLAN, file)).toList();
    Setup wanted = setup.setup("report");
    requireExport(wanted);
    Path folder = OutputOptions.folder(out);
    PrintWriter text = spec.commandLine().getOut();
    text.print(ReportText.heading(wanted));
    text.flush();
    StudyJob.Wishes wishes =
        new StudyJob.Wishes(
            CommandLines.typed(spec), quick, passes, gatings(read, wanted.network()));
    PrintWriter err = spec.commandLine().getErr();
    try (Interruption interruption = Interruption.listening(err, Interruption.RESULTS_SO_FAR)) {
      Study study = new StudyJob(wanted, wishes, progress.progress(), interruption).run();
      AtomicFile.write(folder.resolve(PAGE), ReportPage.text(study));
      AtomicFile.write(folder.resolve(JSON), StudyJson.text(study));
      text.println("written to " + folder + ": " + PAGE + ", " + JSON);
      text.flush();
      return interruption.exitCode();
    }
  }

  /** Rivals run parts of the input, on exported networks. */
  private static void requireExport(Setup wanted) {
    if (wanted.chosen().named() instanceof OnnxFileModel<?> file
        && !file.onnx().coverage().isComplete()) {
      throw new BadInput(
          "report: parts of "
              + file.name()
              + " are run by ONNX Runtime, so its rivals cannot be measured; use compare");
    }
  }

  private List<Gating> gatings(List<GatePlan> read, SkipNetwork network) {
    List<Gating> gatings = new ArrayList<>();
    for (int i = 0; i < read.size(); i++) {
      GateFiles.validate(PLAN, read.get(i), plans.get(i), network);
      gatings.add(Gating.plan(plans.get(i).toString(), null, read.get(i).options()));
    }
    return gatings;
  }
}

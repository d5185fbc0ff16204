package org.skipconv.bench.lab.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.skipconv.bench.cli.command.CommandLines;
import org.skipconv.bench.cli.command.Interruption;
import org.skipconv.bench.cli.command.OutputOptions;
import org.skipconv.bench.cli.command.ProgressOptions;
import org.skipconv.bench.cli.job.Progress;
import org.skipconv.bench.cli.picture.Fonts;
import org.skipconv.bench.lab.ablation.Ablation;
import org.skipconv.bench.lab.ablation.AblationJob;
import org.skipconv.bench.lab.ablation.AblationJson;
import org.skipconv.bench.lab.ablation.AblationPlot;
import org.skipconv.bench.lab.ablation.AblationText;
import org.skipconv.bench.lab.ablation.Calibrated;
import org.skipconv.bench.lab.ablation.GatedNetwork;
import org.skipconv.bench.lab.ablation.Terms;
import org.skipconv.bench.lab.study.About;
import org.skipconv.core.io.AtomicFile;
import org.skipconv.gates.GatePlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares kinds of gates. */
@Command(
    name = "gates",
    description = {
      "Compare kinds of gates on generated scenes whose truth is known: what they compute,"
          + " how right they are, and how long a frame takes.",
      "The contenders: the dense path, one threshold for all layers, thresholds calibrated"
          + " on other scenes, both with blocks of several sizes, and trained gates. Writes a"
          + " table as text, Markdown and JSON, a plot, and the calibrated plans.",
      "May be interrupted (Ctrl-C) once scenes are shown: what they say so far is then written."
    })
final class GatesCommand implements Callable<Integer> {
  /** Names of the files. */
  static final String MARKDOWN = "gates.md";

  static final String JSON = "gates.json";

  @Spec private CommandSpec spec;
  @Mixin private AblationOptions options;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "skipconv-out",
      description =
          "Folder for "
              + MARKDOWN
              + ", "
              + JSON
              + ", "
              + AblationPlot.FILE
              + " and the plans. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Mixin private ProgressOptions progress;

  @Override
  public Integer call() throws IOException {
    Terms terms = options.terms();
    List<GatedNetwork> all = new ArrayList<>(options.single(terms));
    List<GatedNetwork> trained = options.trained(terms);
    Path folder = OutputOptions.folder(out);
    PrintWriter text = spec.commandLine().getOut();
    text.print(AblationText.heading(terms));
    text.flush();
    Progress bars = progress.progress();
    all.addAll(calibrated(terms, folder, bars));
    all.addAll(trained);
    PrintWriter err = spec.commandLine().getErr();
    try (Interruption interruption = Interruption.listening(err, Interruption.RESULTS_SO_FAR)) {
      About about = About.now(CommandLines.typed(spec));
      Ablation found = new AblationJob(terms, all, bars, interruption).run(about);
      text.print(AblationText.terminal(found));
      text.println(System.lineSeparator() + "written to " + folder + ": " + write(found, folder));
      text.flush();
      return interruption.exitCode();
    }
  }

  private List<GatedNetwork> calibrated(Terms terms, Path folder, Progress bars)
      throws IOException {
    if (!options.calibration().wanted()) {
      return List.of();
    }
    Map<Integer, GatePlan> plans =
        Calibrated.plans(terms, options.blocks(), options.calibration().tolerance(), bars);
    for (Map.Entry<Integer, GatePlan> each : plans.entrySet()) {
      each.getValue().write(folder.resolve("plan-block-" + each.getKey() + ".json"));
    }
    return Calibrated.contenders(terms, plans);
  }

  private static String write(Ablation found, Path folder) throws IOException {
    AtomicFile.write(folder.resolve(MARKDOWN), AblationText.markdown(found));
    AtomicFile.write(folder.resolve(JSON), AblationJson.text(found));
    if (!Fonts.available()) {
      return MARKDOWN + ", " + JSON + "; no plot: this machine has no fonts (fontconfig)";
    }
    AblationPlot.write(found, folder.resolve(AblationPlot.FILE));
    return MARKDOWN + ", " + JSON + ", " + AblationPlot.FILE;
  }
}

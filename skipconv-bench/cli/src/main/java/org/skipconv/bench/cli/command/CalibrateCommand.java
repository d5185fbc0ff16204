package org.skipconv.bench.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.job.CalibrateJob;
import org.skipconv.bench.cli.job.TrainingFile;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.bench.cli.picture.Fonts;
import org.skipconv.bench.cli.picture.TradePlot;
import org.skipconv.bench.cli.report.CalibrationReport;
import org.skipconv.bench.cli.report.CalibrationText;
import org.skipconv.bench.cli.setup.Planned;
import org.skipconv.bench.cli.setup.Sample;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.core.Shape;
import org.skipconv.gates.GateSetting;
import org.skipconv.models.Closeness;
import org.skipconv.models.VideoModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds thresholds. */
@Command(
    name = "calibrate",
    description = {
      "Find a threshold for each group of layers so that few MACs are computed and the"
          + " outputs stay close to the dense network's. Needs no labels.",
      "Writes a plan for the option --plan of the other commands, and next to it a plot of"
          + " MACs against distance, with the curve of a single threshold for comparison.",
      "May be interrupted (Ctrl-C): the best plan found so far is then written."
    })
final class CalibrateCommand implements Callable<Integer> {
  /** Measure that is no share and may exceed 1. */
  private static final String OUTPUT_ERROR = "output-error";

  private static final String BESIDE = "--beside";

  @Spec private CommandSpec spec;
  @Mixin private SampleOptions sample;

  @Option(
      names = "--tolerance",
      required = true,
      paramLabel = "T",
      description =
          "Largest allowed distance from the dense outputs: the share of joints more than"
              + " 0.05 of the crop away from the dense path's (hrnet), the loss of AP at IoU 0.5"
              + " (efficientdet and ONNX detectors), or the mean relative error of the outputs"
              + " (without --weights, or with --measure output-error).")
  private double tolerance;

  @Option(
      names = "--measure",
      paramLabel = "MEASURE",
      description =
          "Distance that is measured: joints-moved, detections-lost, pixels-changed or"
              + " output-error. Default: the model's own with --weights, else output-error.")
  private String measure;

  @Option(
      names = BESIDE,
      paramLabel = "FILE",
      description =
          "Another plan, or weights trained together with the plan stored next to them, to"
              + " be tried on the --test parts as well. May be repeated.")
  private List<Path> beside = List.of();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description =
          "Stop searching after this time and keep the best plan found. Default: no limit.")
  private Double minutes;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "File of the plan; the plot gets the same name with the ending .png. Missing"
              + " folders are created.")
  private Path out;

  @Mixin private ProgressOptions progress;

  @Override
  public Integer call() throws IOException {
    check();
    Sample wanted = sample.sample();
    GateSetting gate = sample.gate();
    Closeness closeness = closeness(wanted);
    if (tolerance > 1 && !closeness.name().equals(OUTPUT_ERROR)) {
      throw new BadInput(
          "--tolerance must be 0 to 1, a share, for " + closeness.name() + ", but is " + tolerance);
    }
    PrintWriter err = spec.commandLine().getErr();
    try (Interruption interruption =
        Interruption.after(minutes, err, Interruption.RESULTS_SO_FAR)) {
      CalibrateJob job =
          new CalibrateJob(
              wanted, closeness, gate, beside(wanted), interruption, progress.progress());
      CalibrationReport report = job.run(tolerance);
      report
          .found()
          .plan()
          .withRegions(wanted.setup().camera().regions())
          .write(out, metadata(wanted.setup()));
      PrintWriter text = spec.commandLine().getOut();
      if (report.found().complete()) {
        report = job.test(report);
      }
      text.print(CalibrationText.of(report));
      text.println(System.lineSeparator() + "written: " + out + plot(report));
      text.flush();
      return interruption.exitCode();
    }
  }

  /** Returns what a run of the plan needs beside the weights. */
  private static Map<String, String> metadata(Setup setup) {
    Shape input = setup.network().inputShape();
    Size size = new Size(input.height(), input.width());
    return TrainingFile.metadata(setup.model(), size, setup.crop());
  }

  private Map<String, Planned> beside(Sample wanted) {
    Map<String, Planned> all = new LinkedHashMap<>();
    for (Path file : beside) {
      all.put(file.getFileName().toString(), GateFiles.planned(BESIDE, file, wanted.setup()));
    }
    return all;
  }

  private void check() {
    if (!(tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY)) {
      throw new BadInput("--tolerance must be 0 or more, but is " + tolerance);
    }
    if (minutes != null && !(minutes > 0 && minutes < 1e6)) {
      throw new BadInput("--minutes must be above 0, but is " + minutes);
    }
    if (!beside.isEmpty() && !sample.hasTests()) {
      throw new BadInput(BESIDE + ": needs --test, the parts on which it is tried");
    }
    OutputOptions.folder(out.toAbsolutePath().getParent());
    OutputOptions.requireWritable("--out", out);
  }

  private Closeness closeness(Sample wanted) {
    VideoModel<?> model = wanted.setup().chosen().model();
    Closeness ofModel = model.task().closeness(model.network());
    Closeness ofOutputs = Closeness.ofOutputs(model.network());
    if (measure == null) {
      return wanted.setup().trained() ? ofModel : ofOutputs;
    }
    return List.of(ofModel, ofOutputs).stream()
        .filter(each -> each.name().equals(measure))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInput(
                    "--measure: "
                        + wanted.setup().model()
                        + " has no "
                        + measure
                        + "; allowed: "
                        + ofModel.name()
                        + ", "
                        + ofOutputs.name()));
  }

  private String plot(CalibrationReport report) throws IOException {
    if (!Fonts.available()) {
      return "; no plot: this machine has no fonts (fontconfig)";
    }
    String name = out.getFileName().toString();
    int dot = name.lastIndexOf('.');
    Path file = out.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".png");
    TradePlot.write(report, file);
    return ", " + file;
  }
}

package org.skipconv.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.skipconv.bench.BadInput;
import org.skipconv.bench.job.Progress;
import org.skipconv.bench.report.Report;
import org.skipconv.bench.report.ReportJson;
import picocli.CommandLine.Option;

/** Where the results go. */
final class OutputOptions {
  private static final int BAR_WIDTH = 78;
  private static final int UPDATE_MILLIS = 500;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write all figures to this file, one JSON object.")
  private Path json;

  @Option(names = "--no-progress", description = "Show no progress bars.")
  private boolean noProgress;

  /** Refuses a file that cannot be written, before the work begins. */
  void check() {
    if (json == null) {
      return;
    }
    Path folder = json.toAbsolutePath().getParent();
    if (Files.isDirectory(json) || folder == null || !Files.isDirectory(folder)) {
      throw new BadInput("--json " + json + ": needs a file in a folder that exists");
    }
    if (!Files.isWritable(Files.exists(json) ? json : folder)) {
      throw new BadInput("--json " + json + ": may not be written");
    }
  }

  /** Makes a folder where it is missing. */
  static Path folder(Path out) {
    try {
      return Files.createDirectories(out);
    } catch (IOException e) {
      throw new BadInput("--out " + out + ": cannot make this folder: " + e, e);
    }
  }

  /** Writes the figures where they were asked for. */
  void write(Report report) throws IOException {
    if (json != null) {
      ReportJson.write(report, json);
    }
  }

  Progress progress() {
    return noProgress ? Progress.NONE : OutputOptions::bar;
  }

  private static Progress.Bar bar(String what, long steps) {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(what)
            .setInitialMax(steps)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .setConsumer(new ConsoleProgressBarConsumer(System.err, BAR_WIDTH))
            .build();
    return new Progress.Bar() {
      @Override
      public void step() {
        bar.step();
      }

      @Override
      public void close() {
        bar.close();
      }
    };
  }
}

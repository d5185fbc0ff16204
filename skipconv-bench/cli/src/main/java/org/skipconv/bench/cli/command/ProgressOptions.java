package org.skipconv.bench.cli.command;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.skipconv.bench.cli.job.Progress;
import picocli.CommandLine.Option;

/** Whether to show how far a command is. */
public final class ProgressOptions {
  private static final int BAR_WIDTH = 78;
  private static final int UPDATE_MILLIS = 500;

  @Option(names = "--no-progress", description = "Show no progress bars.")
  private boolean noProgress;

  public Progress progress() {
    if (noProgress) {
      return Progress.NONE;
    }
    return ProgressLines.isTerminal() ? ProgressOptions::bar : ProgressLines::begin;
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

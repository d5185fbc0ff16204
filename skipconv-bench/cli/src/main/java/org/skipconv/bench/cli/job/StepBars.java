package org.skipconv.bench.cli.job;

import java.util.Locale;
import java.util.function.Consumer;
import org.skipconv.gates.calibration.CalibrationProgress;
import org.skipconv.gates.calibration.CalibrationProgress.Phase;

/** A bar for each step of a calibration. */
public final class StepBars implements Consumer<CalibrationProgress>, AutoCloseable {
  private final Progress progress;
  private Phase step;
  private Progress.Bar bar;

  public StepBars(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void accept(CalibrationProgress now) {
    if (now.phase() != step) {
      close();
      step = now.phase();
      bar = progress.begin(step.name().toLowerCase(Locale.ROOT), now.total());
    }
    bar.step();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}

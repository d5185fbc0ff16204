package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.skipconv.gates.training.TrainingProgress;

/** Lines about a training that is under way. */
class TrainingLogTest {
  private final StringWriter text = new StringWriter();
  private final TrainingLog log = new TrainingLog(new PrintWriter(text, true));

  private static TrainingProgress after(
      Duration time, double macShare, TrainingProgress.Validation validation) {
    return new TrainingProgress(7, time, 0.5, 0.3, 0.25, macShare, 0.1, validation);
  }

  @Test
  void factorsAreWrittenAsInOtherTables() {
    log.accept(after(Duration.ofMinutes(1), 0.25, null));
    assertThat(text.toString()).contains("1.0 min,  50 %, step 7:", "4.00 × fewer MACs");
  }

  /** A gate that closes for good saves without end, which is no achievement. */
  @Test
  void factorsAreCapped() {
    TrainingProgress.Validation shut = new TrainingProgress.Validation(0.9, 1e-5, 0.1);
    log.accept(after(Duration.ofMinutes(1), 1e-6, shut));
    assertThat(text.toString())
        .contains("> 1000 × fewer MACs between keyframes")
        .contains("validation: task loss 0.9000, > 1000 × fewer MACs, agreement 0.1000");
  }

  @Test
  void aLineComesHalfAMinuteAfterTheLastOrWithAValidation() {
    log.accept(after(Duration.ofSeconds(1), 0.5, null));
    log.accept(after(Duration.ofSeconds(20), 0.5, null));
    log.accept(after(Duration.ofSeconds(21), 0.5, new TrainingProgress.Validation(1, 1, 1)));
    log.accept(after(Duration.ofSeconds(52), 0.5, null));
    assertThat(text.toString().lines()).hasSize(3);
    assertThat(log.history()).hasSize(4);
  }
}

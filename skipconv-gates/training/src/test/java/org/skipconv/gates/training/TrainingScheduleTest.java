package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingScheduleTest {

  /** Gates decide with all noise at first, and as at inference for the last third. */
  @ParameterizedTest
  @CsvSource({"0, 1", "0.3, 1", "0.4, 0.75", "0.5, 0.5", "0.7, 0", "0.71, 0", "1, 0"})
  void noiseFades(double done, double factor) {
    TrainingSchedule schedule = new TrainingSchedule(new TrainingSettings());
    assertThat(schedule.noise(done)).isCloseTo(factor, within(1e-12));
  }
}

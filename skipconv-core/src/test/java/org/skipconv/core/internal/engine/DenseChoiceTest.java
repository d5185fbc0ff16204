package org.skipconv.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a frame is computed whole, at the limits of the rule. */
class DenseChoiceTest {
  private final DenseChoice choice = new DenseChoice();

  @Test
  void nothingIsForetoldFromNothing() {
    assertThat(choice.chooses(1)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // The same again: what it cost is known.
    "0.5, 0.99, 0.5, false",
    "0.5, 1, 0.5, true",
    // More is not foretold from more.
    "0.2, 0.9, 1, false",
    // Clearly less than what was too dear.
    "0.5, 1.2, 0.41, true",
    "0.5, 1.2, 0.39, false"
  })
  void oneFrameForetellsTheNext(double changed, double cost, double next, boolean whole) {
    assertThat(choice.chooses(changed)).isFalse();
    choice.computed(changed, cost);
    assertThat(choice.chooses(next)).isEqualTo(whole);
  }

  @Test
  void oneIsTriedAfterPausesThatDouble() {
    choice.computed(0.5, 1.2);
    for (int pause = DenseChoice.FIRST_PAUSE; pause <= DenseChoice.LAST_PAUSE; pause *= 2) {
      assertThat(wholeFrames(0.5)).isEqualTo(pause);
      choice.computed(0.5, 1.2);
    }
    assertThat(wholeFrames(0.5)).as("no longer than the last").isEqualTo(DenseChoice.LAST_PAUSE);
  }

  @Test
  void aTryThatWasCheapEndsIt() {
    choice.computed(0.5, 1.2);
    assertThat(wholeFrames(0.5)).isEqualTo(DenseChoice.FIRST_PAUSE);
    choice.computed(0.5, 1.2);
    assertThat(wholeFrames(0.5)).isEqualTo(2 * DenseChoice.FIRST_PAUSE);
    choice.computed(0.5, 0.3);
    assertThat(wholeFrames(0.5)).isZero();
    choice.computed(0.5, 1.2);
    assertThat(wholeFrames(0.5)).as("pauses begin anew").isEqualTo(DenseChoice.FIRST_PAUSE);
  }

  @Test
  void aFrameThatIsClearlyCheaperIsTriedAtOnceAndItsCostCountsFromThen() {
    choice.computed(0.5, 1.2);
    assertThat(choice.chooses(0.5)).isTrue();
    assertThat(choice.chooses(0.1)).isFalse();
    choice.computed(0.1, 0.2);
    assertThat(choice.chooses(0.12)).isFalse();
  }

  @Test
  void resetForgets() {
    choice.computed(0.5, 1.2);
    choice.reset();
    assertThat(choice.chooses(0.5)).isFalse();
  }

  /** Number of frames of the same share that are computed whole until one is not. */
  private int wholeFrames(double changed) {
    int frames = 0;
    while (choice.chooses(changed)) {
      frames++;
    }
    return frames;
  }
}

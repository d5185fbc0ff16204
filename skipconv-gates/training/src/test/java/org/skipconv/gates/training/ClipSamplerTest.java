package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.Shape;

class ClipSamplerTest {
  private static final int SHOT = 100;

  /** Ten shots of equal length. */
  private static final TrainingFrames SHOTS =
      new TrainingFrames() {
        @Override
        public int size() {
          return 10 * SHOT;
        }

        @Override
        public float[] frame(int index) {
          return new float[] {index};
        }

        @Override
        public boolean startsShot(int index) {
          return index % SHOT == 0;
        }
      };

  private static ClipSampler sampler() {
    return new ClipSampler(SHOTS, new Shape(1, 1, 1), 4, 0.2);
  }

  @Test
  void spreadClipsSeeShotsAtDifferentMoments() {
    List<Integer> starts = sampler().spread(false, 8).stream().map(s -> s.get(0)).toList();
    assertThat(starts).hasSize(8).isSorted();
    assertThat(starts).allMatch(start -> start % SHOT + 4 <= SHOT && start + 4 <= 8 * SHOT);
    for (int i = 0; i < 8; i++) {
      assertThat(starts.get(i) / SHOT).isEqualTo(i);
    }
    assertThat(starts.stream().map(start -> start % SHOT).distinct().count()).isGreaterThan(4);
    assertThat(sampler().spread(false, 8)).isEqualTo(sampler().spread(false, 8));
  }

  @Test
  void validationClipsAreOfTheLastFrames() {
    assertThat(sampler().spread(true, 6)).hasSize(6).allMatch(clip -> clip.get(0) >= 8 * SHOT);
  }
}

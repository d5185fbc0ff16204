package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HardNmsTest {
  private final Candidate best = candidate(0, 0, 10, 10, 1);

  @Test
  void anOverlapOfExactlyTheThresholdStays() {
    Candidate half = candidate(0, 0, 10, 20, 1);
    Candidate more = candidate(0, 0, 10, 19.9f, 1);

    assertThat(best.box().iou(half.box())).isEqualTo(0.5);
    assertThat(HardNms.select(List.of(best, half), 0.5, 100)).containsExactly(best, half);
    assertThat(HardNms.select(List.of(best, more), 0.5, 100)).containsExactly(best);
  }

  @Test
  void whatIsSuppressedDoesNotSuppress() {
    Candidate near = candidate(3, 0, 13, 10, 1); // 70 / 130 with best
    Candidate far = candidate(6, 0, 16, 10, 1); // 70 / 130 with near, 40 / 160 with best

    assertThat(HardNms.select(List.of(best, near, far), 0.5, 100)).containsExactly(best, far);
  }

  @Test
  void classesDoNotMeet() {
    Candidate other = candidate(0, 0, 10, 10, 2);

    assertThat(HardNms.select(List.of(best, other), 0.5, 100)).containsExactly(best, other);
    assertThat(HardNms.select(List.of(best, other), 0.5, 1)).containsExactly(best);
  }

  @Test
  void boxesWithoutAreaNeverStay() {
    Candidate line = candidate(5, 0, 5, 10, 1);
    Candidate crossed = candidate(8, 0, 5, 10, 1);

    assertThat(HardNms.select(List.of(line, crossed, best), 0.5, 1)).containsExactly(best);
    assertThat(HardNms.select(List.of(line, crossed), 1, 100)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void boxesWithAnEdgeThatIsNoNumberNeverStay(int edge) {
    float[] edges = {0, 0, 10, 10};
    edges[edge] = Float.NaN;
    Candidate broken = candidate(edges[0], edges[1], edges[2], edges[3], 1);

    assertThat(HardNms.select(List.of(broken, best), 0.5, 1)).containsExactly(best);
  }

  private static Candidate candidate(float x1, float y1, float x2, float y2, int channel) {
    return new Candidate(new Box(x1, y1, x2, y2), channel, 0.5f, 0);
  }
}

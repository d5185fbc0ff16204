package org.skipconv.bench.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.bench.ablation.Curve.Point;
import org.skipconv.bench.ablation.Curve.Reach;

class CurveTest {
  private static final Curve CURVE =
      new Curve(List.of(new Point(4, 0.80), new Point(2, 0.90), new Point(3, 0.88)));

  @Test
  void liesOnStraightLinesBetweenNeighbours() {
    assertThat(CURVE.reach(0.84).orElseThrow().macRatio()).isCloseTo(3.5, within(1e-9));
    assertThat(CURVE.reach(0.89).orElseThrow().macRatio()).isCloseTo(2.5, within(1e-9));
    assertThat(CURVE.reach(0.88)).contains(new Reach(3, false));
    assertThat(CURVE.reach(0.90)).contains(new Reach(2, false));
  }

  @Test
  void saysWhereItEnds() {
    assertThat(CURVE.reach(0.80)).contains(new Reach(4, true));
    assertThat(CURVE.reach(0.5)).contains(new Reach(4, true));
  }

  @Test
  void reachesNoAccuracyThatNobodyHas() {
    assertThat(CURVE.reach(0.901)).isEmpty();
    assertThat(new Curve(List.of()).reach(0.1)).isEmpty();
  }

  @Test
  void takesTheCheapestOfSeveralPlaces() {
    Curve uneven = new Curve(List.of(new Point(1, 0.9), new Point(2, 0.7), new Point(3, 0.8)));
    assertThat(uneven.reach(0.75)).contains(new Reach(3, true));
    assertThat(uneven.reach(0.85).orElseThrow().macRatio()).isCloseTo(1.25, within(1e-9));
  }

  @Test
  void holdsOneKindAndBlock() {
    List<Measured> all =
        List.of(
            Some.measured(Kind.SINGLE, "a", 1, 2, 0.9),
            Some.measured(Kind.SINGLE, "b", 4, 9, 0.9),
            Some.measured(Kind.CALIBRATED, "c", 1, 8, 0.9),
            Some.measured(Kind.SINGLE, "d", 1, 7, (Double) null));
    assertThat(Curve.of(all, Kind.SINGLE, 1, 0).points()).containsExactly(new Point(2, 0.9));
  }
}

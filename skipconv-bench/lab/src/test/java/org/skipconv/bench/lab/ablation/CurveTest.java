package org.skipconv.bench.lab.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.bench.lab.ablation.Curve.BestRatio;
import org.skipconv.bench.lab.ablation.Curve.CurvePoint;

class CurveTest {
  private static final Curve CURVE =
      new Curve(List.of(new CurvePoint(4, 0.80), new CurvePoint(2, 0.90), new CurvePoint(3, 0.88)));

  @Test
  void liesOnStraightLinesBetweenNeighbours() {
    assertThat(CURVE.reach(0.84).orElseThrow().macRatio()).isCloseTo(3.5, within(1e-9));
    assertThat(CURVE.reach(0.89).orElseThrow().macRatio()).isCloseTo(2.5, within(1e-9));
    assertThat(CURVE.reach(0.88)).contains(new BestRatio(3, false));
    assertThat(CURVE.reach(0.90)).contains(new BestRatio(2, false));
  }

  @Test
  void saysWhereItEnds() {
    assertThat(CURVE.reach(0.80)).contains(new BestRatio(4, true));
    assertThat(CURVE.reach(0.5)).contains(new BestRatio(4, true));
  }

  @Test
  void reachesNoAccuracyThatNobodyHas() {
    assertThat(CURVE.reach(0.901)).isEmpty();
    assertThat(new Curve(List.of()).reach(0.1)).isEmpty();
  }

  @Test
  void takesTheCheapestOfSeveralPlaces() {
    Curve uneven =
        new Curve(List.of(new CurvePoint(1, 0.9), new CurvePoint(2, 0.7), new CurvePoint(3, 0.8)));
    assertThat(uneven.reach(0.75)).contains(new BestRatio(3, true));
    assertThat(uneven.reach(0.85).orElseThrow().macRatio()).isCloseTo(1.25, within(1e-9));
  }

  @Test
  void holdsOneKindAndBlock() {
    List<Measured> all =
        List.of(
            Some.measured(GateOrigin.SINGLE, "a", 1, 2, 0.9),
            Some.measured(GateOrigin.SINGLE, "b", 4, 9, 0.9),
            Some.measured(GateOrigin.CALIBRATED, "c", 1, 8, 0.9),
            Some.measured(GateOrigin.SINGLE, "d", 1, 7, (Double) null));
    assertThat(Curve.of(all, GateOrigin.SINGLE, 1, 0).points())
        .containsExactly(new CurvePoint(2, 0.9));
  }
}

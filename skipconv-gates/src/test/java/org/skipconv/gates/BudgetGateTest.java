package org.skipconv.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.Gate;
import org.skipconv.core.GateMask;
import org.skipconv.core.ResidualPolicy;

class BudgetGateTest {

  @Test
  void opensTheLargestFirstAndOfEqualOnesTheFirst() {
    Random random = new Random(3);
    for (int seed = 0; seed < 200; seed++) {
      int height = 1 + random.nextInt(20);
      int width = 1 + random.nextInt(20);
      Residuals residual = Residuals.random(seed, height, width);
      if (seed % 2 == 0) {
        for (int i = 0; i < residual.values().length; i++) {
          residual.values()[i] *= (float) Math.exp(10 * random.nextGaussian());
        }
      }
      double share = 1 - random.nextDouble();
      int limit = Math.max(1, (int) (share * height * width));
      GateMask mask = new GateMask(height, width);
      Gate gate = BudgetGate.of(NormGate.absolute(0.03f), share);
      gate.open(residual.layer(ResidualPolicy.CARRY)).decide(residual, mask);
      assertThat(Residuals.text(mask)).isEqualTo(bySorting(residual, 0.03f * 36, limit));
    }
  }

  private static String bySorting(Residuals residual, float above, int limit) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < residual.values().length; i++) {
      if (residual.values()[i] > above) {
        order.add(i);
      }
    }
    order.sort(Comparator.comparingDouble((Integer i) -> -residual.values()[i]));
    GateMask mask = new GateMask(residual.height(), residual.width());
    for (int i : order.subList(0, Math.min(limit, order.size()))) {
      mask.set(i / residual.width(), i % residual.width(), true);
    }
    return Residuals.text(mask);
  }

  @Test
  void spendsNothingOnPixelsWithoutAChange() {
    Residuals residual = Residuals.of(1, 6, 0, 0, 0, 2, 1, 3);
    GateMask mask = new GateMask(1, 6);
    Gate.State state = BudgetGate.of(Gate.ALL_OPEN, 0.5).open(residual.layer(ResidualPolicy.CARRY));
    state.decide(residual, mask);
    assertThat(Residuals.text(mask)).isEqualTo("000111\n");
    assertThat(state.decidesUnchanged()).isFalse();
  }

  @Test
  void asksAgainWhileSomethingIsLeftOver() {
    Residuals residual = Residuals.of(1, 4, 1, 2, 3, 4);
    Gate.State state =
        BudgetGate.of(NormGate.absolute(0), 0.5).open(residual.layer(ResidualPolicy.CARRY));
    assertThat(state.decidesUnchanged()).isFalse();
    state.decide(residual, new GateMask(1, 4));
    assertThat(state.decidesUnchanged()).isTrue();
    state.decide(Residuals.of(1, 4, 1, 2, 0, 0), new GateMask(1, 4));
    assertThat(state.decidesUnchanged()).isFalse();
    state.decide(residual, new GateMask(1, 4));
    state.keyframe(1, 1);
    assertThat(state.decidesUnchanged()).as("after a keyframe").isFalse();
  }

  @Test
  void underRebaseNothingIsLeftOver() {
    Residuals residual = Residuals.of(1, 4, 1, 2, 3, 4);
    Gate.State state =
        BudgetGate.of(NormGate.absolute(0), 0.5).open(residual.layer(ResidualPolicy.REBASE));
    state.decide(residual, new GateMask(1, 4));
    assertThat(state.decidesUnchanged()).isFalse();
  }

  @Test
  void aTinyBudgetIsOnePixel() {
    Residuals residual = Residuals.of(1, 4, 1, 2, 3, 3);
    GateMask mask = new GateMask(1, 4);
    BudgetGate.of(Gate.ALL_OPEN, 0.01)
        .open(residual.layer(ResidualPolicy.CARRY))
        .decide(residual, mask);
    assertThat(Residuals.text(mask)).isEqualTo("0010\n");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, 1.01, Double.NaN})
  void refusesSharesThatMakeNoSense(double share) {
    assertThatThrownBy(() -> BudgetGate.of(Gate.ALL_OPEN, share))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the budget must be above 0 and at most 1, but is " + share);
  }
}

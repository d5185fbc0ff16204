package org.skipconv.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.Gate;
import org.skipconv.core.GateMask;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.Residual;
import org.skipconv.core.ResidualPolicy;

/** Calls that a gate around another one hands on. */
class WrappedGatesTest {

  /** Takes notes of what it is told, and answers what it is told to. */
  private static final class Inner implements Gate, Gate.State {
    final List<String> told = new ArrayList<>();
    boolean answer;

    @Override
    public State open(GatedLayer layer) {
      return this;
    }

    @Override
    public long decide(Residual residual, GateMask mask) {
      told.add("decide");
      return 17;
    }

    @Override
    public void keyframe(double inputScale, double outputScale) {
      told.add("keyframe " + inputScale + " " + outputScale);
    }

    @Override
    public void shift(int rows, int columns) {
      told.add("shift " + rows + " " + columns);
    }

    @Override
    public boolean wantsOutputScale() {
      return answer;
    }

    @Override
    public boolean decidesUnchanged() {
      return answer;
    }
  }

  static Stream<UnaryOperator<Gate>> wrappers() {
    return Stream.of(
        inner -> BlockGate.of(inner, 2),
        inner -> BlockGate.of(inner, 8),
        inner -> BudgetGate.of(inner, 0.25));
  }

  @ParameterizedTest
  @MethodSource("wrappers")
  void everythingReachesTheInnerGate(UnaryOperator<Gate> wrapper) {
    Inner inner = new Inner();
    Residuals residual = Residuals.of(1, 4, 1, 2, 3, 4);
    Gate.State state = wrapper.apply(inner).open(residual.layer(ResidualPolicy.CARRY));
    assertThat(state).isNotSameAs(inner);
    for (boolean answer : new boolean[] {false, true}) {
      inner.answer = answer;
      assertThat(state.wantsOutputScale()).isEqualTo(answer);
      assertThat(state.decidesUnchanged()).isEqualTo(answer);
    }
    assertThat(state.decide(residual, new GateMask(1, 4))).isEqualTo(17);
    state.keyframe(0.5, 2);
    state.shift(-4, 8);
    assertThat(inner.told).containsExactly("decide", "keyframe 0.5 2.0", "shift -4 8");
  }
}

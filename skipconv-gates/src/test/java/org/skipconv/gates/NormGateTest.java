package org.skipconv.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.Gate;
import org.skipconv.core.GateMask;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.ResidualPolicy;

class NormGateTest {
  private static final Residuals ROW = Residuals.of(1, 5, 0f, 3.5f, 3.6f, 3.7f, 72f);
  private static final GatedLayer LAYER = ROW.layer(ResidualPolicy.CARRY);

  private static String decide(Gate gate, double inputScale, double outputScale) {
    Gate.State state = gate.open(LAYER);
    state.keyframe(inputScale, outputScale);
    GateMask mask = new GateMask(1, 5);
    assertThat(state.decide(ROW, mask)).isZero();
    assertThat(state.decidesUnchanged()).isFalse();
    return Residuals.text(mask).strip();
  }

  @Test
  void inputIsRelativeToTheMeanOfTheInput() {
    // 4 channels of 3x3 taps: the sum 3.6 is a mean of 0.1.
    assertThat(decide(NormGate.input(0.2f), 0.4999, 100)).isEqualTo("00111");
    assertThat(decide(NormGate.input(0.2f), 0.5001, 100)).isEqualTo("00011");
  }

  @Test
  void outputIsRelativeToTheMeanOfTheOutput() {
    // Mean |w| is 0.1: the sum 3.6 bounds the output's change by 0.36.
    assertThat(decide(NormGate.output(0.5f), 100, 0.7199)).isEqualTo("00111");
    assertThat(decide(NormGate.output(0.5f), 100, 0.7201)).isEqualTo("00011");
  }

  @Test
  void absoluteKnowsNoScale() {
    assertThat(decide(NormGate.absolute(0.0999f), 7, 9)).isEqualTo("00111");
    assertThat(decide(NormGate.absolute(0.1001f), 7, 9)).isEqualTo("00011");
  }

  @Test
  void releasedDividesByTheHeight() {
    // Height 1: the sum 3.6 is 0.4 a tap.
    assertThat(decide(NormGate.releasedInput(0.3999f), 7, 9)).isEqualTo("00111");
    assertThat(decide(NormGate.releasedInput(0.4001f), 7, 9)).isEqualTo("00011");
    assertThat(decide(NormGate.releasedOutput(0.0399f), 7, 9)).isEqualTo("00111");
    assertThat(decide(NormGate.releasedOutput(0.0401f), 7, 9)).isEqualTo("00011");
  }

  @Test
  void releasedRoundsDownToItsGrid() {
    GateMask mask = new GateMask(1, 2);
    // 0.123456 and 0.123462 a tap against 0.123455.
    Residuals residual = Residuals.of(1, 2, 9 * 0.123456f, 9 * 0.123462f);
    NormGate.releasedInput(0.123455f).open(LAYER).decide(residual, mask);
    assertThat(Residuals.text(mask)).isEqualTo("01\n");
  }

  @Test
  void anEqualValueStaysClosed() {
    Gate.State state = NormGate.absolute(0.5f).open(LAYER);
    GateMask mask = new GateMask(1, 2);
    state.decide(Residuals.of(1, 2, 18f, Math.nextUp(18f)), mask);
    assertThat(Residuals.text(mask)).isEqualTo("01\n");
  }

  @Test
  void withThresholdZeroEveryChangeOpens() {
    for (Gate gate : new Gate[] {NormGate.input(0), NormGate.output(0), NormGate.absolute(0)}) {
      assertThat(decide(gate, 1, 1)).isEqualTo("01111");
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.1f, Float.NaN, Float.POSITIVE_INFINITY})
  void refusesThresholdsThatMakeNoSense(float eps) {
    assertThatThrownBy(() -> NormGate.input(eps))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("eps must be 0 or more and finite, but is " + eps);
  }

  @Test
  void raisingTheThresholdNeverOpensAPixel() {
    Residuals residual = Residuals.random(7, 13, 17);
    GatedLayer layer = residual.layer(ResidualPolicy.CARRY);
    GateMask lower = new GateMask(13, 17);
    GateMask higher = new GateMask(13, 17);
    lower.setAll(true);
    for (float eps = 0; eps < 0.4f; eps += 0.01f) {
      Gate.State state = NormGate.input(eps).open(layer);
      state.keyframe(1, 1);
      state.decide(residual, higher);
      for (int y = 0; y < 13; y++) {
        for (int x = 0; x < 17; x++) {
          assertThat(higher.isOpen(y, x) && !lower.isOpen(y, x)).isFalse();
        }
      }
      state.decide(residual, lower);
    }
    assertThat(lower.count()).isZero();
  }
}

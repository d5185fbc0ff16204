package org.skipconv.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.Gate;
import org.skipconv.core.GateMask;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.Residual;
import org.skipconv.core.ResidualPolicy;

class ContextGateTest {
  /** Lowers what stands alone: c = -L while the weight is -1. */
  private static final ContextScore ALONE =
      new ContextScore(List.of(new ContextScore.Unit(0, 1, 0, 0, -1)));

  /** Window elements of {@link Residuals#layer}. */
  private static final float WINDOW = 36;

  private static ContextScore always(float c) {
    return new ContextScore(List.of(new ContextScore.Unit(1, 0, 0, 0, c)));
  }

  private record WithPicture(Residuals inner, float picture) implements Residual {
    @Override
    public int height() {
      return inner.height();
    }

    @Override
    public int width() {
      return inner.width();
    }

    @Override
    public float at(int y, int x) {
      return inner.at(y, x);
    }

    @Override
    public float pictureChange(int y, int x) {
      return picture * x;
    }

    @Override
    public void openAbove(float threshold, GateMask mask) {
      inner.openAbove(threshold, mask);
    }
  }

  /** Threshold 1 on the sum. */
  private static String decide(ContextScore score, Residual residual, long scored) {
    GatedLayer layer =
        Residuals.of(residual.height(), residual.width(), new float[0]).layer(ResidualPolicy.CARRY);
    Gate.State state = ContextGate.of(1 / WINDOW, score).open(layer);
    state.keyframe(1, 7);
    GateMask mask = new GateMask(residual.height(), residual.width());
    assertThat(state.decide(residual, mask)).isEqualTo(scored * score.macsPerPixel());
    assertThat(state.wantsOutputScale()).isFalse();
    assertThat(state.decidesUnchanged()).isFalse();
    return Residuals.text(mask).strip();
  }

  @Test
  void theScoreMovesTheThreshold() {
    Residuals row = Residuals.of(1, 6, 0.3f, 0.51f, 0.9f, 1.1f, 1.9f, 2.1f);
    assertThat(decide(always(0), row, 6)).isEqualTo("000111");
    assertThat(decide(always((float) Math.log(2)), row, 6)).isEqualTo("011111");
    assertThat(decide(always((float) -Math.log(2)), row, 6)).isEqualTo("000001");
  }

  /** However far the score goes, a pixel above 4 T opens and one below T / 4 does not. */
  @Test
  void beyondItsReachNothingIsScored() {
    Residuals row = Residuals.of(1, 5, 0, 0.2499f, 0.2501f, 3.999f, 4.001f);
    assertThat(decide(always(100), row, 2)).isEqualTo("00111");
    assertThat(decide(always(-100), row, 2)).isEqualTo("00001");
  }

  @Test
  void itSeesWhatIsAroundAPixel() {
    // The largest around each is 1, 1.25, 2.6 and 1 times as large as itself.
    Residuals block = Residuals.of(2, 5, 1.2f, 0, 1.2f, 1.5f, 0, 0, 0, 0, 0, 3.9f);
    assertThat(decide(ContextScore.NONE, block, 0)).isEqualTo("10110\n00001");
    assertThat(decide(ALONE, block, 4)).isEqualTo("10000\n00001");
  }

  @Test
  void itSeesThePicture() {
    ContextScore moving = new ContextScore(List.of(new ContextScore.Unit(-0.1f, 0, 0, 1, 1)));
    // c is ln(1 + 20 * 0.01 x) - 0.1, from 0 on.
    WithPicture still = new WithPicture(Residuals.of(1, 4, 0.9f, 0.9f, 0.9f, 0.9f), 0);
    WithPicture changed = new WithPicture(still.inner(), 0.01f);
    assertThat(decide(moving, still, 4)).isEqualTo("0000");
    assertThat(decide(moving, changed, 4)).isEqualTo("0011");
  }

  @Test
  void scoresAreThoseOfTheFormula() {
    ContextScore score =
        new ContextScore(
            List.of(
                new ContextScore.Unit(0.1f, 0.2f, -0.3f, 0.4f, 0.5f),
                new ContextScore.Unit(-9, 1, 1, 1, 7)));
    double l = Math.log(3);
    double m = Math.log(9.0 / 18);
    double p = Math.log(1 + 20 * 0.05);
    double expected = 0.5 * (0.1 + 0.2 * l - 0.3 * m + 0.4 * p);
    assertThat(score.of(2, 6, 9, 0.05)).isCloseTo(expected, within(1e-6));
    // Each feature ends at 6, and the score at ln 4.
    assertThat(new ContextScore(List.of(new ContextScore.Unit(-6, 1, 0, 0, 1))).of(1, 1e9, 9, 0))
        .isCloseTo(0, within(1e-6));
    assertThat(ALONE.of(1, 1e9, 9, 0)).isEqualTo(-Math.log(4));
    assertThat(score.macsPerPixel()).isEqualTo(9 + 2 * 4);
    assertThat(ContextScore.NONE.macsPerPixel()).isZero();
  }

  @Test
  void logarithmsAreRightToAMillionth() {
    for (double x = 1e-30; x < 1e30; x *= 1.0137) {
      assertThat(ContextScore.log(x)).isCloseTo(Math.log(x), within(1e-6));
    }
    assertThat(ContextScore.log(1)).isZero();
    assertThat(ContextScore.log(Double.POSITIVE_INFINITY)).isInfinite();
    assertThat(ContextScore.log(Double.NaN)).isNaN();
  }

  @Test
  void whatIsNotKnownOpens() {
    float nan = Float.NaN;
    Residuals row = Residuals.of(1, 5, 0.9f, nan, 0.9f, 0, Float.POSITIVE_INFINITY);
    // Beside a pixel that is not a number nothing is known of what is around.
    assertThat(decide(ALONE, row, 2)).isEqualTo("11101");
    Residuals infinite = Residuals.of(1, 3, Float.POSITIVE_INFINITY, 1.1f, 0);
    assertThat(decide(ALONE, infinite, 1)).isEqualTo("100");
  }

  @Test
  void weightsOfZeroHaveTheMasksOfTheThreshold() {
    Residuals residual = Residuals.random(3, 13, 17);
    GatedLayer layer = residual.layer(ResidualPolicy.CARRY);
    ContextScore zero =
        new ContextScore(List.of(new ContextScore.Unit(1, 2, 3, 4, 0), always(0).units().get(0)));
    for (float eps = 0; eps < 0.4f; eps += 0.01f) {
      GateMask expected = new GateMask(13, 17);
      GateMask actual = new GateMask(13, 17);
      Gate.State norm = NormGate.input(eps).open(layer);
      Gate.State context = ContextGate.of(eps, zero).open(layer);
      norm.keyframe(0.9, 1);
      context.keyframe(0.9, 1);
      norm.decide(residual, expected);
      context.decide(residual, actual);
      assertThat(Residuals.text(actual)).isEqualTo(Residuals.text(expected));
    }
  }

  @Test
  void raisingTheThresholdNeverOpensAPixel() {
    Residuals residual = Residuals.random(7, 13, 17);
    GatedLayer layer = residual.layer(ResidualPolicy.CARRY);
    GateMask lower = new GateMask(13, 17);
    lower.setAll(true);
    for (float eps = 0; eps < 2; eps += 0.01f) {
      GateMask higher = new GateMask(13, 17);
      Gate.State state = ContextGate.of(eps, ALONE).open(layer);
      state.keyframe(1, 1);
      state.decide(residual, higher);
      for (int i = higher.nextOpen(0); i >= 0; i = higher.nextOpen(i + 1)) {
        assertThat(lower.isOpen(i / 17, i % 17)).as("opened by raising").isTrue();
      }
      lower = higher;
    }
    assertThat(lower.count()).isZero();
  }

  @Test
  void refusesWhatItCannotServe() {
    GatedLayer rebase = Residuals.of(1, 1, 0).layer(ResidualPolicy.REBASE);
    assertThatThrownBy(() -> ContextGate.of(0.1f, ALONE).open(rebase))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer layer")
        .hasMessageContaining("CARRY");
    assertThatThrownBy(() -> ContextGate.of(-1, ALONE)).hasMessageContaining("eps must be 0");
    assertThatThrownBy(() -> new ContextScore.Unit(0, Float.NaN, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finite");
    List<ContextScore.Unit> many = Collections.nCopies(13, new ContextScore.Unit(0, 0, 0, 0, 0));
    assertThatThrownBy(() -> new ContextScore(many)).hasMessageContaining("at most 12 units");
    assertThatThrownBy(() -> new GateSetting(GateSetting.Kind.INPUT, 0.1f, 1, 1, ALONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("only gate context");
  }
}

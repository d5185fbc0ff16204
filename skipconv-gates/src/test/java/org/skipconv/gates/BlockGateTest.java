package org.skipconv.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.Gate;
import org.skipconv.core.GateMask;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.Residual;
import org.skipconv.core.ResidualPolicy;

class BlockGateTest {

  @ParameterizedTest
  @CsvSource({
    "1,8,8", "2,8,8", "4,8,8", "8,8,8", "1,5,7", "2,5,7", "4,5,7", "8,5,7", "8,17,9", "4,1,1",
    "2,3,64", "8,64,3"
  })
  void aBlockOpensWhenAnyOfItsPixelsDoes(int size, int height, int width) {
    for (int seed = 0; seed < 20; seed++) {
      Residuals residual = Residuals.random(seed, height, width);
      Gate inner = NormGate.absolute(0.18f);
      GateMask pixels = decide(inner, residual);
      GateMask blocks = decide(BlockGate.of(inner, size), residual);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          assertThat(blocks.isOpen(y, x))
              .isEqualTo(anyOpen(pixels, y / size * size, x / size * size, size));
        }
      }
    }
  }

  private static boolean anyOpen(GateMask mask, int top, int left, int size) {
    for (int y = top; y < Math.min(top + size, mask.height()); y++) {
      for (int x = left; x < Math.min(left + size, mask.width()); x++) {
        if (mask.isOpen(y, x)) {
          return true;
        }
      }
    }
    return false;
  }

  private static GateMask decide(Gate gate, Residuals residual) {
    GateMask mask = new GateMask(residual.height(), residual.width());
    gate.open(residual.layer(ResidualPolicy.CARRY)).decide(residual, mask);
    return mask;
  }

  @Test
  void aSessionSeesOneBlock() {
    Residuals residual = Residuals.of(3, 5, new float[15]);
    residual.values()[2 * 5 + 3] = 100;
    assertThat(Residuals.text(decide(BlockGate.of(NormGate.absolute(1), 2), residual)))
        .isEqualTo("00000\n00000\n00110\n");
    assertThat(Residuals.text(decide(BlockGate.of(NormGate.absolute(1), 4), residual)))
        .isEqualTo("11110\n11110\n11110\n");
  }

  @Test
  void theInnerGateHearsEverything() {
    Recorder recorder = new Recorder();
    Gate.State state =
        BlockGate.of(recorder, 4).open(recorder.residual.layer(ResidualPolicy.CARRY));
    state.keyframe(2, 3);
    assertThat(recorder.inputScale).isEqualTo(2);
    assertThat(recorder.outputScale).isEqualTo(3);
    assertThat(state.decidesUnchanged()).isTrue();
    assertThat(state.decide(recorder.residual, new GateMask(4, 4))).isEqualTo(77);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 3, 6, 16})
  void refusesOtherSizes(int size) {
    assertThatThrownBy(() -> BlockGate.of(Gate.ALL_OPEN, size))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the block size must be 1, 2, 4 or 8, but is " + size);
  }

  /** A gate that costs 77 MACs, and remembers what it was told. */
  private static final class Recorder implements Gate, Gate.State {
    private final Residuals residual = Residuals.of(4, 4, new float[16]);
    private double inputScale;
    private double outputScale;

    @Override
    public State open(GatedLayer layer) {
      return this;
    }

    @Override
    public long decide(Residual ignored, GateMask mask) {
      return 77;
    }

    @Override
    public void keyframe(double input, double output) {
      inputScale = input;
      outputScale = output;
    }

    @Override
    public boolean decidesUnchanged() {
      return true;
    }
  }
}

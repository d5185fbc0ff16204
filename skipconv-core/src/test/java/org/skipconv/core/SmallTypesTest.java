package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Masks, batch norm, shapes, tensors, costs and options. */
class SmallTypesTest {

  @Test
  void aMaskHoldsWhatWasSet() {
    GateMask mask = new GateMask(3, 5);
    assertThat(mask.count()).isZero();
    mask.set(0, 0, true);
    mask.set(2, 4, true);
    mask.set(2, 4, true);
    mask.set(1, 3, true);
    mask.set(1, 3, false);
    assertThat(mask.count()).isEqualTo(2);
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 5; x++) {
        assertThat(mask.isOpen(y, x)).isEqualTo((y == 0 && x == 0) || (y == 2 && x == 4));
      }
    }
    mask.setAll(true);
    assertThat(mask.count()).isEqualTo(15);
    mask.setAll(false);
    assertThat(mask.count()).isZero();
  }

  @Test
  void aMaskRefusesWhatIsOutside() {
    GateMask mask = new GateMask(3, 5);
    for (int[] pixel : new int[][] {{-1, 0}, {0, -1}, {3, 0}, {0, 5}}) {
      assertThatThrownBy(() -> mask.isOpen(pixel[0], pixel[1]))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("outside the mask of 3x5");
      assertThatThrownBy(() -> mask.set(pixel[0], pixel[1], true))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThatThrownBy(() -> new GateMask(3, 5, ByteBuffer.allocate(14)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3x5");
    assertThatThrownBy(() -> new GateMask(0, 5)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMaskOverForeignMemoryWritesOneByteAPixel() {
    ByteBuffer cells = ByteBuffer.allocate(8);
    cells.put(6, (byte) 9).put(7, (byte) 9);
    GateMask mask = new GateMask(2, 3, cells);
    mask.setAll(true);
    mask.set(1, 0, false);
    assertThat(cells.array()).containsExactly(1, 1, 1, 0, 1, 1, 9, 9);
  }

  @Test
  void batchNormFoldsToScaleAndShift() {
    BatchNorm norm =
        new BatchNorm(
            Tensor.of(new float[] {2, -3}, 2),
            Tensor.of(new float[] {0.5f, 1}, 2),
            Tensor.of(new float[] {4, -1}, 2),
            Tensor.of(new float[] {3, 15}, 2),
            1);
    assertThat(norm.scale().values()).containsExactly(1, -0.75f);
    assertThat(norm.shift(null).values()).containsExactly(0.5f - 4, 1 - 0.75f);
    Tensor bias = Tensor.of(new float[] {10, 2}, 2);
    assertThat(norm.shift(bias).values()).containsExactly(0.5f + 6, 1 - 0.75f * 3);
    Tensor three = Tensor.of(new float[3], 3);
    assertThatThrownBy(() -> new BatchNorm(three, three, bias, three, 1e-5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3, 3, 2, 3");
  }

  @Test
  void shapesAndTensorsRefuseWhatDoesNotFit() {
    assertThat(new Shape(70_000, 300, 400).elements()).isEqualTo(8_400_000_000L);
    assertThat(new Shape(2, 3, 4).pixels()).isEqualTo(12);
    assertThatThrownBy(() -> new Shape(1, 50_000, 50_000).pixels())
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new Shape(0, 1, 1)).hasMessageContaining("0, 1, 1");
    assertThatThrownBy(() -> Tensor.of(new float[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape [2, 3] needs 6 values, but there are 5");
    assertThatThrownBy(() -> Tensor.of(new float[0], -1)).hasMessageContaining("negative");
    assertThat(Tensor.of(new float[1]).rank()).isZero();
  }

  @Test
  void twoFlopsAMac() {
    MacCount macs = new MacCount(1000, 100, 50).plus(new MacCount(1000, 300, 0));
    assertThat(macs).isEqualTo(new MacCount(2000, 400, 50));
    assertThat(macs.spent()).isEqualTo(450);
    assertThat(macs.savedFlops()).isEqualTo(2 * 1550);
    assertThat(macs.savedShare()).isEqualTo(0.775);
    assertThat(new MacCount(0, 0, 0).savedShare()).isZero();
    assertThat(new MacCount(10, 10, 5).savedShare()).isEqualTo(-0.5);
  }

  @Test
  void keyframesByCountComeAtTheCountAndNotBefore() {
    assertThat(KeyframePolicy.every(3).isKeyframe(2)).isFalse();
    assertThat(KeyframePolicy.every(3).isKeyframe(3)).isTrue();
    KeyframePolicy byCutsAlone = new KeyframePolicy(0, true);
    assertThat(byCutsAlone.isKeyframe(0)).isFalse();
    assertThat(byCutsAlone.isKeyframe(1_000_000)).isFalse();
  }

  @Test
  void optionsChangeOneThing() {
    SessionOptions plain = SessionOptions.gates(Gate.ALL_OPEN);
    assertThat(plain.policy()).isEqualTo(ResidualPolicy.CARRY);
    assertThat(plain.threads()).isEqualTo(1);
    assertThat(plain.inputThreshold()).isEqualTo(InputThreshold.automatic());
    assertThat(plain.inputThreshold().change()).isEqualTo(SessionOptions.DEFAULT_INPUT_THRESHOLD);
    SessionOptions changed =
        plain
            .withPolicy(ResidualPolicy.REBASE)
            .withThreads(3)
            .withInputThreshold(0.25f)
            .withHoldThreshold(0.5f)
            .withWholeFrames(false)
            .withKeyframeEvery(7);
    assertThat(changed.policy()).isEqualTo(ResidualPolicy.REBASE);
    assertThat(changed.threads()).isEqualTo(3);
    assertThat(changed.inputThreshold().change()).isEqualTo(0.25f);
    assertThat(changed.holdThreshold()).isEqualTo(0.5f);
    assertThat(changed.wholeFrames()).isFalse();
    assertThat(plain.wholeFrames()).isTrue();
    assertThat(changed.keyframes()).isEqualTo(KeyframePolicy.every(7));
    assertThat(plain.policy()).isEqualTo(ResidualPolicy.CARRY);
    SessionOptions dense = SessionOptions.dense();
    assertThat(dense.keyframes().interval()).isEqualTo(1);
    assertThat(dense.inputThreshold()).isEqualTo(InputThreshold.fixed(0));
    assertThat(dense.holdThreshold()).isZero();
  }

  @Test
  void anInputThresholdIsFixedMeasuredOrLeftToTheSource() {
    InputThreshold fixed = InputThreshold.fixed(0.25f);
    InputThreshold measured = InputThreshold.measured(0.5f);
    InputThreshold automatic = InputThreshold.automatic();
    assertThat(fixed).isEqualTo(InputThreshold.fixed(0.25f)).hasToString("0.25");
    assertThat(fixed).hasSameHashCodeAs(InputThreshold.fixed(0.25f));
    assertThat(measured).isEqualTo(InputThreshold.measured(0.5f)).hasToString("measured");
    assertThat(automatic)
        .isNotEqualTo(InputThreshold.fixed(automatic.change()))
        .hasToString("auto");
    assertThat(fixed.isFixed()).isTrue();
    assertThat(measured.isFixed() || automatic.isFixed()).isFalse();
    assertThat(measured.isMeasured()).isTrue();
    assertThat(fixed.isMeasured() || automatic.isMeasured()).isFalse();
    assertThat(automatic.forPictures(0.5f)).isEqualTo(measured);
    assertThat(fixed.forPictures(0.5f)).isEqualTo(fixed);
    assertThat(measured.forPictures(2)).isEqualTo(measured);
    assertThat(measured.greyLevel()).isEqualTo(0.5f);
    assertThatThrownBy(measured::change).hasMessageContaining("no fixed change");
    assertThatThrownBy(fixed::greyLevel).hasMessageContaining("0.25 knows no grey level");
    for (float bad : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> InputThreshold.measured(bad))
          .hasMessage("one grey level must change the input by more than 0, but does by " + bad);
    }
  }

  @Test
  void optionsSayWhatTheyAre() {
    assertThat(SessionOptions.dense())
        .hasToString(
            "CARRY, KeyframePolicy[interval=1, onCut=true], input threshold 0.0, hold threshold"
                + " 0.0, 1 thread");
    assertThat(SessionOptions.exact().withThreads(2).toString()).endsWith("2 threads");
  }

  @Test
  void optionsRefuseWhatMakesNoSense() {
    SessionOptions plain = SessionOptions.gates(Gate.ALL_OPEN);
    for (float bad : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> plain.withInputThreshold(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(Float.toString(bad));
      assertThatThrownBy(() -> plain.withHoldThreshold(bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (int bad : new int[] {0, -1, 257}) {
      assertThatThrownBy(() -> plain.withThreads(bad)).hasMessageContaining("but is " + bad);
    }
    assertThatThrownBy(() -> plain.withKeyframeEvery(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> plain.withPolicy(null)).hasMessageContaining("policy");
    assertThatThrownBy(() -> plain.withKeyframes(null)).hasMessageContaining("keyframes");
    assertThatThrownBy(() -> SessionOptions.gates(null)).hasMessageContaining("gate");
    assertThatThrownBy(() -> SessionOptions.perLayer(null)).hasMessageContaining("gates");
  }

  @Test
  void keyframesByCount() {
    assertThat(KeyframePolicy.first().isKeyframe(1_000_000)).isFalse();
    assertThat(KeyframePolicy.always().isKeyframe(1)).isTrue();
    assertThat(KeyframePolicy.every(3).isKeyframe(2)).isFalse();
    assertThat(KeyframePolicy.every(3).isKeyframe(3)).isTrue();
    assertThat(List.of(KeyframePolicy.every(3), KeyframePolicy.first()))
        .allSatisfy(policy -> assertThat(policy.withoutCuts().onCut()).isFalse());
  }
}

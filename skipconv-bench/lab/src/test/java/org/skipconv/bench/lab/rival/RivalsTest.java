package org.skipconv.bench.lab.rival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.measure.OnnxRuntimePeer;
import org.skipconv.bench.cli.measure.SessionPeer;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.OutputError;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.hrnet.HrNet;

class RivalsTest {
  private static final SkipNetwork NETWORK = HrNet.w18SmallV1(128, 128).seeded(3);
  private static final Shape SHAPE = NETWORK.inputShape();

  private static float[] noise() {
    float[] values = new float[(int) SHAPE.elements()];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** The same with a square of 20 pixels in the upper left corner changed. */
  private static float[] moved(float[] still) {
    float[] values = still.clone();
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 20; y++) {
        for (int x = 0; x < 20; x++) {
          values[(c * 128 + y) * 128 + x] += 2;
        }
      }
    }
    return values;
  }

  private static double error(InputTensor frame, Rival rival) {
    try (SessionPeer dense = new SessionPeer("dense", NETWORK, SessionOptions.dense())) {
      dense.next(frame);
      OutputError error = new OutputError(NETWORK);
      error.add(dense.result(), rival.result());
      return error.relative();
    }
  }

  @Test
  void runsOnlyWhenSomethingMoves() {
    float[] still = noise();
    try (InputTensor frame = new InputTensor(SHAPE);
        OnnxRuntimePeer engine = OnnxRuntimePeer.open(NETWORK, 1)) {
      Rival rival = new MotionTriggered(NETWORK, engine, 0.2f);
      frame.set(still);
      rival.next(frame);
      assertThat(rival.macs()).isEqualTo(NETWORK.denseMacs());
      assertThat(error(frame, rival)).isLessThan(1e-4);
      rival.next(frame);
      assertThat(rival.macs()).isZero();
      frame.set(moved(still));
      assertThat(error(frame, rival)).isGreaterThan(1e-3);
      rival.next(frame);
      assertThat(rival.macs()).isEqualTo(NETWORK.denseMacs());
      assertThat(error(frame, rival)).isLessThan(1e-4);
      rival.reset();
      rival.next(frame);
      assertThat(rival.macs()).isEqualTo(NETWORK.denseMacs());
    }
  }

  @Test
  void runsOnlyWhereSomethingMoves() {
    float[] still = noise();
    try (InputTensor frame = new InputTensor(SHAPE);
        CropLadder engines = new CropLadder(NETWORK, 1)) {
      Rival rival = new MotionCropped(NETWORK, engines, 0.2f);
      frame.set(still);
      rival.next(frame);
      assertThat(rival.macs()).isEqualTo(NETWORK.denseMacs());
      assertThat(error(frame, rival)).isLessThan(1e-4);
      rival.next(frame);
      assertThat(rival.macs()).isZero();
      frame.set(moved(still));
      double stale = error(frame, rival);
      assertThat(rival.next(frame)).isPositive();
      assertThat(rival.macs()).isEqualTo(NETWORK.denseMacs() / 4);
      assertThat(error(frame, rival)).isBetween(1e-6, stale);
    }
  }

  @Test
  void windowsHoldWhatMovesAndLieOnTheGrid() {
    try (CropLadder engines = new CropLadder(NETWORK, 1)) {
      assertThat(engines.around(new Window(0, 0, 64, 64))).isEqualTo(new Window(0, 0, 64, 64));
      assertThat(engines.around(new Window(40, 40, 30, 20))).isEqualTo(new Window(32, 32, 64, 64));
      assertThat(engines.around(new Window(0, 70, 128, 58))).isEqualTo(new Window(0, 64, 128, 64));
      assertThat(engines.around(new Window(10, 10, 80, 80))).isEqualTo(new Window(0, 0, 96, 96));
      assertThat(engines.around(new Window(0, 0, 128, 128))).isEqualTo(new Window(0, 0, 128, 128));
    }
  }

  @Test
  void resizedNetworksAreTheSameNetworks() {
    SkipNetwork resized = NETWORK.resized(64, 96);
    assertThat(resized.inputShape()).isEqualTo(new Shape(3, 64, 96));
    SkipNetwork straight = HrNet.w18SmallV1(64, 96).seeded(3);
    assertThat(resized.denseMacs()).isEqualTo(straight.denseMacs());
    assertThat(resized.parameters()).isEqualTo(NETWORK.parameters());
    SkipNetwork detector = EfficientDet.of("d0").withSize(256, 256).seeded(3);
    assertThat(detector.stride()).isEqualTo(128);
    assertThat(detector.resized(128, 256).denseMacs())
        .isEqualTo(EfficientDet.of("d0").withSize(128, 256).seeded(3).denseMacs());
    assertThatThrownBy(() -> NETWORK.resized(60, 64)).hasMessageContaining("multiples of 32");
  }

  @Test
  void noiseIsNoMotion() {
    Motion motion = new Motion(SHAPE, 0.2f);
    float[] still = noise();
    motion.hold(still, new Window(0, 0, 128, 128));
    assertThat(motion.moving(still)).isNull();
    float[] flicker = still.clone();
    for (int i = 0; i < flicker.length; i += 37) {
      flicker[i] += 5;
    }
    assertThat(motion.moving(flicker)).isNotNull();
    for (int i = 0; i < flicker.length; i++) {
      flicker[i] = still[i] + 0.19f;
    }
    assertThat(motion.moving(flicker)).isNull();
    assertThat(motion.moving(moved(still))).isEqualTo(new Window(0, 0, 32, 32));
  }
}

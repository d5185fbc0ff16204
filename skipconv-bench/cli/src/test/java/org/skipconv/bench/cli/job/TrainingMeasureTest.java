package org.skipconv.bench.cli.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skipconv.gates.calibration.CalibrationPoint;
import org.skipconv.gates.training.TrainingFrames;

/** A training's result beside the plan that it started from, and the frames that judge both. */
class TrainingMeasureTest {
  private static final List<CalibrationPoint> CURVE =
      List.of(point(8, 0.04), point(2, 0.01), point(4, 0.02));

  private static CalibrationPoint point(double macRatio, double guide) {
    return new CalibrationPoint(1, macRatio, 0, guide);
  }

  @Test
  void aPlanIsComparedAtEqualError() {
    assertThat(TrainingMeasure.ratioAt(CURVE, 0.02)).isCloseTo(4, within(1e-9));
    assertThat(TrainingMeasure.ratioAt(CURVE, 0.03)).isCloseTo(4 * Math.sqrt(2), within(1e-9));
    assertThat(TrainingMeasure.ratioAt(CURVE, 0.001)).as("more exact than any scale").isEqualTo(2);
    assertThat(TrainingMeasure.ratioAt(CURVE, 0.05)).as("more wrong than any scale").isInfinite();
  }

  @Test
  void whatIsWorseThanItsStartIsTold() {
    CalibrationPoint any = point(4, 0.02);
    assertThat(new TrainingMeasure.Figures(any, any, 0.97).startIsBetter()).isTrue();
    assertThat(new TrainingMeasure.Figures(any, any, 0.99).startIsBetter()).isFalse();
    assertThat(new TrainingMeasure.Figures(any, null, null).startIsBetter()).isFalse();
  }

  /** Frames of one value, their number; a shot every 50. */
  private record Numbered(int size) implements TrainingFrames {
    @Override
    public float[] frame(int index) {
      return new float[] {index};
    }

    @Override
    public boolean startsShot(int index) {
      return index % 50 == 0;
    }

    @Override
    public Map<String, float[]> labels(int index) {
      return Map.of("number", new float[] {-index});
    }
  }

  @Test
  void theLastTenthIsKeptBackWhereThereIsEnough() {
    TrainingSplit split = TrainingSplit.of(new Numbered(1000));
    assertThat(split.unseen()).isTrue();
    assertThat(split.seen().size()).isEqualTo(900);
    assertThat(split.training().size()).isEqualTo(720);
    assertThat(split.test()).isEqualTo(new FrameRange(new Numbered(1000), 900, 100));
    assertThat(TrainingSplit.of(new Numbered(10_000)).test().size()).isEqualTo(200);
    TrainingSplit few = TrainingSplit.of(new Numbered(40));
    assertThat(few.unseen()).isFalse();
    assertThat(few.seen().size()).isEqualTo(40);
    assertThat(few.test()).isEqualTo(new FrameRange(new Numbered(40), 32, 8));
  }

  @Test
  void aRangeKeepsCutsAndBeginsWithOne() {
    FrameRange range = new FrameRange(new Numbered(200), 30, 100);
    assertThat(range.frame(5)).containsExactly(35);
    assertThat(range.labels(5).get("number")).containsExactly(-35);
    assertThat(range.startsShot(0)).isTrue();
    assertThat(range.startsShot(1)).isFalse();
    assertThat(range.startsShot(20)).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FrameRange(new Numbered(20), 15, 6))
        .withMessageContaining("of 20 frames there are no 6 from 15 on");
  }
}

package org.skipconv.gates.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.FrameResult;
import org.skipconv.core.InputThreshold;
import org.skipconv.core.MacCount;
import org.skipconv.core.Node;
import org.skipconv.core.Padding;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.gates.calibration.CalibrationProgress.Phase;

class GateCalibratorTest {
  private static final int SIDE = 48;
  private static final double TOLERANCE = 0.02;
  private static final SkipNetwork NETWORK = network();
  private static final MeanOutputError ERROR = MeanOutputError.relative("out");

  /**
   * Layers that matter very differently: one has many pixels and next to no weight in the output.
   */
  private static SkipNetwork network() {
    return network(1);
  }

  /**
   * The same with another head.
   *
   * @param gain of it
   */
  private static SkipNetwork network(double gain) {
    Random random = new Random(4);
    SkipNetwork.Builder builder = SkipNetwork.builder("uneven");
    Node input = builder.input(3, SIDE, SIDE);
    Node deep = input;
    for (int i = 0; i < 3; i++) {
      ConvSpec spec = i == 0 ? same(3).withStride(2) : same(3);
      Tensor weight = weight(random, 16, deep.shape().channels(), 3, 1);
      deep = relu(builder, builder.conv("deep" + i, deep, spec, weight, null));
    }
    Node up = builder.nearest("up", deep, SIDE, SIDE);
    Node faint = input;
    for (int i = 0; i < 3; i++) {
      Tensor weight = weight(random, 16, faint.shape().channels(), 3, i == 2 ? 0.03 : 1);
      faint = relu(builder, builder.conv("faint" + i, faint, same(3), weight, null));
    }
    Node sum = builder.add("sum", up, faint);
    Node head = builder.conv("head", sum, same(1), weight(random, 4, 16, 1, gain), null);
    return builder.output("out", head).build();
  }

  private static ConvSpec same(int kernel) {
    return ConvSpec.of(kernel).withPadding(Padding.symmetric(kernel / 2));
  }

  private static Node relu(SkipNetwork.Builder builder, Node node) {
    return builder.activation(Activation.RELU, node);
  }

  private static Tensor weight(Random random, int out, int in, int kernel, double gain) {
    float[] values = new float[out * in * kernel * kernel];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (gain * random.nextGaussian() * Math.sqrt(2.0 / (in * kernel * kernel)));
    }
    return Tensor.of(values, out, in, kernel, kernel);
  }

  /** A soft blob that wanders over a still ground. */
  private static SampleClip clip(long seed, int frames) {
    Random random = new Random(seed);
    List<FloatBuffer> clip = new ArrayList<>();
    double y = SIDE / 4.0 + SIDE / 2.0 * random.nextDouble();
    double x = SIDE / 4.0 + SIDE / 2.0 * random.nextDouble();
    float[] ground = new float[3 * SIDE * SIDE];
    for (int i = 0; i < ground.length; i++) {
      ground[i] = (float) random.nextGaussian();
    }
    for (int frame = 0; frame < frames; frame++) {
      y += random.nextGaussian();
      x += random.nextGaussian();
      float[] values = ground.clone();
      for (int i = 0; i < values.length; i++) {
        double dy = i / SIDE % SIDE - y;
        double dx = i % SIDE - x;
        values[i] += (float) (2 * Math.exp(-(dy * dy + dx * dx) / 32));
      }
      clip.add(FloatBuffer.wrap(values));
    }
    return SampleClip.nchw(clip);
  }

  /** A camera that turns by 8 pixels a frame over a still ground. */
  private static SampleClip turning(int frames) {
    Random random = new Random(3);
    int wide = SIDE + 8 * frames;
    float[] ground = new float[3 * SIDE * wide];
    for (int i = 0; i < ground.length; i++) {
      ground[i] = (float) random.nextGaussian();
    }
    List<FloatBuffer> clip = new ArrayList<>();
    for (int frame = 0; frame < frames; frame++) {
      float[] values = new float[3 * SIDE * SIDE];
      for (int row = 0; row < 3 * SIDE; row++) {
        System.arraycopy(ground, row * wide + 8 * frame, values, row * SIDE, SIDE);
      }
      clip.add(FloatBuffer.wrap(values));
    }
    return SampleClip.nchw(clip);
  }

  @Test
  void aSessionIsReadiedForEachFrameButTheFirst() {
    SampleClip still = turning(4);
    List<Integer> readied = new ArrayList<>();
    SampleClip slid =
        still.withPreparation(
            (session, frame) -> {
              readied.add(frame);
              session.slide(0, -8);
            });
    GatePlan plan = GatePlan.uniform(NETWORK, GateSetting.input(0.01f)).withInputThreshold(0);
    CalibrationPoint fixed = measured(still, plan);
    CalibrationPoint followed = measured(slid, plan);
    assertThat(readied).containsExactly(1, 2, 3);
    assertThat(fixed.macRatio()).isLessThan(1.1);
    assertThat(followed.macRatio()).isGreaterThan(1.5);
    assertThat(followed.distance()).isLessThan(0.05);
  }

  private static CalibrationPoint measured(SampleClip clip, GatePlan plan) {
    return GateCalibrator.of(NETWORK, List.of(clip), ERROR).measure(List.of(plan)).get(0);
  }

  private static GateCalibrator calibrator() {
    return GateCalibrator.of(NETWORK, List.of(clip(1, 8), clip(2, 8)), ERROR).inputThreshold(0);
  }

  @Test
  void findsACheaperPlanThanAnySingleThresholdWhichHoldsOnOtherFrames() {
    Calibration calibration = calibrator().calibrate(TOLERANCE);
    assertThat(calibration.complete()).isTrue();
    assertThat(calibration.found().distance()).isLessThanOrEqualTo(TOLERANCE);
    assertThat(calibration.single().distance()).isLessThanOrEqualTo(TOLERANCE);
    assertThat(calibration.found().macRatio()).isGreaterThan(1.2 * calibration.single().macRatio());
    CalibrationPoint other = measure(calibration.plan().validate(NETWORK), clip(77, 30));
    GateSetting gate = GateSetting.input((float) calibration.single().scale());
    GatePlan single = GatePlan.uniform(NETWORK, gate).withInputThreshold(0);
    CalibrationPoint otherSingle = measure(single, clip(77, 30));
    assertThat(other.distance()).isLessThan(1.3 * TOLERANCE);
    assertThat(other.macRatio()).isGreaterThan(1.2 * otherSingle.macRatio());
  }

  private static CalibrationPoint measure(GatePlan plan, SampleClip clip) {
    OutputDistance.Comparison<List<float[]>> comparison = ERROR.start();
    MacCount macs = new MacCount(0, 0, 0);
    try (VideoSession dense = NETWORK.open(SessionOptions.dense());
        VideoSession gated = NETWORK.open(plan.options())) {
      gated.next(clip.frames().get(0));
      for (FloatBuffer frame : clip.frames().subList(1, clip.frames().size())) {
        FrameResult result = gated.next(frame);
        comparison.add(ERROR.reference(dense.next(frame)), result);
        macs = macs.plus(result.report().macs());
      }
    }
    return new CalibrationPoint(
        1, (double) macs.dense() / macs.spent(), comparison.value(), comparison.value());
  }

  @Test
  void whatItReportsIsWhatThePlanDoes() {
    Calibration calibration =
        GateCalibrator.of(NETWORK, List.of(clip(1, 8)), ERROR)
            .inputThreshold(0)
            .calibrate(TOLERANCE);
    CalibrationPoint measured = measure(calibration.plan(), clip(1, 8));
    assertThat(measured.distance()).isCloseTo(calibration.found().distance(), within(1e-12));
    assertThat(measured.macRatio()).isCloseTo(calibration.found().macRatio(), within(1e-9));
    assertThat(calibration.curve()).contains(calibration.found());
    assertThat(calibration.found().scale()).isEqualTo(1);
    assertThat(calibration.singleCurve()).contains(calibration.single());
    assertThat(calibration.curve().size()).isGreaterThan(5);
    assertThat(calibration.curve())
        .isSortedAccordingTo((a, b) -> Double.compare(a.scale(), b.scale()));
  }

  @Test
  void measuresPlansOnOtherClips() {
    GatePlan plan = GatePlan.uniform(NETWORK, GateSetting.input(0.2f)).withInputThreshold(0);
    List<CalibrationProgress> heard = new ArrayList<>();
    List<CalibrationPoint> points =
        GateCalibrator.of(NETWORK, List.of(clip(5, 9)), ERROR)
            .listener(heard::add)
            .measure(List.of(plan, plan.scaled(0)));
    assertThat(points.get(0).distance())
        .isCloseTo(measure(plan, clip(5, 9)).distance(), within(1e-12));
    assertThat(points.get(0).macRatio()).isGreaterThan(points.get(1).macRatio());
    assertThat(points.get(1).distance()).isZero();
    assertThat(heard).extracting(CalibrationProgress::done).containsExactly(1, 2);
  }

  /** All open, a network with other kernels is as far off as they make it. */
  @Test
  void measuresAnotherNetworkAgainstThisOnesOutputs() {
    SkipNetwork louder = network(1.25);
    GatePlan open = GatePlan.uniform(NETWORK, GateSetting.input(0)).withInputThreshold(0);
    GateCalibrator calibrator = GateCalibrator.of(NETWORK, List.of(clip(5, 4)), ERROR);
    // The head alone is larger by a quarter, so every output is.
    assertThat(calibrator.measure(louder, List.of(open)).get(0).distance())
        .isCloseTo(0.25, within(1e-5));
    assertThat(calibrator.measure(NETWORK, List.of(open)).get(0).distance()).isZero();
    SkipNetwork.Builder builder = SkipNetwork.builder("other");
    Node head =
        builder.conv(
            "head", builder.input(3, 9, 9), same(1), weight(new Random(1), 4, 3, 1, 1), null);
    SkipNetwork other = builder.output("out", head).build();
    assertThatThrownBy(() -> calibrator.measure(other, List.of(open)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same input and outputs")
        .hasMessageContaining("9");
  }

  @Test
  void threadsDoNotChangeTheResult() {
    assertThat(calibrator().threads(3).calibrate(TOLERANCE))
        .isEqualTo(calibrator().calibrate(TOLERANCE));
  }

  @Test
  void stoppedItGivesTheBestSoFar() {
    Calibration whole = calibrator().calibrate(TOLERANCE);
    for (Phase step : List.of(Phase.SINGLE, Phase.SENSITIVITIES, Phase.SCALE, Phase.CURVES)) {
      CalibrationProgress[] last = new CalibrationProgress[1];
      Calibration stopped =
          calibrator()
              .listener(progress -> last[0] = progress)
              .stopWhen(() -> last[0] != null && last[0].phase() == step && last[0].done() > 1)
              .calibrate(TOLERANCE);
      assertThat(stopped.complete()).as("%s", step).isFalse();
      assertThat(stopped.found()).as("%s", step).isEqualTo(last[0].best());
      assertThat(stopped.plan().validate(NETWORK)).isNotNull();
      if (step == Phase.CURVES) {
        assertThat(stopped.plan()).isEqualTo(whole.plan());
      }
    }
  }

  @Test
  void stoppedBeforeAnythingWasFoundItsThresholdsAreZero() {
    Calibration stopped = calibrator().stopWhen(() -> true).calibrate(TOLERANCE);
    assertThat(stopped.complete()).isFalse();
    assertThat(stopped.found()).isNull();
    assertThat(stopped.plan().defaultGate()).isEqualTo(GateSetting.input(0));
    assertThat(stopped.plan().layers()).isEmpty();
  }

  @Test
  void tellsHowFarItIs() {
    List<CalibrationProgress> heard = new ArrayList<>();
    calibrator().listener(heard::add).calibrate(TOLERANCE);
    assertThat(heard)
        .extracting(CalibrationProgress::phase)
        .contains(Phase.DENSE, Phase.SINGLE, Phase.SENSITIVITIES, Phase.SCALE, Phase.CURVES)
        .doesNotContain(Phase.MEASURE);
    assertThat(heard).isSortedAccordingTo((a, b) -> a.phase().compareTo(b.phase()));
    assertThat(heard).allSatisfy(each -> assertThat(each.done()).isBetween(1, each.total()));
  }

  @Test
  void refusesAToleranceThatCannotBeHad() {
    assertThatThrownBy(() -> calibrator().inputThreshold(0.5f).calibrate(1e-4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the tolerance is 1.0E-4, but with all thresholds 0 the distance is ")
        .hasMessageContaining("a lower input threshold may help, which is 0.5");
    assertThatThrownBy(() -> calibrator().calibrate(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }

  @Test
  void toleranceZeroGivesWhatIsExact() {
    Calibration calibration = calibrator().calibrate(0);
    assertThat(calibration.found().distance()).isZero();
    assertThat(calibration.complete()).isTrue();
  }

  @Test
  void anAutomaticInputThresholdIsMeasuredOnPicturesAlone() {
    GatePlan automatic = GatePlan.uniform(NETWORK, GateSetting.input(0));
    GatePlan fixed = automatic.withInputThreshold(SessionOptions.DEFAULT_INPUT_THRESHOLD);
    List<CalibrationPoint> bare = calibrator().measure(List.of(automatic, fixed));
    List<CalibrationPoint> pictures = calibrator().pictures(1).measure(List.of(automatic, fixed));
    assertThat(bare.get(0)).isEqualTo(bare.get(1)).isEqualTo(pictures.get(1));
    // With a grey level as large as that, hardly anything stands out.
    assertThat(pictures.get(0).macRatio()).isGreaterThan(2 * bare.get(0).macRatio());
    GateCalibrator automatically = calibrator().inputThreshold(InputThreshold.automatic());
    assertThat(automatically.calibrate(0.5).plan().inputThreshold())
        .isEqualTo(InputThreshold.automatic());
    assertThatThrownBy(() -> calibrator().inputThreshold(InputThreshold.measured(1)))
        .hasMessageContaining("fixed or automatic");
  }

  @Test
  void anExceptionOfADistanceComesThrough() {
    AtomicInteger asked = new AtomicInteger();
    OutputDistance<Integer> broken =
        new OutputDistance<>() {
          @Override
          public Integer reference(FrameResult dense) {
            return asked.incrementAndGet();
          }

          @Override
          public Comparison<Integer> start() {
            throw new UnsupportedOperationException("no such thing");
          }
        };
    assertThatThrownBy(() -> GateCalibrator.of(NETWORK, List.of(clip(1, 3)), broken).calibrate(1))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("no such thing");
    assertThat(asked).hasValue(2);
  }

  @Test
  void keepsKindBlocksAndBudget() {
    GateSetting gate = GateSetting.of(GateSetting.Kind.OUTPUT, 0.5f).withBlock(2).withBudget(0.5);
    Calibration calibration = calibrator().gate(gate).calibrate(0.5);
    for (Node layer : NETWORK.convolutions()) {
      GateSetting setting = calibration.plan().gateFor(layer.name());
      assertThat(setting.withEps(0.5f)).isEqualTo(gate);
    }
  }
}

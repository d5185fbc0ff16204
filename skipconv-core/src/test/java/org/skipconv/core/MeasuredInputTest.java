package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.Pixels;
import org.skipconv.core.testing.TestKernels;

/**
 * What a stream that measures its noise takes over. The network hands its input on, one grey level
 * being 1, so that its output is what is held.
 */
class MeasuredInputTest {
  private static final int HEIGHT = 60;
  private static final int WIDTH = 80;
  private static final SessionOptions MEASURED =
      SessionOptions.gates(Gate.ALL_OPEN)
          .withInputThreshold(InputThreshold.measured(1))
          .withKeyframes(KeyframePolicy.first().withoutCuts());

  private final Random random = new Random(7);

  private static SkipNetwork network(int channels) {
    SkipNetwork.Builder builder = SkipNetwork.builder("held");
    Node x = builder.input(channels, HEIGHT, WIDTH);
    float[] weights = new float[channels];
    weights[0] = 1;
    return builder.output("held", Pixels.point(builder, "conv", x, weights)).build();
  }

  /** A picture of one channel. */
  private static final class Picture {
    private final float[] values = new float[HEIGHT * WIDTH];

    Picture fill(float value) {
      Arrays.fill(values, value);
      return this;
    }

    Picture add(int y, int x, int height, int width, float change) {
      for (int v = y; v < y + height; v++) {
        for (int u = x; u < x + width; u++) {
          values[v * WIDTH + u] += change;
        }
      }
      return this;
    }

    Picture noise(Random random, double deviation) {
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (random.nextGaussian() * deviation);
      }
      return this;
    }

    Tensor array() {
      return Tensor.of(values, 1, 1, HEIGHT, WIDTH);
    }
  }

  private static Picture grey() {
    return new Picture().fill(100);
  }

  private static VideoSession open() {
    return network(1).open(MEASURED);
  }

  /** Mean of what is held in a part of the picture. */
  private static double mean(FrameResult result, int y, int x, int height, int width) {
    double sum = 0;
    for (int v = y; v < y + height; v++) {
      for (int u = x; u < x + width; u++) {
        sum += result.map("held").get(0, v, u);
      }
    }
    return sum / (height * width);
  }

  @ParameterizedTest
  @CsvSource({
    // A pixel by itself, by more than 8.
    "1, 8, false",
    "1, 8.25, true",
    "1, -8.25, true",
    // A mean over 3x3 of more than 3.
    "3, 3, false",
    "3, 3.25, true",
    "3, -3.25, true",
    // A mean over 7x7 of more than 1.5.
    "7, 1.5, false",
    "7, 1.625, true",
    "7, -1.625, true"
  })
  void withoutNoiseTheLimitsAreGreyLevels(int side, float change, boolean taken) {
    try (VideoSession session = open()) {
      session.next(grey().array());
      FrameResult result = session.next(grey().add(20, 30, side, side, change).array());
      int middle = side / 2;
      assertThat(result.map("held").get(0, 20 + middle, 30 + middle))
          .isEqualTo(taken ? 100 + change : 100);
      assertThat(result.report().noise()).isZero();
    }
  }

  @Test
  void whatOpensIsWidenedByOnePixelOrTwo() {
    // Beside the pixel that stands out there is one that does not by itself.
    float[] held = heldRow(grey().add(20, 30, 1, 1, 20).add(20, 31, 1, 2, 0.25f));
    assertThat(held).containsExactly(100, 120, 100.25f, 100, 100);
    // Of 7x7 pixels the sum stands out at their middle alone.
    Picture large = grey().add(17, 27, 7, 7, 1.5625f);
    try (VideoSession session = open()) {
      session.next(grey().array());
      FrameResult result = session.next(large.array());
      assertThat(result.map("held").get(0, 20, 32)).isEqualTo(101.5625f);
      assertThat(result.map("held").get(0, 20, 33)).isEqualTo(100);
    }
  }

  private static float[] heldRow(Picture picture) {
    try (VideoSession session = open()) {
      session.next(grey().array());
      FrameResult result = session.next(picture.array());
      float[] row = new float[5];
      for (int i = 0; i < row.length; i++) {
        row[i] = result.map("held").get(0, 20, 29 + i);
      }
      return row;
    }
  }

  @Test
  void noiseIsMeasuredAndHeldBack() {
    try (VideoSession session = open()) {
      session.next(grey().noise(random, 5).array());
      double open = 0;
      for (int i = 0; i < 20; i++) {
        FrameReport report = session.next(grey().noise(random, 5).array()).report();
        open += report.openShare() / 20;
        assertThat(report.noise()).isCloseTo(5, within(0.8));
      }
      assertThat(open).isLessThan(0.03);
    }
  }

  @Test
  void borderAndSaturationSayNothingOfTheNoise() {
    try (VideoSession session = open()) {
      session.next(halfBlack().array());
      double noise = 0;
      for (int i = 0; i < 10; i++) {
        noise = session.next(halfBlack().array()).report().noise();
      }
      assertThat(noise).isCloseTo(5, within(0.8));
    }
  }

  private Picture halfBlack() {
    Picture picture = grey().noise(random, 5);
    Arrays.fill(picture.values, 0, 2 * HEIGHT / 3 * WIDTH, 0);
    return picture;
  }

  @Test
  void aMoverThatFillsAThirdIsNotNoise() {
    try (VideoSession session = open()) {
      double noise = 0;
      for (int i = 0; i < 20; i++) {
        Picture picture = grey().noise(random, 2);
        for (int k = 0; k < 6; k++) {
          picture.add(10 + 7 * k, i, 4, 40, 60);
        }
        noise = session.next(picture.array()).report().noise();
      }
      assertThat(noise).isCloseTo(2, within(0.5));
    }
  }

  @Test
  void itFollowsNightAndDay() {
    try (VideoSession session = open()) {
      assertThat(noiseAfter(session, 1, 30)).isCloseTo(1, within(0.2));
      assertThat(noiseAfter(session, 8, 25)).isCloseTo(8, within(1.2));
      assertThat(noiseAfter(session, 1, 50)).isCloseTo(1, within(0.3));
    }
  }

  private double noiseAfter(VideoSession session, double deviation, int frames) {
    double noise = 0;
    for (int i = 0; i < frames; i++) {
      noise = session.next(grey().noise(random, deviation).array()).report().noise();
    }
    return noise;
  }

  /** Light that goes up and down by 3 %. */
  @Test
  void flickerIsNoNoiseAndIsHeldBack() {
    try (VideoSession session = open()) {
      double open = 0;
      for (int i = 0; i < 40; i++) {
        Picture picture = grey();
        for (int y = 0; y < HEIGHT; y++) {
          picture.add(y, 0, 1, WIDTH, y);
        }
        for (int k = 0; k < picture.values.length; k++) {
          picture.values[k] *= (float) (1 + 0.03 * Math.sin(2.4 * i));
        }
        FrameReport report = session.next(picture.noise(random, 2).array()).report();
        open += i < 10 ? 0 : report.openShare() / 30;
        assertThat(report.noise()).isLessThan(3);
      }
      assertThat(open).isLessThan(0.1);
    }
  }

  /** A change of contrast 8 in noise of 8, 12 by 24 pixels. */
  @Test
  void aFaintMoverIsNeverLostForMoreThanTwoFrames() {
    int lost = 0;
    try (VideoSession session = open()) {
      session.next(grey().noise(random, 8).array());
      for (int i = 1; i < 40; i++) {
        int x = 5 + 3 * i / 2;
        Picture picture = grey().noise(random, 8).add(18, x, 24, 12, 8);
        FrameResult result = session.next(picture.array());
        lost = mean(result, 18, x, 24, 12) < 104 ? lost + 1 : 0;
        assertThat(lost).as("frame %d", i).isLessThanOrEqualTo(2);
        assertThat(result.report().openShare()).as("frame %d", i).isLessThan(0.5);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0.03125", "0, 0.5", "4, 0.0625", "4, 0.25"})
  void aSlowRampIsNeverLost(double deviation, float step) {
    // A mean over 7x7 is off by no more than 1.5, or 3.5 deviations of its noise and twice what all
    // pixels share; and by a frame's step, after which it is taken over.
    double noise = 3.5 * deviation * Math.sqrt(2) / 7;
    double bound = Math.max(1.5, 1.3 * Math.hypot(noise, 2 * step)) + step;
    float value = 50;
    try (VideoSession session = open()) {
      session.next(new Picture().fill(value).noise(random, deviation).array());
      for (int i = 0; i < 400; i++) {
        value += step;
        FrameResult result =
            session.next(new Picture().fill(value).noise(random, deviation).array());
        assertThat(mean(result, 20, 30, 15, 15)).isCloseTo(value, within(bound));
      }
    }
    assertThat(value - 50).isGreaterThan((float) (3 * bound));
  }

  /** The luma of red and blue against green does not change, the colour does. */
  @Test
  void aChangeOfColourAloneIsBoundedPixelByPixel() {
    float green = 0.413f / 0.587f;
    for (float change : new float[] {9, 10}) {
      try (VideoSession session = network(3).open(MEASURED)) {
        session.next(colour(0, green));
        float held = session.next(colour(change, green)).map("held").get(0, 20, 30);
        // Mean |change|: (2 + 0.7036) / 3 of it, 8.1 and 9.01; 8 are allowed.
        assertThat(held).isEqualTo(100 + change);
      }
    }
    try (VideoSession session = network(3).open(MEASURED)) {
      session.next(colour(0, green));
      assertThat(session.next(colour(8, green)).map("held").get(0, 20, 30)).isEqualTo(100);
    }
  }

  private static Tensor colour(float change, float green) {
    Picture red = grey().add(20, 30, 5, 5, change);
    Picture other = grey().add(20, 30, 5, 5, -change * green);
    float[] all = new float[3 * HEIGHT * WIDTH];
    System.arraycopy(red.values, 0, all, 0, HEIGHT * WIDTH);
    System.arraycopy(other.values, 0, all, HEIGHT * WIDTH, HEIGHT * WIDTH);
    System.arraycopy(red.values, 0, all, 2 * HEIGHT * WIDTH, HEIGHT * WIDTH);
    return Tensor.of(all, 1, 3, HEIGHT, WIDTH);
  }

  @Test
  void stillVideoCostsNothing() {
    try (VideoSession session = open()) {
      Tensor picture = grey().noise(random, 20).array();
      float[] first = session.next(picture).map("held").toArray();
      for (int i = 0; i < 5; i++) {
        FrameResult result = session.next(picture);
        assertThat(result.report().macs().computed()).isZero();
        assertThat(result.map("held").toArray()).isEqualTo(first);
      }
    }
  }

  @Test
  void resetGivesANewSession() {
    try (VideoSession used = open();
        VideoSession fresh = open()) {
      noiseAfter(used, 12, 10);
      used.reset();
      for (int i = 0; i < 6; i++) {
        Tensor frame = grey().noise(random, 2).add(10, 5 + i, 20, 10, 6).array();
        FrameResult expected = fresh.next(frame);
        FrameResult result = used.next(frame);
        assertThat(result.map("held").toArray()).isEqualTo(expected.map("held").toArray());
        assertThat(result.report().noise()).isEqualTo(expected.report().noise());
      }
    }
  }

  @Test
  void aKeyframeTakesEverythingAndTheNoiseStaysKnown() {
    try (VideoSession session = open()) {
      double noise = noiseAfter(session, 5, 20);
      session.requestKeyframe();
      Picture picture = grey().noise(random, 5);
      FrameResult result = session.next(picture.array());
      assertThat(result.map("held").toArray()).isEqualTo(picture.values);
      assertThat(result.report().noise()).isEqualTo(noise);
    }
  }

  @Test
  void howScenesDifferThatACutPartsIsNoNoise() {
    SessionOptions options = MEASURED.withKeyframes(KeyframePolicy.first());
    try (VideoSession session = network(1).open(options)) {
      double noise = noiseAfter(session, 5, 20);
      Picture other = new Picture().fill(10).noise(random, 40);
      FrameReport cut = session.next(other.array()).report();
      assertThat(cut.keyframe()).isTrue();
      assertThat(cut.noise()).isEqualTo(noise);
    }
  }

  @Test
  void afterAShiftTheStripIsTakenOverAndIsNoNoise() {
    try (VideoSession session = open()) {
      double noise = noiseAfter(session, 2, 20);
      session.shift(0, 10);
      Picture picture = grey().noise(random, 2).add(0, 0, HEIGHT, 10, 90);
      FrameResult result = session.next(picture.array());
      assertThat(result.report().noise()).isEqualTo(noise);
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < 10; x++) {
          assertThat(result.map("held").get(0, y, x)).isEqualTo(picture.values[y * WIDTH + x]);
        }
      }
      assertThat(result.report().openShare()).isLessThan(0.3);
    }
  }

  @Test
  void fixedThresholdsAndRebaseMeasureNothing() {
    long fixed;
    try (VideoSession session = network(1).open(MEASURED.withInputThreshold(0.5f))) {
      session.next(grey().noise(random, 4).array());
      assertThat(session.next(grey().noise(random, 4).array()).report().noise()).isNaN();
      fixed = session.memoryBytes();
    }
    try (VideoSession session = network(1).open(MEASURED.withPolicy(ResidualPolicy.REBASE))) {
      session.next(grey().noise(random, 4).array());
      Picture picture = grey().noise(random, 4);
      FrameResult result = session.next(picture.array());
      assertThat(result.report().noise()).isNaN();
      assertThat(result.map("held").get(0, 9, 9))
          .isCloseTo(picture.values[9 * WIDTH + 9], within(1e-4f));
    }
    try (VideoSession session = open()) {
      assertThat(session.memoryBytes()).isGreaterThan(fixed + 3L * Float.BYTES * HEIGHT * WIDTH);
    }
  }

  @Test
  void aSessionByItselfTakesAnAutomaticThresholdForTheFixedOne() {
    SkipNetwork network = network(1);
    SessionOptions automatic = MEASURED.withInputThreshold(InputThreshold.automatic());
    float threshold = SessionOptions.DEFAULT_INPUT_THRESHOLD;
    try (VideoSession session = network.open(automatic)) {
      session.next(new Picture().array());
      Picture picture =
          new Picture().add(5, 5, 1, 1, threshold).add(9, 9, 1, 1, Math.nextUp(threshold));
      FrameResult result = session.next(picture.array());
      assertThat(result.map("held").get(0, 5, 5)).isZero();
      assertThat(result.map("held").get(0, 9, 9)).isEqualTo(Math.nextUp(threshold));
      assertThat(result.report().noise()).isNaN();
    }
  }

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void everyKernelAndNumberOfThreadsHoldsTheSame(TestKernels kernels) {
    SkipNetwork network = Networks.chain();
    SessionOptions options = MEASURED.withInputThreshold(InputThreshold.measured(0.02f));
    try (VideoSession one = TestSessions.open(network, options, kernels.require());
        VideoSession three = TestSessions.open(network, options.withThreads(3), kernels.require());
        VideoSession reference =
            TestSessions.open(network, options, TestKernels.REFERENCE.require())) {
      for (Tensor frame : Frames.noise(network.inputShape(), 3, 0.1, 6)) {
        FrameReport expected = one.next(frame).report();
        assertThat(three.next(frame).report().macs()).isEqualTo(expected.macs());
        assertThat(reference.next(frame).report().noise()).isEqualTo(expected.noise());
      }
    }
  }

  /** Keyframes, slides and frames of which nothing is known come between. */
  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void knowingWhatChangedGivesTheSameBits(TestKernels kernels) {
    SkipNetwork network = network(3);
    try (VideoSession whole = TestSessions.open(network, MEASURED, TestKernels.JAVA.require());
        VideoSession partly = TestSessions.open(network, MEASURED, kernels.require())) {
      float[] values = new float[3 * HEIGHT * WIDTH];
      for (int i = 0; i < values.length; i++) {
        values[i] = 255 * random.nextFloat();
      }
      InputChange change = new InputChange(network.inputShape());
      boolean known = false;
      int unchanged = 0;
      for (int frame = 0; frame < 30; frame++) {
        if (frame % 11 == 5) {
          whole.slide(2, -3);
          partly.slide(2, -3);
        } else if (frame % 13 == 7) {
          whole.requestKeyframe();
          partly.requestKeyframe();
        }
        requireSame(whole, partly, values, known ? change : null);
        unchanged += change.share() < 0.5 ? 1 : 0;
        change(values, change, frame);
        known = frame % 7 != 3;
      }
      assertThat(unchanged).isGreaterThan(20);
    }
  }

  /** The frame after one that was taken over as a whole may leave out cells as after any other. */
  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void cutsAndWholeFramesTakeEverything(TestKernels kernels) {
    SkipNetwork network = network(3);
    SessionOptions options = MEASURED.withKeyframes(KeyframePolicy.first());
    try (VideoSession whole = TestSessions.open(network, options, TestKernels.JAVA.require());
        VideoSession partly = TestSessions.open(network, options, kernels.require())) {
      float[] scene = new float[3 * HEIGHT * WIDTH];
      for (int i = 0; i < scene.length; i++) {
        scene[i] = 255 * random.nextFloat();
      }
      float[] values = moved(scene, 0);
      InputChange change = new InputChange(network.inputShape());
      for (int frame = 0; frame < 27; frame++) {
        boolean cut = frame % 9 == 3;
        boolean dear = frame % 9 == 5;
        boolean wholly = frame % 9 == 6;
        if (cut) {
          for (int i = 0; i < scene.length; i++) {
            scene[i] = 255 - scene[i];
          }
        }
        boolean known = frame > 0 && !cut && !dear && !wholly;
        if (known) {
          change(values, change, frame);
        } else {
          values = moved(scene, wholly ? 4 : dear ? 2 : 0);
        }
        FrameResult got = requireSame(whole, partly, values, known ? change : null);
        assertThat(got.report().keyframe()).as("frame " + frame).isEqualTo(frame == 0 || cut);
        assertThat(got.report().cheaperWhole()).as("frame " + frame).isEqualTo(wholly);
        for (int i = 0; (cut || wholly) && i < HEIGHT * WIDTH; i++) {
          assertThat(got.map("held").get(0, i / WIDTH, i % WIDTH)).isEqualTo(values[3 * i]);
        }
      }
    }
  }

  /** Shows both a frame, and one what may have changed in it, null where that is not known. */
  private static FrameResult requireSame(
      VideoSession whole, VideoSession partly, float[] values, InputChange change) {
    FloatBuffer nhwc = FloatBuffer.wrap(values);
    FrameResult expected = whole.nextNhwc(nhwc);
    boolean odd = expected.report().frame() % 2 == 1;
    FrameResult got =
        odd
            ? partly.next(FloatBuffer.wrap(channelsFirst(values)), change)
            : partly.nextNhwc(nhwc, change);
    assertThat(got.map("held").toArray())
        .as("frame %d", got.report().frame())
        .isEqualTo(expected.map("held").toArray());
    assertThat(got.report().noise()).isEqualTo(expected.report().noise());
    return got;
  }

  private static float[] channelsFirst(float[] nhwc) {
    float[] nchw = new float[nhwc.length];
    for (int i = 0; i < nhwc.length; i++) {
      nchw[i % 3 * HEIGHT * WIDTH + i / 3] = nhwc[i];
    }
    return nchw;
  }

  /** Blocks of a scene that has moved, with little noise. */
  private float[] moved(float[] scene, int by) {
    float[] values = new float[scene.length];
    for (int i = 0; i < values.length; i++) {
      int y = i / (3 * WIDTH) + by;
      int x = i / 3 % WIDTH + by;
      values[i] = scene[3 * (y / 8 * WIDTH + x / 8) + i % 3] + 0.25f * random.nextFloat();
    }
    return values;
  }

  private void change(float[] values, InputChange change, int frame) {
    change.setAll(false);
    int top = random.nextInt(HEIGHT - 8);
    int left = random.nextInt(WIDTH - 20);
    for (int y = top; y < top + 8; y++) {
      for (int x = left; x < left + 20; x++) {
        change.set(y, x, true);
        for (int c = 0; c < 3; c++) {
          values[3 * (y * WIDTH + x) + c] += (frame % 2 == 0 ? 1 : 50) * random.nextFloat();
        }
      }
    }
  }

  @Test
  void cellsOfAnotherInputAreRefused() {
    try (VideoSession session = open()) {
      FloatBuffer frame = FloatBuffer.allocate(HEIGHT * WIDTH);
      InputChange other = new InputChange(new Shape(1, HEIGHT, WIDTH + 1));
      assertThatThrownBy(() -> session.nextNhwc(frame, other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("60x81");
      assertThatThrownBy(() -> session.next(frame, other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("60x81");
      assertThat(session.nextNhwc(frame).report().keyframe()).isTrue();
    }
  }
}

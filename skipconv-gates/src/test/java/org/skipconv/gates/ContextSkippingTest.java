package org.skipconv.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.FrameResult;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.LayerReport;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;

/** Context gates at work in sessions: what the table of invariants says of them. */
class ContextSkippingTest {
  private static final ContextScore SCORE =
      new ContextScore(
          List.of(
              new ContextScore.Unit(0.1f, 0.7f, -0.3f, 0.2f, 0.6f),
              new ContextScore.Unit(0.3f, -0.4f, 0.5f, 0.6f, -0.5f)));

  private static final ContextScore AS_HIGH_AS_CAN_BE =
      new ContextScore(List.of(new ContextScore.Unit(1, 0, 0, 0, -100)));

  private static SessionOptions options(GateSetting gate) {
    return SessionOptions.gates(gate.gate())
        .withKeyframes(KeyframePolicy.first().withoutCuts())
        .withInputThreshold(0);
  }

  private static List<Tensor> video() {
    List<Tensor> frames = new ArrayList<>();
    for (int step = 0; step < 6; step++) {
      frames.add(GatesInSessionsTest.frame(2 * step, 3 * step));
    }
    return frames;
  }

  private static List<float[]> run(SkipNetwork network, SessionOptions options) {
    List<float[]> outputs = new ArrayList<>();
    try (VideoSession session = network.open(options)) {
      video().forEach(frame -> outputs.add(session.next(frame).map("out").toArray()));
    }
    return outputs;
  }

  @Test
  void withoutAThresholdItGivesTheDenseBits() {
    SkipNetwork network = GatesInSessionsTest.network();
    List<float[]> dense = run(network, SessionOptions.dense());
    List<float[]> skipped = run(network, options(GateSetting.context(0, SCORE)));
    for (int t = 0; t < dense.size(); t++) {
      assertThat(skipped.get(t)).isEqualTo(dense.get(t));
    }
  }

  @Test
  void untrainedItIsTheThreshold() {
    SkipNetwork network = GatesInSessionsTest.network();
    ContextScore untrained = new ContextScore(List.of(new ContextScore.Unit(0, 0.5f, -0.5f, 1, 0)));
    List<float[]> norm = run(network, options(GateSetting.input(0.2f)));
    List<float[]> context = run(network, options(GateSetting.context(0.2f, untrained)));
    List<float[]> trained = run(network, options(GateSetting.context(0.2f, SCORE)));
    for (int t = 0; t < norm.size(); t++) {
      assertThat(context.get(t)).isEqualTo(norm.get(t));
    }
    assertThat(trained.get(5)).isNotEqualTo(norm.get(5));
  }

  @Test
  void aStillVideoCostsNothing() {
    SkipNetwork network = GatesInSessionsTest.network();
    try (VideoSession session = network.open(options(GateSetting.context(0.2f, SCORE)))) {
      video().forEach(session::next);
      float[] before = session.next(video().get(5)).map("out").toArray();
      FrameResult still = session.next(video().get(5));
      assertThat(still.report().macs().spent()).isZero();
      assertThat(still.map("out").toArray()).isEqualTo(before);
    }
  }

  @Test
  void whatIsReportedIsWhatTheMasksAndScoresCost() {
    SkipNetwork network = GatesInSessionsTest.network();
    long gating = 0;
    try (VideoSession session = network.open(options(GateSetting.context(0.2f, SCORE)))) {
      for (Tensor frame : video()) {
        FrameResult result = session.next(frame);
        for (LayerReport layer : result.report().layers()) {
          assertThat(result.mask(layer.name()).count()).isGreaterThanOrEqualTo(layer.openPixels());
          long perPixel = layer.macs().dense() / layer.pixels();
          assertThat(layer.macs().computed()).isEqualTo(layer.openPixels() * perPixel);
          assertThat(layer.macs().gating() % SCORE.macsPerPixel()).isZero();
          assertThat(layer.macs().gating())
              .isLessThanOrEqualTo((long) layer.pixels() * SCORE.macsPerPixel());
          gating += layer.macs().gating();
        }
      }
    }
    assertThat(gating).isPositive();
  }

  /**
   * A score can raise a threshold to four times its value and no further, so that four times the
   * threshold bounds what is held back, however long the video is.
   */
  @Test
  void aSlowRampIsSeenInTheEnd() {
    float eps = 0.02f;
    Random random = new Random(3);
    float[] weights = new float[4 * 3 * 9];
    float largest = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextFloat();
      largest = Math.max(largest, weights[i]);
    }
    SkipNetwork.Builder builder = SkipNetwork.builder("ramp");
    Node image = builder.input(3, 12, 14);
    Tensor weight = Tensor.of(weights, 4, 3, 3, 3);
    Node out = builder.conv("a", image, ConvSpec.keepingSize(3), weight, null);
    SkipNetwork network = builder.output("out", out).build();
    double open = 0;
    double largestError = 0;
    float[] first = null;
    float[] last = null;
    int frames = 300;
    try (VideoSession skip = network.open(options(GateSetting.context(eps, AS_HIGH_AS_CAN_BE)));
        VideoSession dense = network.open(SessionOptions.dense())) {
      for (int t = 0; t < frames; t++) {
        float[] values = new float[3 * 12 * 14];
        for (int i = 0; i < values.length; i++) {
          values[i] = 1 + t * 0.005f;
        }
        Tensor frame = Tensor.of(values, 1, 3, 12, 14);
        FrameResult result = skip.next(frame);
        open += result.report().openShare() / frames;
        last = dense.next(frame).map("out").toArray();
        first = first == null ? last : first;
        largestError = Math.max(largestError, difference(result.map("out").toArray(), last));
      }
    }
    // The keyframe's mean |x| is 1, and a window has 27 elements.
    double single = eps * 27 * largest;
    assertThat(largestError).isLessThan(4 * single + 1e-3).isGreaterThan(single);
    assertThat(difference(first, last)).as("the ramp").isGreaterThan(10 * single);
    assertThat(open).as("computes less than dense").isLessThan(0.5);
  }

  private static double difference(float[] a, float[] b) {
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }
}

package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.Results;

/** A session's life: results, keyframes, failures, closing. */
class VideoSessionTest {
  private static final SkipNetwork NETWORK = Networks.residual();
  private static final Shape SHAPE = NETWORK.inputShape();
  private static final SessionOptions EXACT = withoutCuts(SessionOptions.exact());

  private final List<VideoSession> opened = new ArrayList<>();

  private static SessionOptions withoutCuts(SessionOptions options) {
    return options.withKeyframes(options.keyframes().withoutCuts());
  }

  private VideoSession open(SessionOptions options) {
    VideoSession session = NETWORK.open(options);
    opened.add(session);
    return session;
  }

  @AfterEach
  void closeAll() {
    opened.forEach(VideoSession::close);
  }

  @ParameterizedTest
  @EnumSource(ResidualPolicy.class)
  void afterAnExceptionHalfWayTheNextFrameIsAKeyframe(ResidualPolicy policy) {
    AtomicBoolean failing = new AtomicBoolean();
    Gate moody =
        TestGates.watching(
            (layer, residual) -> {
              if (failing.get() && layer.name().equals("c1")) {
                throw new IllegalStateException("no mood");
              }
            });
    VideoSession session =
        open(SessionOptions.gates(moody).withInputThreshold(0).withPolicy(policy));
    VideoSession untroubled =
        open(SessionOptions.gates(Gate.ALL_OPEN).withInputThreshold(0).withPolicy(policy));
    List<Tensor> video = Frames.movingBlock(SHAPE, 1, 5);
    session.next(video.get(0));
    FrameResult before = session.next(video.get(1));
    failing.set(true);
    assertThatThrownBy(() -> session.next(video.get(2))).hasMessage("no mood");
    assertThatThrownBy(() -> before.output("b")).isInstanceOf(IllegalStateException.class);
    failing.set(false);
    for (int i = 3; i < 5; i++) {
      FrameResult result = session.next(video.get(i));
      assertThat(result.report().keyframe()).isEqualTo(i == 3);
      float[] expected = Results.values(untroubled, untroubled.next(video.get(i)));
      Results.checkSameBits("frame " + i, Results.values(session, result), expected);
    }
  }

  @ParameterizedTest
  @EnumSource(ResidualPolicy.class)
  void aGateThatOpensNothingKeepsTheKeyframe(ResidualPolicy policy) {
    SessionOptions closed = SessionOptions.gates(TestGates.closed()).withInputThreshold(0);
    VideoSession session = open(withoutCuts(closed).withPolicy(policy));
    float[] keyframe = Results.values(session, session.next(Frames.picture(SHAPE, 1)));
    for (Tensor frame : Frames.noise(SHAPE, 2, 1, 3)) {
      FrameResult result = session.next(frame);
      assertThat(result.report().macs().computed()).isZero();
      assertThat(result.report().keyframe()).isFalse();
      Results.checkSameBits("closed", Results.values(session, result), keyframe);
    }
  }

  @Test
  void outdatedResultsAreRefused() {
    VideoSession session = open(EXACT);
    Tensor frame = Frames.picture(SHAPE, 1);
    FrameResult first = session.next(frame);
    FrameResult second = session.next(frame);
    requireOutdated(first);
    assertThat(first.report().frame()).as("reports last").isZero();
    assertThatThrownBy(() -> session.next((Tensor) null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(second.map("b")).as("a refused frame changes nothing").isNotNull();
    session.reset();
    requireOutdated(second);
    FrameResult third = session.next(frame);
    session.close();
    requireOutdated(third);
  }

  private static void requireOutdated(FrameResult result) {
    assertThatThrownBy(() -> result.output("b")).hasMessageContaining("outdated");
    assertThatThrownBy(() -> result.map("b")).hasMessageContaining("outdated");
    assertThatThrownBy(() -> result.mask("stem")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closesTwiceAndRefusesWorkAfterwards() {
    VideoSession session = open(EXACT.withThreads(2));
    session.close();
    session.close();
    Tensor frame = Frames.picture(SHAPE, 1);
    assertThatThrownBy(() -> session.next(frame))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(session::reset).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aKeyframeCanBeAskedFor() {
    VideoSession session = open(EXACT);
    List<Tensor> video = Frames.still(SHAPE, 1, 4);
    List<Boolean> keyframes = new ArrayList<>();
    for (int i = 0; i < video.size(); i++) {
      if (i == 2) {
        session.requestKeyframe();
      }
      FrameReport report = session.next(video.get(i)).report();
      assertThat(report.frame()).isEqualTo(i);
      keyframes.add(report.keyframe());
    }
    assertThat(keyframes).containsExactly(true, false, true, false);
    session.close();
    assertThatThrownBy(session::requestKeyframe).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void everyNthFrameIsAKeyframe() {
    assertThat(keyframes(EXACT.withKeyframeEvery(3), Frames.still(SHAPE, 1, 7)))
        .containsExactly(true, false, false, true, false, false, true);
    assertThat(keyframes(EXACT, Frames.still(SHAPE, 1, 3))).containsExactly(true, false, false);
    assertThat(keyframes(SessionOptions.dense(), Frames.still(SHAPE, 1, 3))).containsOnly(true);
  }

  private List<Boolean> keyframes(SessionOptions options, List<Tensor> video) {
    VideoSession session = open(options);
    return video.stream().map(frame -> session.next(frame).report().keyframe()).toList();
  }

  @ParameterizedTest
  @EnumSource(ResidualPolicy.class)
  void aCutMakesAKeyframeWithTheResultOfDense(ResidualPolicy policy) {
    SessionOptions options = SessionOptions.exact().withPolicy(policy);
    List<Tensor> cut = new ArrayList<>(Frames.movingBlock(SHAPE, 1, 3));
    cut.addAll(Frames.movingBlock(SHAPE, 2, 3));
    assertThat(keyframes(options, cut)).containsExactly(true, false, false, true, false, false);
    assertThat(keyframes(withoutCuts(options), cut))
        .containsExactly(true, false, false, false, false, false);

    VideoSession session = open(options);
    VideoSession fresh = open(options);
    cut.subList(0, 3).forEach(session::next);
    for (Tensor frame : cut.subList(3, 6)) {
      float[] expected = Results.values(fresh, fresh.next(frame));
      Results.checkSameBits("after a cut", Results.values(session, session.next(frame)), expected);
    }
  }

  @Test
  void aBlackFirstFrameDoesNotHideChangesOfAShortcut() {
    SkipNetwork network = Networks.shortcutOfImage();
    try (VideoSession dense = network.open(SessionOptions.dense());
        VideoSession exact = network.open(EXACT)) {
      for (Tensor frame : Frames.blockOnBlack(network.inputShape(), 4)) {
        float[] expected = Results.values(dense, dense.next(frame));
        Results.checkSameBits("block", Results.values(exact, exact.next(frame)), expected);
      }
    }
  }

  @Test
  void reportLayersAddUp() {
    VideoSession session = open(EXACT);
    for (Tensor frame : Frames.movingBlock(SHAPE, 1, 3)) {
      FrameReport report = session.next(frame).report();
      MacCount sum =
          report.layers().stream()
              .map(LayerReport::macs)
              .reduce(new MacCount(0, 0, 0), MacCount::plus);
      assertThat(sum).isEqualTo(report.macs());
      assertThat(report.layers())
          .extracting(LayerReport::name)
          .containsExactlyElementsOf(NETWORK.convolutions().stream().map(Node::name).toList());
    }
  }

  @Test
  void aGateThatDecidesUnchangedFramesIsAsked() {
    AtomicInteger asked = new AtomicInteger();
    for (boolean always : new boolean[] {true, false}) {
      asked.set(0);
      VideoSession session = open(SessionOptions.gates(counting(asked, always)));
      Frames.still(SHAPE, 1, 4).forEach(session::next);
      int layers = NETWORK.convolutions().size();
      assertThat(asked.get()).isEqualTo(always ? 3 * layers : 0);
    }
  }

  private static Gate counting(AtomicInteger asked, boolean always) {
    return layer ->
        new Gate.State() {
          @Override
          public long decide(Residual residual, GateMask mask) {
            asked.incrementAndGet();
            mask.setAll(true);
            return 0;
          }

          @Override
          public boolean decidesUnchanged() {
            return always;
          }
        };
  }

  @Test
  void equalSessionsTakeEqualMemory() {
    long bytes = open(EXACT).memoryBytes();
    assertThat(bytes).isPositive().isEqualTo(open(EXACT).memoryBytes());
    VideoSession used = open(EXACT);
    Frames.movingBlock(SHAPE, 1, 3).stream().map(Frames::direct).forEach(used::next);
    assertThat(used.memoryBytes()).isEqualTo(bytes);
  }

  @Test
  void aSessionThatCannotOpenLeavesNoThreads() {
    SessionOptions gateless = SessionOptions.perLayer(layer -> null).withThreads(3);
    assertThatThrownBy(() -> NETWORK.open(gateless)).hasMessageContaining("no gate for layer stem");
    assertThat(TestThreads.endWithin(5)).isTrue();
  }
}

package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.skipconv.core.nd4j.Nd4jFrames;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;

/** Results may be read for ever: after their session was dropped or closed, too. */
class ResultLifetimeTest {
  private static final SkipNetwork NETWORK = Networks.residual();
  private static final int SESSIONS = 20;

  private static List<Float> boxed(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  /** What somebody may keep of a frame, and what it showed. */
  private record Kept(
      FeatureMap map, INDArray array, GateMask mask, List<Float> values, int openPixels) {
    static Kept of(VideoSession session) {
      FrameResult result = session.next(Frames.picture(NETWORK.inputShape(), 1));
      return new Kept(
          result.map("b"),
          Nd4jFrames.output(result, "b"),
          result.mask("stem"),
          boxed(result.map("b").toArray()),
          result.mask("stem").count());
    }

    void check() {
      assertThat(boxed(map.toArray())).isEqualTo(values);
      assertThat(map.get(0, 0, 0)).isEqualTo(values.get(0));
      assertThat(boxed(array.dup('c').reshape(array.length()).toFloatVector())).isEqualTo(values);
      assertThat(array.getFloat(0, 0, 0, 0)).isEqualTo(values.get(0));
      assertThat(mask.count()).isEqualTo(openPixels).isPositive();
    }
  }

  /** Collects garbage, and writes over what was freed. */
  private static void collect() {
    for (int i = 0; i < 4; i++) {
      System.gc();
      Pointer.deallocateReferences();
      try (VideoSession other = NETWORK.open(SessionOptions.dense())) {
        other.next(Frames.picture(NETWORK.inputShape(), 2 + i));
      }
    }
  }

  @Test
  void resultsOutliveASessionThatIsDropped() {
    List<Kept> all = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      all.add(Kept.of(NETWORK.open(SessionOptions.dense())));
    }
    collect();
    all.forEach(Kept::check);
  }

  @Test
  void resultsOutliveASessionThatIsClosed() {
    List<Kept> all = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      try (VideoSession session = NETWORK.open(SessionOptions.dense())) {
        all.add(Kept.of(session));
      }
    }
    collect();
    all.forEach(Kept::check);
  }

  @Test
  void aReportIsNumbersAndKeepsNothing() {
    List<FrameReport> reports = new ArrayList<>();
    WeakReference<VideoSession> session = new WeakReference<>(played(reports));
    for (int i = 0; i < 50 && !session.refersTo(null); i++) {
      collect();
    }
    assertThat(session.refersTo(null)).as("the session is gone").isTrue();
    FrameReport report = reports.get(0);
    assertThat(report.layers()).hasSize(NETWORK.convolutions().size());
    assertThat(report.layers().get(0).name()).isEqualTo("stem");
    assertThat(report.layers().get(0).openPixels()).isEqualTo(NETWORK.inputShape().pixels());
    assertThat(reports.get(1).layers().get(0).openPixels()).isZero();
    assertThat(report).isNotEqualTo(reports.get(1));
    assertThat(report.toString()).startsWith("keyframe 0: 1316672 of 1316672 MACs in 8 layers, ");
    assertThat(reports.get(1).toString()).startsWith("frame 1: 0 of 1316672 MACs in 8 layers, ");
    assertThat(report.layers().get(0).toString()).startsWith("stem: 182 of 182 pixels, ");
  }

  private static VideoSession played(List<FrameReport> reports) {
    VideoSession session = NETWORK.open(SessionOptions.exact());
    for (int i = 0; i < 2; i++) {
      FrameResult result = session.next(Frames.picture(NETWORK.inputShape(), 1));
      reports.add(result.report());
      assertThat(result.toString()).isEqualTo("result of residual, " + result.report());
    }
    return session;
  }

  @Test
  void whatNobodyWasGivenIsFreedAtOnce() {
    collect();
    VideoSession session = NETWORK.open(SessionOptions.dense());
    FrameResult result = session.next(Frames.picture(NETWORK.inputShape(), 1));
    FeatureMap map = result.map("c");
    long before = Pointer.totalBytes();
    long bytes = session.memoryBytes();
    session.close();
    long kept = Float.BYTES * 16L * (map.shape().height() + 4) * (map.shape().width() + 4);
    assertThat(before - Pointer.totalBytes()).isGreaterThan(bytes - kept);
    assertThat(map.get(0, 0, 0)).isFinite();
  }
}

package org.skipconv.bench.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.skipconv.bench.cli.job.LoadedFrames;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.InputChange;
import org.skipconv.core.InputThreshold;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.VideoSession;
import org.skipconv.gates.NormGate;
import org.skipconv.models.OutputError;
import org.skipconv.models.VideoModel;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.pose.Pose;
import org.skipconv.models.vision.Camera;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.StreamInput;

class PeersTest {
  private static final SkipNetwork NETWORK = HrNet.w18SmallV1(32, 32).seeded(3);
  private static final SkipNetwork OTHER = HrNet.w18SmallV1(32, 32).seeded(4);

  private static InputTensor noise(long seed) {
    InputTensor tensor = new InputTensor(new Shape(3, 32, 32));
    Random random = new Random(seed);
    for (int i = 0; i < tensor.values().capacity(); i++) {
      tensor.values().put(i, (float) random.nextGaussian());
    }
    return tensor;
  }

  @Test
  void densePathAndOnnxRuntimeAgreeOnTheSameWeightsOnly() {
    try (InputTensor frame = noise(1);
        SessionPeer dense = new SessionPeer("dense", NETWORK, SessionOptions.dense());
        OnnxRuntimePeer same = OnnxRuntimePeer.open(NETWORK, 1);
        OnnxRuntimePeer other = OnnxRuntimePeer.open(OTHER, 2)) {
      assertThatCode(() -> Parity.require(dense, same, frame)).doesNotThrowAnyException();
      assertThatThrownBy(() -> Parity.require(dense, other, frame))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("output heatmaps")
          .hasMessageContaining("no times are given");
      assertThat(same.next(frame)).isPositive();
    }
  }

  @Test
  void warmUpRunsAndForgets() {
    SessionOptions options = SessionOptions.gates(NormGate.input(0.05f));
    try (InputTensor frame = noise(1);
        InputTensor next = noise(2);
        SessionPeer peer = new SessionPeer("skip", NETWORK, options)) {
      long start = System.nanoTime();
      new WarmUp(3, 0.1).settle(peer, List.of(frame, next));
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(100_000_000L);
      peer.next(frame);
      assertThat(peer.result().report().keyframe()).isTrue();
      assertThat(peer.result().report().frame()).isZero();
    }
  }

  /** Differences from the frame before count only for a session that has just had that frame. */
  @Test
  void framesMayComeInAnyOrder() {
    VideoModel<Pose> model = HrNet.w18SmallV1(32, 32).model(NETWORK);
    StreamInput input = model.input(Camera.FIXED);
    FloatBuffer scratch = LoadedFrames.scratch(NETWORK.inputShape());
    RgbImage picture = new RgbImage(32, 32);
    Random random = new Random(5);
    random.nextBytes(picture.rgb());
    List<InputTensor> frames = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Arrays.fill(picture.rgb(), 700 * i, 700 * i + 600, (byte) (60 * i));
      InputTensor frame = new InputTensor(NETWORK.inputShape());
      frame.fill(picture, input, scratch, i == 0 ? null : frames.get(i - 1));
      frames.add(frame);
    }
    InputChange changed = frames.get(2).changedSince(frames.get(1));
    assertThat(changed).isNotNull();
    assertThat(changed.share()).isBetween(0.1, 0.5);
    assertThat(frames.get(2).changedSince(frames.get(0))).isNull();
    assertThat(frames.get(0).changedSince(null)).isNull();
    float greyLevel = model.normalization().change(1);
    SessionOptions options =
        SessionOptions.gates(NormGate.input(0.05f))
            .withInputThreshold(InputThreshold.measured(greyLevel));
    try (SessionPeer peer = new SessionPeer("told", NETWORK, options);
        VideoSession untold = NETWORK.open(options)) {
      for (int i : new int[] {0, 1, 2, 3, 1, 2, 0, 3, 3, 2, 1, 0, 1}) {
        peer.next(frames.get(i));
        assertThat(peer.output(HrNet.HEATMAPS))
            .as("frame " + i)
            .isEqualTo(untold.next(frames.get(i).values()).map(HrNet.HEATMAPS).toArray());
      }
    } finally {
      frames.forEach(InputTensor::close);
    }
  }

  @Test
  void outputErrorIsTheMeanOverAllValues() {
    try (InputTensor frame = noise(1);
        SessionPeer a = new SessionPeer("a", NETWORK, SessionOptions.dense());
        SessionPeer b = new SessionPeer("b", OTHER, SessionOptions.dense())) {
      a.next(frame);
      b.next(frame);
      OutputError error = new OutputError(NETWORK);
      assertThat(error.meanAbs()).isNull();
      error.add(a.result(), b.result());
      error.add(a.result(), a.result());
      FeatureMap x = a.result().map(HrNet.HEATMAPS);
      float[] first = x.toArray();
      float[] second = b.result().map(HrNet.HEATMAPS).toArray();
      double sum = 0;
      double size = 0;
      for (int i = 0; i < first.length; i++) {
        sum += Math.abs(first[i] - second[i]);
        size += Math.abs(first[i]);
      }
      assertThat(error.meanAbs()).isEqualTo(sum / 2 / first.length, within(1e-6));
      assertThat(error.relative()).isEqualTo(sum / 2 / size, within(1e-6));
    }
  }
}

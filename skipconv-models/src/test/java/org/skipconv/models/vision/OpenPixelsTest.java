package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Gate;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;
import org.skipconv.gates.NormGate;
import org.skipconv.models.hrnet.HrNet;

class OpenPixelsTest {
  /** Frames here begin black: after such a keyframe any light would be another one. */
  private static final KeyframePolicy FIRST = KeyframePolicy.first().withoutCuts();

  private static final SessionOptions OPTIONS =
      SessionOptions.gates(Gate.ALL_OPEN).withInputThreshold(0).withKeyframes(FIRST);

  private static Tensor input(int height, int width) {
    return Tensor.of(new float[3 * height * width], 1, 3, height, width);
  }

  private static double mean(float[][] shares) {
    double sum = 0;
    for (float[] row : shares) {
      for (float share : row) {
        sum += share;
      }
    }
    return sum / shares.length / shares[0].length;
  }

  @Test
  void keyframeIsOpenEverywhereAndAStillFrameNowhere() {
    SkipNetwork network = HrNet.w18SmallV1(64, 96).seeded(1);
    OpenPixels open = OpenPixels.of(network);
    Tensor frame = input(64, 96);
    try (VideoSession session = network.open(OPTIONS)) {
      float[][] shares = open.shares(session.next(frame));
      assertThat(shares).hasDimensions(16, 24);
      for (float[] row : shares) {
        for (float share : row) {
          assertThat(share).isEqualTo(1, within(1e-4f));
        }
      }
      assertThat(mean(open.shares(session.next(frame)))).isZero();
    }
  }

  @Test
  void meanIsTheShareOfMacsWhereSizesDivide() {
    SkipNetwork network = HrNet.w18SmallV1(64, 96).seeded(1);
    OpenPixels open = OpenPixels.of(network);
    Tensor frame = input(64, 96);
    SessionOptions gated = SessionOptions.gates(NormGate.input(0.3f)).withKeyframes(FIRST);
    try (VideoSession session = network.open(gated)) {
      session.next(frame);
      for (int y = 8; y < 16; y++) {
        frame.values()[y * 96 + 70] = 3;
      }
      FrameResult result = session.next(frame);
      assertThat(result.report().openShare()).isBetween(1e-4, 0.9);
      assertThat(mean(open.shares(result))).isEqualTo(result.report().openShare(), within(1e-5));
    }
  }

  /** 1x1 layers of stride 1 (1 MAC a pixel) and 8 (64 MACs a pixel): equal weight, 8x8 pixels. */
  @Test
  void eachLayerWeighsWhatItCosts() {
    SkipNetwork.Builder builder = SkipNetwork.builder("two layers");
    Node image = builder.input(3, 16, 32);
    Node fine = builder.conv("fine", image, ConvSpec.keepingSize(1), ones(2, 3), null);
    ConvSpec coarse = ConvSpec.of(1).withStride(8);
    builder
        .output("a", fine)
        .output("b", builder.conv("coarse", image, coarse, ones(128, 3), null));
    SkipNetwork network = builder.build();
    OpenPixels open = OpenPixels.of(network);
    Tensor frame = input(16, 32);
    try (VideoSession session = network.open(OPTIONS)) {
      session.next(frame);
      frame.values()[(16 + 8) * 32 + 16] = 1;
      float[][] shares = open.shares(session.next(frame));
      assertThat(shares).hasDimensions(4, 8);
      // One of 16 pixels of the fine layer, the coarse layer's only pixel there.
      assertThat(shares[2][4]).isEqualTo(0.5f / 16 + 0.5f, within(1e-6f));
      assertThat(shares[3][5]).isEqualTo(0.5f, within(1e-6f));
      assertThat(shares[1][4]).isZero();
      assertThat(shares[2][6]).isZero();
    }
  }

  private static Tensor ones(int out, int in) {
    float[] values = new float[out * in];
    Arrays.fill(values, 1);
    return Tensor.of(values, out, in, 1, 1);
  }
}

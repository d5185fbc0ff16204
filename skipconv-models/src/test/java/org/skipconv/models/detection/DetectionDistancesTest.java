package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;
import org.skipconv.gates.calibration.OutputDistance;
import org.skipconv.models.efficientdet.EfficientDet;

/**
 * Distances of a network whose outputs are pixels of its input: the first channel is the logit of
 * the first anchor's persons plus 10, the second how far its box is to the right.
 */
class DetectionDistancesTest {
  private static final int SIDE = 128;
  private static final DetectionModel MODEL = EfficientDet.d0().withSize(SIDE, SIDE);

  private static SkipNetwork network() {
    SkipNetwork.Builder builder = SkipNetwork.builder("pixels");
    Node input = builder.input(2, SIDE, SIDE);
    for (Anchors.Level level : MODEL.anchors().levels()) {
      int stride = SIDE / level.height();
      String classes = LevelMaps.className(level);
      String boxes = LevelMaps.boxName(level);
      int logits = LevelMaps.classShape(level, 90).channels();
      int offsets = LevelMaps.boxShape(level).channels();
      builder.output(classes, pixels(builder, input, classes, stride, logits, 0, 0, -10));
      builder.output(boxes, pixels(builder, input, boxes, stride, offsets, 1, 1, 0));
    }
    return builder.build();
  }

  /** Passes one channel of every n-th pixel on. */
  private static Node pixels(
      SkipNetwork.Builder builder,
      Node input,
      String name,
      int stride,
      int channels,
      int from,
      int to,
      float bias) {
    float[] weight = new float[channels * 2];
    weight[2 * to + from] = 1;
    float[] biases = new float[channels];
    Arrays.fill(biases, bias);
    return builder.conv(
        name,
        input,
        ConvSpec.of(1).withStride(stride),
        Tensor.of(weight, channels, 2, 1, 1),
        Tensor.of(biases, channels));
  }

  /** What the outputs of P3 say at row 1, column 1, which no other level sees. */
  private static Tensor picture(double score, double right) {
    float[] picture = new float[2 * SIDE * SIDE];
    picture[8 * SIDE + 8] = (float) (Math.log(score / (1 - score)) + 10);
    picture[(SIDE + 8) * SIDE + 8] = (float) right;
    return Tensor.of(picture, 1, 2, SIDE, SIDE);
  }

  private static <R> double distance(OutputDistance<R> distance, Tensor dense, Tensor... gated) {
    OutputDistance.Comparison<R> comparison = distance.start();
    try (VideoSession session = network().open(SessionOptions.dense())) {
      R reference = distance.reference(session.next(dense));
      for (Tensor frame : gated) {
        comparison.add(reference, session.next(frame));
      }
    }
    return comparison.value();
  }

  @Test
  void countsDetectionsThatAreNotWhereTheDenseNetworkSeesThem() {
    DetectionsLost lost = DetectionsLost.of(MODEL);
    Tensor dense = picture(0.8, 0);
    assertThat(distance(lost, dense, dense)).isZero();
    assertThat(distance(lost, dense, picture(0.2, 0.1))).isZero();
    assertThat(distance(lost, dense, picture(0.8, 0.9))).isEqualTo(1);
    assertThat(distance(lost, dense, picture(1e-4, 0))).isEqualTo(1);
    // Recall 0.5 at precision 1: 51 of 101 points.
    assertThat(distance(lost, dense, dense, picture(1e-4, 0)))
        .isCloseTo(1 - 51 / 101.0, within(1e-9));
  }

  @Test
  void detectionsOfWhichTheDenseNetworkIsNotSureDoNotCount() {
    assertThat(distance(DetectionsLost.of(MODEL), picture(0.29, 0), picture(1e-4, 9))).isZero();
  }

  @Test
  void errorOfCandidatesIsThatOfScoreAndBox() {
    CandidateError error = CandidateError.of(MODEL);
    Tensor dense = picture(0.8, 0);
    assertThat(distance(error, dense, dense)).isZero();
    assertThat(distance(error, dense, picture(0.7, 0))).isCloseTo(0.1, within(1e-6));
    assertThat(distance(error, dense, picture(0.8, 0.2))).isCloseTo(0.05, within(1e-6));
    assertThat(distance(error, dense, picture(0.7, 0.2), dense)).isCloseTo(0.075, within(1e-6));
  }

  /** Its box is anywhere: what is wrong is that it is there. */
  @Test
  void whatTheGatedNetworkAloneSeesIsAnErrorToo() {
    CandidateError error = CandidateError.of(MODEL);
    assertThat(distance(error, picture(0.09, 0), picture(0.8, 1))).isCloseTo(0.7, within(1e-6));
    assertThat(distance(error, picture(0.09, 0), picture(0.095, 1))).isZero();
  }
}

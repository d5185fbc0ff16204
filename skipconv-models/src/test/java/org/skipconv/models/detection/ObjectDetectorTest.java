package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Gate;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.vision.RgbImage;

class ObjectDetectorTest {
  private static final int SIZE = 64;
  private static final int DOG = 17;

  /** One level of 8x8 cells, values 0 to 1. */
  private record Cells(Anchors anchors, Normalization normalization) implements DetectionModel {
    Cells() {
      this(
          Anchors.of(SIZE, SIZE, 3, 3, 1),
          new Normalization(List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)));
    }
  }

  private static final Cells MODEL = new Cells();

  private static SkipNetwork network() {
    return network(SIZE, "class.P3", "box.P3", 36);
  }

  /**
   * A dog where a cell of 8x8 pixels is red: logit 10 * mean - 5 for the first anchor. Blue moves
   * it to the right, by a width of the anchor where the cell is full of it.
   */
  private static SkipNetwork network(int size, String classes, String boxes, int coordinates) {
    SkipNetwork.Builder b = SkipNetwork.builder("dogs");
    Node input = b.input(3, size, size);
    ConvSpec cell = ConvSpec.of(8).withStride(8);
    float[] bias = new float[810];
    Arrays.fill(bias, -5);
    Node logits = b.conv("classes", input, cell, mean(810, DOG, 0, 10), Tensor.of(bias, 810));
    Node codes = b.conv("boxes", input, cell, mean(coordinates, 1, 2, 1), null);
    return b.output(classes, logits).output(boxes, codes).build();
  }

  /** Weights with which one output channel is the mean of one colour, times a factor. */
  private static Tensor mean(int outputs, int output, int colour, float factor) {
    float[] weight = new float[outputs * 3 * 64];
    Arrays.fill(weight, (output * 3 + colour) * 64, (output * 3 + colour + 1) * 64, factor / 64);
    return Tensor.of(weight, outputs, 3, 8, 8);
  }

  @Test
  void refusesANetworkOfOtherClasses() {
    DetectionModel model =
        new DetectionModel() {
          @Override
          public Anchors anchors() {
            return MODEL.anchors();
          }

          @Override
          public Normalization normalization() {
            return MODEL.normalization();
          }

          @Override
          public List<String> classes() {
            return List.of("cat", "dog");
          }
        };
    assertThatThrownBy(() -> ObjectDetector.open(model, network(), SessionOptions.dense()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("class.P3")
        .hasMessageContaining("18");
  }

  /** A black picture of 128x96 with 16 rows and columns of a colour, a cell of the network. */
  private static RgbImage picture(int cellY, int cellX, int red, int blue) {
    RgbImage image = new RgbImage(128, 96);
    for (int y = 16 * cellY; y < 16 * cellY + 16; y++) {
      for (int x = 16 * cellX; x < 16 * cellX + 16; x++) {
        image.rgb()[(y * 96 + x) * 3] = (byte) red;
        image.rgb()[(y * 96 + x) * 3 + 2] = (byte) blue;
      }
    }
    return image;
  }

  @Test
  void findsWhatMovesInPixelsOfThePicture() {
    SkipNetwork network = network();
    try (ObjectDetector detector = ObjectDetector.open(MODEL, network, SessionOptions.exact())) {
      for (int step = 0; step < 5; step++) {
        List<Detection> found = detector.next(picture(2 + step, 4 - step, 255, 0));

        assertThat(found).hasSize(1);
        assertDog(found.get(0), 16 * (4 - step), 16 * (2 + step), 5);
        assertThat(detector.lastReport().frame()).isEqualTo(step);
        assertThat(detector.lastResult().mask("classes").count()).isEqualTo(step == 0 ? 64 : 2);
        assertThat(detector.prepareTime()).isPositive();
        assertThat(detector.decodeTime()).isPositive();
      }
      assertThat(detector.session().network()).isSameAs(network);
    }
  }

  /** The anchor is the cell itself: 8 pixels of the input, 16 of the picture. */
  private static void assertDog(Detection dog, float x, float y, double logit) {
    assertThat(dog.classId()).isEqualTo(18);
    assertThat(dog.className()).isEqualTo("dog");
    assertThat((double) dog.score()).isEqualTo(1 / (1 + Math.exp(-logit)), within(1e-5));
    assertThat(new float[] {dog.x1(), dog.y1(), dog.x2(), dog.y2()})
        .containsExactly(new float[] {x, y, x + 16, y + 16}, within(1e-3f));
  }

  @Test
  void boxesFollowWhereClassesAreHeld() {
    Gate closed =
        layer ->
            (residual, mask) -> {
              mask.setAll(false);
              return 0;
            };
    SessionOptions options =
        SessionOptions.perLayer(layer -> layer.name().equals("classes") ? closed : Gate.ALL_OPEN)
            .withKeyframes(KeyframePolicy.first().withoutCuts());
    try (ObjectDetector detector = ObjectDetector.open(MODEL, network(), options)) {
      assertDog(detector.next(picture(3, 1, 204, 0)).get(0), 16, 48, 3);
      List<Detection> found = detector.next(picture(3, 1, 255, 255));

      assertThat(detector.lastResult().mask("classes").count()).isZero();
      assertThat(found).hasSize(1);
      assertDog(found.get(0), 32, 48, 3);
    }
  }

  @Test
  void scoresThatAreAskedFor() {
    DecoderOptions low = DecoderOptions.DEFAULT.withScoreThreshold(0.1f);
    RgbImage dim = picture(0, 0, 102, 0);
    SessionOptions dense = SessionOptions.dense();
    try (ObjectDetector usual = ObjectDetector.open(MODEL, network(), dense);
        ObjectDetector lower = ObjectDetector.open(MODEL, network(), dense, low)) {
      assertThat(usual.next(dim)).isEmpty();
      assertDog(lower.next(dim).get(0), 0, 0, -1);
    }
  }

  @Test
  void keepsTheSizeOfTheStreamUntilReset() {
    try (ObjectDetector detector = ObjectDetector.open(MODEL, network(), SessionOptions.exact())) {
      assertThatThrownBy(detector::lastReport).isInstanceOf(IllegalStateException.class);
      detector.next(picture(1, 1, 255, 0));
      assertThatThrownBy(() -> detector.next(new RgbImage(50, 60)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("50x60");
      assertThat(detector.next(picture(1, 1, 255, 0))).hasSize(1);
      assertThat(detector.lastReport().frame()).isEqualTo(1);

      detector.reset();
      assertThatThrownBy(detector::lastResult).isInstanceOf(IllegalStateException.class);
      assertThat(detector.next(new RgbImage(50, 60))).isEmpty();

      assertThat(detector.lastReport().frame()).isZero();
      assertThat(detector.lastReport().keyframe()).isTrue();
    }
  }

  @Test
  void isOfNoUseOnceClosed() {
    ObjectDetector detector = ObjectDetector.open(MODEL, network(), SessionOptions.dense());
    detector.next(picture(0, 0, 0, 0));
    detector.close();
    detector.close();

    assertThatThrownBy(() -> detector.next(picture(0, 0, 0, 0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void refusesNetworksOfAnotherModel() {
    assertRefused(
        network(72, "class.P3", "box.P3", 36), "input is 3x64x64, but the network is dogs");
    assertRefused(network(SIZE, "class.P4", "box.P3", 36), "no output class.P3, only [class.P4");
    assertRefused(network(SIZE, "class.P3", "boxes", 36), "no output box.P3");
    assertRefused(network(SIZE, "class.P3", "box.P3", 40), "must be 36x8x8, but is 40x8x8");
  }

  private static void assertRefused(SkipNetwork network, String message) {
    assertThatThrownBy(() -> ObjectDetector.open(MODEL, network, SessionOptions.dense()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}

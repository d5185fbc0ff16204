package org.skipconv.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SessionOptions;
import org.skipconv.gates.NormGate;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.View;

class VideoPredictorTest {
  private static final SessionOptions OPTIONS = SessionOptions.gates(NormGate.input(0.3f));

  private final Spots spots = new Spots();
  private final VideoModel<Spots.Spot> model = spots.model();

  @Test
  void findsInPixelsOfThePicture() {
    // A window of 96x64 is shrunk to half.
    CropWindow window = new CropWindow(30, 20, 96, 64);
    try (VideoPredictor<Spots.Spot> predictor = model.withView(View.crop(window)).open(OPTIONS)) {
      for (int step = 0; step < 5; step++) {
        Spots.Spot found = predictor.next(Spots.picture(150, 200, 46 + 8 * step, 36));
        assertThat(found.x()).isEqualTo(46 + 8 * step);
        assertThat(found.y()).isEqualTo(36);
        assertThat(predictor.lastReport().frame()).isEqualTo(step);
        assertThat(predictor.lastResult().map("spots").get(0, 2, 2 + step)).isPositive();
        assertThat(predictor.lastView().window()).isEqualTo(window);
        assertThat(predictor.prepareTime()).isPositive();
        assertThat(predictor.decodeTime()).isPositive();
      }
      assertThat(predictor.model().network()).isSameAs(predictor.session().network());
    }
  }

  @Test
  void countsItsMemoryWithTheInput() {
    VideoPredictor<Spots.Spot> predictor = model.open(OPTIONS);
    long input = 4 * model.network().inputShape().elements();
    assertThat(predictor.memoryBytes()).isEqualTo(predictor.session().memoryBytes() + input);
    predictor.close();
    assertThat(predictor.memoryBytes()).isZero();
  }

  private static List<RgbImage> walk(int from, int step) {
    List<RgbImage> pictures = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      pictures.add(Spots.picture(64, 96, from + step * i, 24));
    }
    return pictures;
  }

  private List<Spots.Spot> alone(List<RgbImage> pictures) {
    List<Spots.Spot> found = new ArrayList<>();
    try (VideoPredictor<Spots.Spot> predictor = model.open(OPTIONS)) {
      pictures.forEach(picture -> found.add(predictor.next(picture)));
    }
    return found;
  }

  @Test
  void twoInTurnsFindWhatEachFindsAlone() {
    List<RgbImage> right = walk(0, 3);
    List<RgbImage> left = walk(80, -5);
    List<Spots.Spot> first = new ArrayList<>();
    List<Spots.Spot> second = new ArrayList<>();
    try (VideoPredictor<Spots.Spot> one = model.open(OPTIONS);
        VideoPredictor<Spots.Spot> other = model.open(OPTIONS)) {
      for (int i = 0; i < right.size(); i++) {
        first.add(one.next(right.get(i)));
        second.add(other.next(left.get(i)));
      }
      assertThat(one.lastReport().openShare()).isLessThan(1);
    }
    assertThat(first).isEqualTo(alone(right)).doesNotHaveDuplicates();
    assertThat(second).isEqualTo(alone(left)).doesNotHaveDuplicates();
  }

  @Test
  void resetMakesItNew() {
    List<RgbImage> pictures = walk(0, 3);
    try (VideoPredictor<Spots.Spot> predictor = model.open(OPTIONS)) {
      walk(80, -5).forEach(predictor::next);
      predictor.reset();
      assertThatThrownBy(predictor::lastResult).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(predictor::lastReport).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(predictor::lastView).isInstanceOf(IllegalStateException.class);
      List<Spots.Spot> found = new ArrayList<>();
      pictures.forEach(picture -> found.add(predictor.next(picture)));
      assertThat(found).isEqualTo(alone(pictures));
      assertThat(predictor.lastReport().frame()).isEqualTo(pictures.size() - 1);

      predictor.reset();
      assertThat(predictor.next(Spots.picture(32, 48, 8, 8)).x()).isEqualTo(8);
      assertThat(predictor.lastView().imageHeight()).isEqualTo(32);
    }
  }

  @Test
  void refusesAFrameOfAnotherSizeAndGoesOn() {
    List<RgbImage> pictures = walk(0, 3);
    List<Spots.Spot> found = new ArrayList<>();
    try (VideoPredictor<Spots.Spot> predictor = model.open(OPTIONS)) {
      for (RgbImage picture : pictures) {
        found.add(predictor.next(picture));
        assertThatThrownBy(() -> predictor.next(new RgbImage(96, 64)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("64x96")
            .hasMessageContaining("96x64");
      }
      assertThat(predictor.lastReport().frame()).isEqualTo(pictures.size() - 1);
    }
    assertThat(found).isEqualTo(alone(pictures));
  }

  @Test
  void afterADecoderFailedTheNextFrameIsWhole() {
    List<RgbImage> pictures = walk(0, 3);
    try (VideoPredictor<Spots.Spot> predictor = model.open(OPTIONS)) {
      predictor.next(pictures.get(0));
      predictor.next(pictures.get(1));
      assertThat(predictor.lastReport().keyframe()).isFalse();
      spots.failOnce();
      assertThatThrownBy(() -> predictor.next(pictures.get(2))).hasMessage("cannot decode");
      predictor.next(pictures.get(3));
      assertThat(predictor.lastReport().keyframe()).isTrue();
      predictor.next(pictures.get(4));
      assertThat(predictor.lastReport().keyframe()).isFalse();
    }
  }

  @Test
  void isOfNoUseOnceClosed() {
    VideoPredictor<Spots.Spot> predictor = model.open(OPTIONS);
    RgbImage picture = Spots.picture(32, 48, 8, 8);
    assertThat(predictor.prepareTime()).isEqualTo(Duration.ZERO);
    predictor.next(picture);
    predictor.close();
    predictor.close();
    assertThatThrownBy(() -> predictor.next(picture))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(predictor::reset).isInstanceOf(IllegalStateException.class);
  }
}
